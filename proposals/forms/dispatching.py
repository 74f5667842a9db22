"""The forms of packages: which proposals go in, and under which letter they went out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from proposals.forms.fields import CleanCharField, IndonesianDateField, OptionField, OptionsField
from proposals.models import DispatchChannel, Proposal

FUTURE = "Tanggal kirim tidak boleh setelah hari ini."
LETTER_AFTER_SENDING = "Tanggal surat tidak boleh setelah tanggal kirim."


class PackageForm(forms.Form):
    """Buat paket: approved proposals of one ministry, by number, grouped by funding source."""

    proposals = OptionsField(
        label="Usulan",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu usulan."},
    )

    def __init__(self, *args: Any, candidates: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["proposals"] = [row.number for row in candidates]
        self.by_number = {row.number: row for row in candidates}
        field = self.fields["proposals"]
        if isinstance(field, OptionsField):
            field.choices = [(row.number, row.title) for row in candidates]

    def chosen(self) -> list[Proposal]:
        """The chosen proposals in print order."""
        numbers = set(self.cleaned_data["proposals"])
        return [row for number, row in self.by_number.items() if number in numbers]


class SendingForm(forms.Form):
    """Catat pengiriman."""

    letter_number = CleanCharField(label="Nomor surat", max_length=120)
    letter_date = IndonesianDateField(label="Tanggal surat", help_text="Misalnya 27 November 2025.")
    sent_on = IndonesianDateField(label="Tanggal kirim")
    channel = OptionField(label="Cara kirim", choices=DispatchChannel.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["sent_on"] = today
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Hold the dates in their order: letter, sending, today."""
        values = super().clean() or {}
        letter, sent = values.get("letter_date"), values.get("sent_on")
        if sent and sent > self.today:
            self.add_error("sent_on", FUTURE)
        elif letter and sent and letter > sent:
            self.add_error("letter_date", LETTER_AFTER_SENDING)
        return values
