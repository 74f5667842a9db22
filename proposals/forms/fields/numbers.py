"""Number fields: a plain text box with a number keyboard, read by `proposals.money`, never `type="number"`.

After cleaning, `note` holds the soft note of an entry that could have been meant in another way.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.forms.fields import sentences
from proposals.forms.fields.spoken import SpokenField
from proposals.money import (
    MAX_RUPIAH,
    NumberRefused,
    Parsed,
    format_number,
    format_quantity,
    format_rupiah,
    parse_quantity,
    parse_rupiah,
)

WHOLE_LIMIT = 999_999_999
COORDINATE_STEP = Decimal("0.000001")
YEAR_EXAMPLE, NUMBER_EXAMPLE = "2026", "1200"


class TypedNumberField(SpokenField):
    """A number typed as text; what was typed stays in the box when it is refused."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, min_value: Any = None, max_value: Any = None, **kwargs: Any) -> None:
        """Take numbers between the limits, both included."""
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value
        self.note = ""

    def to_python(self, value: Any) -> Any:
        """Return the number, or None for an empty box; a number stays what it is."""
        self.note = ""
        if value is None or isinstance(value, int | Decimal):
            return value
        entry = str(value)
        if not entry[:1000].strip() and not entry.strip():
            return None
        try:
            return self.parsed(entry)
        except NumberRefused as refused:
            raise ValidationError(refused.sentence, code=refused.code) from None

    def parsed(self, entry: str) -> Any:
        """Read a non-empty entry, or raise NumberRefused or ValidationError."""
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """Write a number as it stands in the box and in sentences."""
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        """Check that there is a number, and its limits."""
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(sentences.too_small(self.spoken, self.written(self.min_value)), code="min_value")
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(sentences.too_big(self.spoken, self.written(self.max_value)), code="max_value")

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number for the box; what was typed stays as it was typed."""
        return value if value is None or isinstance(value, str) else self.written(value)

    def _noted(self, parsed: Parsed[Any]) -> Any:
        """Keep the note beside the value."""
        self.note = parsed.note
        return parsed.value


class MoneyField(TypedNumberField):
    """Whole rupiah (`int`)."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-number": "rupiah"})

    def __init__(self, *, min_value: int = 0, max_value: int = MAX_RUPIAH, **kwargs: Any) -> None:
        """Take rupiah between the limits, both included."""
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def parsed(self, entry: str) -> int:
        """Read rupiah."""
        value: int = self._noted(parse_rupiah(entry, self.spoken))
        return value

    def written(self, value: int) -> str:
        """Group the digits, without Rp: the unit stands at the label."""
        return format_number(value)

    def validate(self, value: Any) -> None:
        """Name the limit in rupiah."""
        if isinstance(value, int) and self.max_value is not None and value > self.max_value:
            raise ValidationError(sentences.too_big(self.spoken, format_rupiah(self.max_value)), code="max_value")
        super().validate(value)


class QuantityField(TypedNumberField):
    """A quantity with at most three decimals (`Decimal`)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-number": "quantity"})

    def __init__(self, *, min_value: Decimal | int = 0, max_value: Decimal | int | None = None, **kwargs: Any) -> None:
        """Take quantities between the limits, both included; always below 10^12."""
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def parsed(self, entry: str) -> Decimal:
        """Read a quantity."""
        value: Decimal = self._noted(parse_quantity(entry, self.spoken))
        return value

    def written(self, value: Decimal) -> str:
        """Write it with a decimal comma."""
        return format_quantity(Decimal(value))


class WholeNumberField(TypedNumberField):
    """A whole number (`int`): people, households, years; years are written without dots (`grouped=False`)."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(
        self, *, min_value: int = 0, max_value: int = WHOLE_LIMIT, grouped: bool = True, **kwargs: Any
    ) -> None:
        """Take whole numbers between the limits, both included."""
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.grouped = grouped

    def parsed(self, entry: str) -> int:
        """Read a number without decimals."""
        try:
            value = parse_quantity(entry, self.spoken).value
        except NumberRefused as refused:
            if refused.code == "too_large":
                limit = self.written(self.max_value)
                raise ValidationError(sentences.too_big(self.spoken, limit), code="max_value") from None
            if refused.code == "negative":
                limit = self.written(self.min_value)
                raise ValidationError(sentences.too_small(self.spoken, limit), code="min_value") from None
            raise self._not_whole() from None
        if value != value.to_integral_value():
            raise self._not_whole()
        return int(value)

    def _not_whole(self) -> ValidationError:
        example = NUMBER_EXAMPLE if self.grouped else YEAR_EXAMPLE
        return ValidationError(sentences.whole_number(self.spoken, example), code="invalid")

    def written(self, value: int) -> str:
        """Group the digits unless the field is a year."""
        return format_number(value) if self.grouped else str(value)


class CoordinateField(TypedNumberField):
    """Degrees of latitude or longitude (`Decimal`, six decimals), negative south and west; comma or dot."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})

    def __init__(self, *, example: str = "-3,123456", **kwargs: Any) -> None:
        """Show what degrees look like: those of a place in the regency."""
        super().__init__(**kwargs)
        self.example = example

    def parsed(self, entry: str) -> Decimal:
        """Read decimal degrees."""
        digits = entry.strip().replace("\u2212", "-").replace(",", ".")
        sign, bare = (-1, digits[1:]) if digits.startswith("-") else (1, digits)
        whole, dot, decimals = bare.partition(".")
        well_formed = all(part.isascii() and part.isdigit() for part in (whole, *([decimals] if dot else [])))
        if len(digits) > 20 or not well_formed:
            raise ValidationError(sentences.coordinate(self.spoken, self.example), code="invalid")
        return (sign * Decimal(bare)).quantize(COORDINATE_STEP)

    def written(self, value: Decimal) -> str:
        """Write it with a decimal comma and a plain hyphen, so that it can be copied."""
        return format_quantity(Decimal(value)).replace("\u2212", "-")
