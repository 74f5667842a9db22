"""The forms of the decision pages; each knows the intent it asks ``perform`` to carry out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms

from proposals.dates import cutoff_text, plain_date
from proposals.forms.fields import IndonesianDateField, LongTextField, MoneyField, OptionsField, UntilMomentField
from proposals.models import ReviewNote
from proposals.policy import Intent
from proposals.workflow import REASON_LENGTH

INTRODUCTION_LENGTH = 2000
REASON_MAX_LENGTH = 4000
NO_NOTE = "Tulis paling sedikit satu catatan agar OPD tahu apa yang diperbaiki."


@dataclass(frozen=True, slots=True)
class DueLimits:
    """Between which moments a due date may lie, and what is proposed; ``closes_at`` only by an explicit window."""

    at: datetime
    closes_at: datetime
    national_closes_at: datetime
    proposed: datetime | None


class ReturnForm(forms.Form):
    """Kembalikan untuk diperbaiki: which new notes leave, and until when the agency has time.

    Older notes that are not settled are ``asked_again`` whatever is ticked, and alone reason enough for a return.
    """

    notes = OptionsField(
        label="Catatan yang dikirim", widget=forms.CheckboxSelectMultiple, error_messages={"required": NO_NOTE}
    )
    introduction = LongTextField(label="Pengantar", required=False, max_length=INTRODUCTION_LENGTH, rows=4)
    due_at = UntilMomentField(label="Batas perbaikan")
    opens_window = forms.BooleanField(label="Jendela perbaikan", required=False)

    def __init__(
        self,
        *args: Any,
        unsent: Sequence[ReviewNote],
        asked_again: Sequence[ReviewNote],
        limits: DueLimits,
        **kwargs: Any,
    ) -> None:
        kept = {str(note.number): note for note in unsent}
        super().__init__(*args, **kwargs)
        self.initial.update(notes=list(kept), due_at=limits.proposed)
        self.unsent, self.asked_again, self.limits = kept, asked_again, limits
        notes, due = self.fields["notes"], self.fields["due_at"]
        notes.required = not asked_again
        if isinstance(notes, OptionsField):
            notes.choices = [(number, _summary(note)) for number, note in kept.items()]
        if not kept:
            del self.fields["notes"]
        due.help_text = f"Tanggal dan jam terakhir, paling lambat {cutoff_text(limits.closes_at)}."
        self.fields["opens_window"].help_text = (
            "Izinkan OPD mengirim ulang setelah batas pengajuan, sampai batas perbaikan di atas. "
            f"Paling lambat {cutoff_text(limits.national_closes_at)}."
        )

    @property
    def sent_count(self) -> int:
        """How many notes the agency will have to answer, as the form stands now."""
        ticked = self["notes"].value() if self.unsent else None
        return len(ticked or ()) + len(self.asked_again)

    def clean(self) -> dict[str, Any]:
        """Hold the due date between now and the limit that applies."""
        values = super().clean() or {}
        due = values.get("due_at")
        if due is not None and (sentence := self._too_early_or_late(due, values.get("opens_window", False))):
            self.add_error("due_at", sentence)
        return values

    def _too_early_or_late(self, due: datetime, opens_window: bool) -> str:
        limits = self.limits
        if due <= limits.at:
            return "Batas perbaikan harus setelah sekarang."
        if due > limits.national_closes_at:
            return f"Batas perbaikan tidak boleh melewati batas pusat, {cutoff_text(limits.national_closes_at)}."
        if due > limits.closes_at and not opens_window:
            closes = cutoff_text(limits.closes_at)
            return f"Batas perbaikan melewati batas pengajuan, {closes}. Centang Jendela perbaikan untuk membukanya."
        return ""

    def intent(self, seen_version: int) -> Intent:
        values = self.cleaned_data
        return Intent(
            seen_version=seen_version,
            note=values["introduction"],
            note_ids=frozenset(self.unsent[number].pk for number in values.get("notes", ())),
            due_at=values["due_at"],
            opens_window=values["opens_window"],
        )


@dataclass(frozen=True, slots=True)
class SuggestionsDue:
    """Between which days the agency's time for open suggestions must end, and the day that is proposed."""

    today: date
    proposed: date
    latest: date


