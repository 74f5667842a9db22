"""What narrows the list of proposals; it lives in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Agency
from proposals.forms.fields import CleanCharField, OptionField
from proposals.forms.queue import STATUSES as HANDED_IN
from proposals.workflow import State

STATUSES = {"draf": State.DRAFT, **HANDED_IN}


class ListFilterForm(forms.Form):
    cari = CleanCharField(label="Cari judul, nomor, atau OPD", required=False, max_length=100)
    opd = OptionField(label="OPD", required=False)
    status = OptionField(label="Status", required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        """Offer the agencies, unless there is only one to choose."""
        super().__init__(*args, **kwargs)
        self.agencies = {agency.code: agency for agency in agencies}
        opd, status = self.fields["opd"], self.fields["status"]
        if isinstance(opd, OptionField) and isinstance(status, OptionField):
            opd.choices = [("", "Semua OPD"), *((agency.code, agency.name) for agency in agencies)]
            status.choices = [("", "Semua status"), *((slug, state.label) for slug, state in STATUSES.items())]
        if len(agencies) < 2:
            del self.fields["opd"]

    def narrowing(self) -> dict[str, Any]:
        """Give what was asked for; an unknown choice narrows nothing."""
        self.is_valid()
        return {
            "words": self.cleaned_data.get("cari", ""),
            "agency": self.agencies.get(self.cleaned_data.get("opd", "")),
            "state": STATUSES.get(self.cleaned_data.get("status", "")),
        }

    def chips(self) -> list[tuple[str, str]]:
        """Name the active filters: the parameter, and what it says in words."""
        asked = self.narrowing()
        words = [("cari", f"Cari: {asked['words']}")] if asked["words"] else []
        agency = [("opd", f"OPD: {asked['agency'].short_name}")] if asked["agency"] else []
        return [*words, *agency, *([("status", f"Status: {asked['state'].label}")] if asked["state"] else [])]
