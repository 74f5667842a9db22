"""Buat usulan: title and funding line only, and perhaps an earlier proposal to start from."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Agency
from proposals.forms.drafting.texts import TITLE_HINT, TITLE_LENGTH, funding_sources
from proposals.forms.fields import CleanCharField, ObjectField
from proposals.models import FundingSource, Proposal


class CreateForm(forms.Form):
    use_required_attribute = False
    title = CleanCharField(label="Judul usulan", max_length=TITLE_LENGTH, help_text=TITLE_HINT)
    funding_source = ObjectField(
        FundingSource.objects.none(), label="Sumber dana yang dituju", empty_label=None, widget=forms.RadioSelect
    )
    copy_from = ObjectField(
        Proposal.objects.none(),
        label="Salin dari usulan lain",
        required=False,
        empty_label="Mulai dari kosong",
        help_text="Isian, lokasi, indikator, dan RAB ikut disalin. Kesiapan, penanggung jawab, dan lampiran tidak.",
    )

    def __init__(self, *args: Any, agencies: list[Agency], own_proposals: Any, **kwargs: Any) -> None:
        """Ask for the office only of people who act for several."""
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["funding_source"].queryset = funding_sources()  # type: ignore[attr-defined]
        self.fields["copy_from"].queryset = own_proposals  # type: ignore[attr-defined]
        if len(agencies) > 1:
            office = ObjectField(
                Agency.objects.filter(pk__in=[agency.pk for agency in agencies]),
                label="OPD pengusul",
                empty_label=None,
                widget=forms.RadioSelect,
            )
            self.fields = {"agency": office, **self.fields}

    @property
    def agency(self) -> Agency:
        """The office in whose name the proposal is made."""
        chosen: Agency | None = self.cleaned_data.get("agency")
        return chosen or self.agencies[0]