class ApproveForm(forms.Form):
    """Setujui usulan; with open suggestions also until when the agency follows them up."""

    approved_amount = MoneyField(label="Nilai yang disetujui", min_value=1)
    suggestions_due_on = IndonesianDateField(
        label="Batas menindaklanjuti saran", help_text="OPD diminta melengkapi saran sebelum tanggal ini."
    )

    def __init__(self, *args: Any, requested_amount: int, due: SuggestionsDue | None = None, **kwargs: Any) -> None:
        """Propose what was asked for, unless ``initial`` has what was prepared; ``due`` is None without suggestions."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("approved_amount", requested_amount)
        self.fields["approved_amount"].max_value = requested_amount  # type: ignore[attr-defined]
        self.due = due
        if due is None:
            del self.fields["suggestions_due_on"]
        elif self.initial.get("suggestions_due_on") is None:
            self.initial["suggestions_due_on"] = due.proposed

    def clean_suggestions_due_on(self) -> date:
        due: date = self.cleaned_data["suggestions_due_on"]
        if self.due is not None and due <= self.due.today:
            raise forms.ValidationError("Batas menindaklanjuti saran harus setelah hari ini.")
        if self.due is not None and due > self.due.latest:
            raise forms.ValidationError(f"Batas menindaklanjuti saran paling lambat {plain_date(self.due.latest)}.")
        return due

    def intent(self, seen_version: int) -> Intent:
        values = self.cleaned_data
        return Intent(
            seen_version=seen_version,
            approved_amount=values["approved_amount"],
            suggestions_due_on=values.get("suggestions_due_on"),
        )


class ReasonForm(forms.Form):
    """A decision that people must live with, and its reason."""

    reason = LongTextField(label="Alasan", min_length=REASON_LENGTH, max_length=REASON_MAX_LENGTH)

    def intent(self, seen_version: int) -> Intent:
        return Intent(seen_version=seen_version, note=self.cleaned_data["reason"])


class RejectForm(ReasonForm):
    """Tolak usulan: the agency reads the reason."""

    reason = LongTextField(
        label="Alasan penolakan",
        min_length=REASON_LENGTH,
        max_length=REASON_MAX_LENGTH,
        help_text=f"Paling sedikit {REASON_LENGTH} karakter. Alasan ini dibaca oleh OPD.",
    )


class ReopenForm(ReasonForm):
    """Buka kembali."""

    reason = LongTextField(
        label="Alasan membuka kembali",
        min_length=REASON_LENGTH,
        max_length=REASON_MAX_LENGTH,
        help_text=f"Paling sedikit {REASON_LENGTH} karakter. Alasan ini dibaca oleh OPD.",
    )


class MinistryReturnForm(ReasonForm):
    """Dikembalikan oleh K/L: what the ministry asks for, and until when the agency may edit."""

    reason = LongTextField(
        label="Alasan pengembalian",
        min_length=REASON_LENGTH,
        max_length=REASON_MAX_LENGTH,
        help_text=f"Paling sedikit {REASON_LENGTH} karakter. Alasan ini dibaca oleh OPD.",
    )
    due_at = UntilMomentField(
        label="Batas perbaikan", help_text="OPD dapat mengubah dan mengirim ulang usulan sampai saat ini."
    )

    def __init__(self, *args: Any, limits: DueLimits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["due_at"] = limits.proposed
        self.limits = limits

    def clean_due_at(self) -> datetime:
        due: datetime = self.cleaned_data["due_at"]
        if due <= self.limits.at:
            raise forms.ValidationError("Batas perbaikan harus setelah sekarang.")
        return due

    def intent(self, seen_version: int) -> Intent:
        values = self.cleaned_data
        return Intent(seen_version=seen_version, note=values["reason"], due_at=values["due_at"])


def _summary(note: ReviewNote) -> str:
    """One line of the list; ``place`` comes from ``desk.name_notes``."""
    return f"{note.number}. {note.place} · {note.get_kind_display()}: {note.body}"  # type: ignore[attr-defined]
