"""Text fields: clean before they are measured, refused at once when absurdly long, typed text kept."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.forms.fields import sentences
from proposals.forms.fields.spoken import SpokenField
from proposals.text import TextRefused, bare_number, clean_line, clean_text

LINE_LENGTH = 200
TEXT_LENGTH = 10_000
# A letter may take three code points before it is composed, so nothing longer than this can become short enough.
LONGEST_LETTER = 3
NIP_DIGITS = 18
PHONE_DIGITS = range(8, 16)


class CleanCharField(SpokenField, forms.CharField):
    """One line of text (`proposals.text.clean_line`)."""

    def __init__(self, *, max_length: int = LINE_LENGTH, min_length: int = 0, **kwargs: Any) -> None:
        """Keep the lengths out of the widget: a `maxlength` would cut pasted text in silence."""
        super().__init__(strip=False, **kwargs)
        self.max_length, self.min_length = max_length, min_length
        self.widget.attrs.setdefault("data-max-length", str(max_length))

    def to_python(self, value: Any) -> str:
        """Return clean text; megabytes are refused before any work is done on them."""
        text = super().to_python(value) or ""
        if len(text) > LONGEST_LETTER * self._limit and len(text.strip()) > LONGEST_LETTER * self._limit:
            raise self._too_long(text.strip())
        try:
            return self.cleaned(text)
        except TextRefused:
            raise ValidationError(sentences.forbidden(self.spoken), code="characters") from None

    def cleaned(self, text: str) -> str:
        """Return the text as it is stored."""
        return clean_line(text)

    def validate(self, value: str) -> None:
        """Check that there is text, and its length."""
        super().validate(value)
        if len(value) > self._limit:
            raise self._too_long(value)
        if value and self.min_length and len(value) < self.min_length:
            raise ValidationError(sentences.too_short(self.spoken, self.min_length, len(value)), code="min_length")

    @property
    def _limit(self) -> int:
        return self.max_length or LINE_LENGTH

    def _too_long(self, text: str) -> ValidationError:
        return ValidationError(sentences.too_long(self.spoken, self._limit, len(text)), code="max_length")


class LongTextField(CleanCharField):
    """Text of several lines and paragraphs."""

    def __init__(self, *, max_length: int = TEXT_LENGTH, rows: int = 6, **kwargs: Any) -> None:
        """Show a text area of that many rows."""
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def cleaned(self, text: str) -> str:
        """Keep line breaks."""
        return clean_text(text)


class NipField(CleanCharField):
    """A civil servant's number: 18 digits, typed with or without blanks, stored without."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def validate(self, value: str) -> None:
        """Check that there are 18 digits and nothing else."""
        super().validate(value)
        digits = len(re.findall("[0-9]", value))
        if value and digits != NIP_DIGITS:
            raise ValidationError(sentences.nip_length(digits), code="invalid")
        if len(value) > digits:
            raise ValidationError(sentences.NIP_ONLY_DIGITS, code="invalid")

    def cleaned(self, text: str) -> str:
        """Drop the blanks, dots and hyphens between the groups."""
        return bare_number(text)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number in its groups: 19850312 201001 1 004; what was typed stays."""
        if isinstance(value, str) and re.fullmatch(r"[0-9]{18}", value):
            return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}"
        return value


class PhoneField(CleanCharField):
    """A telephone number: 8 to 15 digits, perhaps with +62; stored without blanks and hyphens."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})

    def validate(self, value: str) -> None:
        """Check the number of digits."""
        super().validate(value)
        if value and not (re.fullmatch(r"\+?[0-9]+", value) and len(value.lstrip("+")) in PHONE_DIGITS):
            raise ValidationError(sentences.INVALID_PHONE, code="invalid")

    def cleaned(self, text: str) -> str:
        """Drop what people put between the digits."""
        return bare_number(text)
