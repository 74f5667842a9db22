"""The reviewers' forms: a note, the filters of the queue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from accounts.models import Agency
from proposals.forms.fields import CleanCharField, LongTextField, ObjectField, OptionField
from proposals.models import NoteAudience, NoteKind
from proposals.note_subjects import ROW_PREFIX
from proposals.workflow import State

NOTE_LENGTH = 4000
STATUSES = {
    "diajukan": State.SUBMITTED,
    "asistensi": State.IN_ASSISTANCE,
    "dikembalikan": State.REVISION_REQUIRED,
    "disetujui": State.APPROVED,
    "ditolak": State.REJECTED,
    "dikirim": State.SENT,
}


class NoteForm(forms.Form):
    """A note on a section, or on one of its fields or RAB rows."""

    about = OptionField(label="Mengenai", required=False, choices=[("", "Seluruh bagian")])
    body = LongTextField(label="Catatan", max_length=NOTE_LENGTH, rows=4)
    kind = OptionField(label="Jenis", choices=NoteKind.choices, widget=forms.RadioSelect, initial=NoteKind.MANDATORY)
    audience = OptionField(
        label="Terlihat oleh", choices=NoteAudience.choices, widget=forms.RadioSelect, initial=NoteAudience.AGENCY
    )

    def __init__(self, *args: Any, targets: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        """Offer ``targets`` to hang the note on; None when it hangs somewhere already."""
        super().__init__(*args, **kwargs)
        about = self.fields["about"]
        if targets is None:
            del self.fields["about"]
        elif isinstance(about, OptionField):
            about.choices = [("", "Seluruh bagian"), *targets]

    def note(self) -> dict[str, Any]:
        """Give the arguments for ``services.assistance``."""
        values = dict(self.cleaned_data)
        if "about" not in values:
            return values
        about = values.pop("about")
        is_row = about.startswith(ROW_PREFIX)
        target = {"cost_item": UUID(about.removeprefix(ROW_PREFIX))} if is_row else {"field": about}
        return values | target


class QueueFilterForm(forms.Form):
    """What narrows the queue; it lives in the address."""

    cari = CleanCharField(label="Cari judul, nomor, atau OPD", required=False, max_length=100)
    opd = ObjectField(Agency.objects.none(), label="OPD", required=False, to_field_name="code", empty_label="Semua OPD")
    status = OptionField(label="Status", required=False)

    def __init__(self, *args: Any, agencies: Any, statuses: list[str], **kwargs: Any) -> None:
        """Offer the agencies and those statuses that the open tab can contain."""
        super().__init__(*args, **kwargs)
        opd, status = self.fields["opd"], self.fields["status"]
        if isinstance(opd, ObjectField) and isinstance(status, OptionField):
            opd.queryset = agencies
            status.choices = [("", "Semua status"), *((slug, STATUSES[slug].label) for slug in statuses)]
