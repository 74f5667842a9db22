"""The agency's answer to one note."""

from __future__ import annotations

from typing import Any

from django import forms

from proposals.forms.fields import LongTextField, OptionField
from proposals.models import NoteResponse, ResponseKind, ReviewNote
from proposals.text import sent_number

EXPLAINED = frozenset({ResponseKind.NOT_CHANGED.value, ResponseKind.NEEDS_EXPLANATION.value})


class ResponseForm(forms.Form):
    """All answers stand in one page and are sent together; each form carries the number of its note in its names."""

    kind = OptionField(
        label="Tanggapan Anda",
        spoken_label="tanggapan Anda",
        choices=ResponseKind.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    body = LongTextField(
        label="Penjelasan", max_length=3000, rows=3, required=False, help_text="Wajib diisi kecuali sudah diperbaiki"
    )
    seen_version = forms.CharField(widget=forms.HiddenInput, required=False)

    optional_fields = frozenset[str]()

    def __init__(self, data: Any = None, *, note: ReviewNote, response: NoteResponse | None) -> None:
        stored = response or NoteResponse(kind="", body="", version=0)
        initial = {"kind": stored.kind, "body": stored.body, "seen_version": stored.version}
        super().__init__(data, prefix=f"note-{note.number}", initial=initial)

    def clean(self) -> dict[str, Any]:
        """Ask for what an answer needs, but only once one has been begun."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("body") and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Pilih tanggapan Anda.")
        if cleaned.get("kind") in EXPLAINED and not cleaned.get("body") and "body" not in self.errors:
            self.add_error("body", "Isi penjelasan.")
        return cleaned

    @property
    def is_answered(self) -> bool:
        """Whether there is something to save."""
        return bool(self.cleaned_data.get("kind"))

    @property
    def version_seen(self) -> int:
        """The version of the response that the page showed; what is no number was never seen."""
        return sent_number(self.cleaned_data["seen_version"])

    @property
    def typed_body(self) -> str:
        return str(self["body"].value() or "")
