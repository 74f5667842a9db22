"""Date and time fields: one text box each, read by `proposals.date_entry`, always WIB."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lebong_proposals.clock import WIB
from proposals.date_entry import parse_date, parse_time
from proposals.dates import plain_date
from proposals.forms.fields import sentences
from proposals.forms.fields.spoken import SpokenField

ONE_MINUTE = timedelta(minutes=1)


class IndonesianDateField(SpokenField):
    """A date, typed in any of the usual ways and shown as "17 November 2025"."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        """Return the date, or None for an empty box."""
        if isinstance(value, datetime):
            return value.astimezone(WIB).date()
        if value is None or isinstance(value, date):
            return value
        if not str(value).strip():
            return None
        day = parse_date(str(value))
        if day is None:
            raise ValidationError(sentences.INVALID_DATE, code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        """Write a stored date out; what was typed stays."""
        return plain_date(value) if isinstance(value, date) else value


class ClockTimeField(SpokenField):
    """A time of day in WIB, shown as "23.59"."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": "5"})

    def to_python(self, value: Any) -> time | None:
        """Return the time, or None for an empty box."""
        if value is None or isinstance(value, time):
            return value
        if not str(value).strip():
            return None
        moment = parse_time(str(value))
        if moment is None:
            raise ValidationError(sentences.INVALID_TIME, code="invalid")
        return moment

    def prepare_value(self, value: Any) -> Any:
        """Write a stored time with a full stop; what was typed stays."""
        return f"{value:%H.%M}" if isinstance(value, time) else value


class MomentInput(forms.MultiWidget):
    """The two boxes of a moment: the field's label is that of the date, ``second_label`` that of the time."""

    second_label = "Pukul (WIB)"

    def __init__(self, attrs: dict[str, Any] | None = None, shift: timedelta = timedelta()) -> None:
        """Show stored moments that much earlier."""
        self.shift = shift
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "date": forms.TextInput(attrs={"autocomplete": "off", "size": "18"}),
            "time": forms.TextInput(attrs={"autocomplete": "off", "size": "5"}),
        }
        super().__init__(boxes, attrs)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"

    def decompress(self, value: Any) -> list[str]:
        """Write a stored moment as a date and a time in WIB."""
        if not isinstance(value, datetime):
            return ["", ""]
        local = (value - self.shift).astimezone(WIB)
        return [plain_date(local), f"{local:%H.%M}"]


class MomentField(SpokenField, forms.MultiValueField):
    """A date and a time, given as one aware moment."""

    shift = timedelta()

    def __init__(self, **kwargs: Any) -> None:
        """Build the two fields; both are needed when one is given."""
        fields = (IndonesianDateField(label="tanggal", required=False), ClockTimeField(label="jam", required=False))
        kwargs.setdefault("widget", MomentInput(shift=self.shift))
        super().__init__(fields=fields, require_all_fields=True, **kwargs)

    def compress(self, data_list: Any) -> datetime | None:
        """Join date and time in WIB; one without the other is refused."""
        day, moment = data_list or (None, None)
        if day is None and moment is None:
            if self.required:  # two boxes of blanks are not empty to Django
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if day is None:
            raise ValidationError(sentences.INVALID_DATE, code="invalid")
        if moment is None:
            raise ValidationError(sentences.INVALID_TIME, code="invalid")
        return datetime.combine(day, moment, tzinfo=WIB) + self.shift


class UntilMomentField(MomentField):
    """The last minute of a window ("sampai pukul 23.59"), given as its exclusive end, one minute later."""

    shift = ONE_MINUTE
