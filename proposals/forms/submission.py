"""The declaration on the check page: which official approved the proposal, under which letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import Membership
from proposals.forms.fields import CleanCharField, IndonesianDateField, LongTextField, NipField, OptionField
from proposals.forms.fields.sentences import fill_in
from proposals.policy import Declaration

OTHER = "other"
OTHER_LABEL = "Pejabat lain (tulis di bawah)"
# The letter goes with this submission: an older date is a slip of the pen. A leap year's days, so that a year passes.
OLDEST_LETTER = timedelta(days=366)


class DeclarationForm(forms.Form):
    """Offers the agency's heads, an acting one last; anybody else is typed.

    Not every official has an NIP; name and title are asked for where such an official is chosen.
    """

    optional_fields = frozenset({"official_nip"})
    typed_fields = ("official_name", "official_nip", "official_title")

    official = OptionField(label="Nama dan jabatan pejabat yang menyetujui")
    official_name = CleanCharField(label="Nama pejabat lain", max_length=150, required=False)
    official_nip = NipField(label="NIP pejabat lain", required=False, help_text="18 angka")
    official_title = CleanCharField(label="Jabatan pejabat lain", max_length=200, required=False)
    letter_number = CleanCharField(label="Nomor surat usulan OPD", max_length=120)
    letter_date = IndonesianDateField(label="Tanggal surat", help_text="Misalnya 17 11 2025")

    def __init__(self, *args: Any, heads: Sequence[Membership], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heads = {str(head.pk): head for head in heads}
        self.today = today
        named = [(key, f"{head.user.name}, {head.full_title}") for key, head in self.heads.items()]
        field: Any = self.fields["official"]
        field.choices = [*named, (OTHER, OTHER_LABEL)]
        field.initial = named[0][0] if named else OTHER

    def clean_letter_date(self) -> date:
        written: date = self.cleaned_data["letter_date"]
        if written > self.today:
            raise forms.ValidationError("Tanggal surat tidak boleh setelah hari ini.", code="future")
        if written < self.today - OLDEST_LETTER:
            sentence = "Tanggal surat tidak boleh lebih dari satu tahun sebelum hari ini."
            raise forms.ValidationError(sentence, code="too_old")
        return written

    def clean(self) -> dict[str, Any]:
        """Ask for name and title of an official who is not on the list; beside a chosen head nothing typed counts."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("official") == OTHER:
            for name in set(self.typed_fields) - self.optional_fields - set(self.errors):
                if not cleaned[name]:
                    self.add_error(name, fill_in(self.fields[name].spoken))  # type: ignore[attr-defined]
        elif "official" in cleaned:
            for name in self.typed_fields:
                self.errors.pop(name, None)
        return cleaned

    def declaration(self) -> Declaration | None:
        """Give the declaration, or None when the form is not filled in."""
        if not self.is_valid():
            return None
        chosen = self.heads.get(self.cleaned_data["official"])
        return Declaration(
            official_name=chosen.user.name if chosen else self.cleaned_data["official_name"],
            official_title=chosen.full_title if chosen else self.cleaned_data["official_title"],
            official_nip=chosen.nip if chosen else self.cleaned_data["official_nip"],
            letter_number=self.cleaned_data["letter_number"],
            letter_date=self.cleaned_data["letter_date"],
        )

    @property
    def named_official(self) -> Membership | None:
        """The head whom the page names in the declaration: the one chosen, else the first."""
        return self.heads.get(str(self["official"].value()))


class WithdrawForm(forms.Form):
    """Why a proposal is taken back, if its agency wants to say."""

    reason = LongTextField(label="Alasan", max_length=1000, required=False, rows=3)
