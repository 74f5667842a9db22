"""The agency's answer to one note."""

from __future__ import annotations

from typing import Any

from django import forms

from proposals.forms.fields import LongTextField, OptionField
from proposals.forms.fields.sentences import choose, fill_in
from proposals.models import NoteResponse, ResponseKind, ReviewNote
from proposals.text import sent_number

EXPLAINED = frozenset({ResponseKind.NOT_CHANGED.value, ResponseKind.NEEDS_EXPLANATION.value})


class ResponseForm(forms.Form):
    """All answers stand in one page and are sent together; each form carries the number of its note in its names."""

    kind = OptionField(label="Tanggapan Anda", choices=ResponseKind.choices, widget=forms.RadioSelect, required=False)
    body = LongTextField(
        label="Penjelasan", max_length=3000, rows=3, required=False, help_text="Wajib diisi kecuali sudah diperbaiki"
    )
    seen_version = forms.CharField(widget=forms.HiddenInput, required=False)

    optional_fields = frozenset[str]()

    def __init__(self, data: Any = None, *, note: ReviewNote, response: NoteResponse | None) -> None:
        stored = response or NoteResponse(kind="", body="", version=0)
        initial = {"kind": stored.kind, "body": stored.body, "seen_version": stored.version}
        super().__init__(data, prefix=f"note-{note.number}", initial=initial)
        # Several notes stand on one page, so a mistake names the one that it is about.
        for name, spoken in {"kind": "tanggapan Anda atas catatan", "body": "penjelasan catatan"}.items():
            self.fields[name].spoken_label = f"{spoken} {note.number}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what an answer needs, but only once one has been begun."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("body") and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", choose(self._spoken("kind")))
        if cleaned.get("kind") in EXPLAINED and not cleaned.get("body") and "body" not in self.errors:
            self.add_error("body", fill_in(self._spoken("body")))
        return cleaned

    def _spoken(self, name: str) -> str:
        return str(self.fields[name].spoken)  # type: ignore[attr-defined]

    @property
    def is_begun(self) -> bool:
        """Whether the page was sent with anything in this note's fields."""
        return self.is_bound and any(self[name].value() for name in ("kind", "body"))

    @property
    def answer(self) -> tuple[str, str] | None:
        """The answer that can be saved: its kind and its explanation; None while it cannot."""
        if not self.is_valid() or not self.cleaned_data["kind"]:
            return None
        return self.cleaned_data["kind"], self.cleaned_data["body"]

    @property
    def version_seen(self) -> int:
        """The version of the response that the page showed; what is no number was never seen."""
        return sent_number(str(self["seen_version"].value()))

    @property
    def typed_body(self) -> str:
        return str(self["body"].value() or "") if self.is_bound else ""
