"""NIHIL: why an agency proposes nothing, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from proposals.forms.fields import CleanCharField, LongTextField, OptionField
from proposals.models import AgencyCycle


class NilForm(forms.Form):
    """Asks for the office only of people who act for several."""

    reason = LongTextField(label="Alasan", max_length=1000, rows=4)
    official = CleanCharField(
        label="Pejabat yang menyatakan", max_length=200, help_text="Nama dan jabatan, misalnya kepala OPD"
    )

    def __init__(self, *args: Any, agency_cycles: Sequence[AgencyCycle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_cycles = {row.agency.code: row for row in agency_cycles}
        if len(agency_cycles) > 1:
            choices = [(row.agency.code, row.agency.name) for row in agency_cycles]
            office = OptionField(label="OPD", spoken_label="OPD", choices=choices, widget=forms.RadioSelect)
            self.fields = {"agency": office, **self.fields}

    @property
    def agency_cycle(self) -> AgencyCycle:
        """The agency that declares."""
        code = self.cleaned_data.get("agency") or next(iter(self.agency_cycles))
        return self.agency_cycles[code]
