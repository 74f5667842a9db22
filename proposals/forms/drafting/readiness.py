"""Kesiapan: the state of every requirement of the funding line, and how the result is kept up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.forms.boundfield import BoundField

from proposals.forms.drafting.section import SectionForm
from proposals.forms.fields import CleanCharField, IndonesianDateField, LongTextField, OptionField
from proposals.models import AttachmentSlot, Proposal, ProposalSection, ReadinessRequirement, ReadinessStatus
from proposals.sections import Section

# Most requirements are proved by the file of the slot with their own code; these by another's.
PROVED_IN = {"budget_plan": "signed_budget", "land": "land_evidence"}
READY = frozenset({ReadinessStatus.AVAILABLE.value, ReadinessStatus.NOT_NEEDED.value})


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the file of a requirement belongs on the page Lampiran, and the name of the one that is there."""

    anchor: str
    label: str
    filename: str = ""

    @classmethod
    def of(cls, requirement: Any) -> Self:
        """Read it from a requirement of ``with_proofs``; what has no slot goes to the other files."""
        if requirement.slot_id is None:
            return cls("lain", "Lampiran lain")
        return cls(str(requirement.slot_id), requirement.slot_label, requirement.filename or "")


def with_proofs(requirements: QuerySet[ReadinessRequirement], proposal: Proposal) -> QuerySet[ReadinessRequirement]:
    """Add the slot of the proposal's funding line that proves each requirement, and the file that is in it now."""
    others = (When(code=own, then=Value(other)) for own, other in PROVED_IN.items())
    code = Case(*others, default=F("code"), output_field=CharField())
    line = Q(funding_source=None) | Q(funding_source=proposal.funding_source_id)
    slot = AttachmentSlot.objects.filter(line, is_active=True, code=OuterRef("slot_code")).order_by("funding_source")
    files = proposal.attachments.usable().filter(slot=OuterRef("slot_id"))
    return (
        requirements.annotate(slot_code=code)
        .annotate(slot_id=Subquery(slot.values("pk")[:1]), slot_label=Subquery(slot.values("label")[:1]))
        .annotate(filename=Subquery(files.values("filename")[:1]))
    )


class ReadinessForm(SectionForm):
    """Fields ``requirement-<id>-status``, ``-expected_on`` and ``-reason`` for each requirement."""

    section = Section.READINESS
    purpose = "Syarat yang biasanya diminta untuk sumber dana ini. Jawab setiap syarat sesuai keadaan hari ini."

    sustainability_plan = LongTextField(
        label="Keberlanjutan dan pemeliharaan",
        required=False,
        help_text="Siapa yang merawat hasilnya, dengan anggaran apa",
    )

    def __init__(self, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(proposal, **kwargs)
        source = Q(funding_source=None) | Q(funding_source=proposal.funding_source_id)
        asked = ReadinessRequirement.objects.filter(source, is_active=True)
        self.requirements = list(with_proofs(asked, proposal))
        for requirement in self.requirements:
            self.fields |= _fields_of(requirement)
        if not proposal.funding_source.is_physical:
            self.optional_fields = frozenset({"sustainability_plan"})

    @classmethod
    def stored(cls, proposal: Proposal, row: ProposalSection, **kwargs: Any) -> Self:
        form = super().stored(proposal, row, **kwargs)
        for item in proposal.readiness_items.all():
            key = f"requirement-{item.requirement_id}"
            form.initial[f"{key}-status"] = item.status
            form.initial[f"{key}-expected_on"] = item.expected_on
            form.initial[f"{key}-reason"] = item.reason
        return form

    def groups(self) -> Iterator[tuple[ReadinessRequirement, BoundField, BoundField, BoundField, Proof]]:
        """Each requirement with its three controls and where its file stands."""
        for requirement in self.requirements:
            key = f"requirement-{requirement.pk}"
            proof = Proof.of(requirement)
            yield requirement, self[f"{key}-status"], self[f"{key}-expected_on"], self[f"{key}-reason"], proof

    def clean(self) -> dict[str, Any]:
        """What is under way has a date, what is not needed has a reason; details of other states are dropped."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_unfinished:
            return cleaned
        for requirement in self.requirements:
            key = f"requirement-{requirement.pk}"
            status = cleaned.get(f"{key}-status")
            self._need(key, "expected_on", status == ReadinessStatus.IN_PROGRESS, "Isi perkiraan selesai")
            self._need(key, "reason", status == ReadinessStatus.NOT_NEEDED, "Isi alasan")
        return cleaned

    def _need(self, key: str, name: str, is_needed: bool, sentence: str) -> None:
        field = f"{key}-{name}"
        if is_needed and not self.cleaned_data.get(field) and field not in self.errors:
            label = next(row.label for row in self.requirements if key == f"requirement-{row.pk}")
            self.add_error(field, f"{sentence} “{label}”.")

    def row_values(self) -> list[dict[str, Any]]:
        """Give the answered requirements as the service takes them."""
        rows = []
        for requirement in self.requirements:
            key = f"requirement-{requirement.pk}"
            if status := self.cleaned_data[f"{key}-status"]:
                expected = self.cleaned_data[f"{key}-expected_on"] if status == ReadinessStatus.IN_PROGRESS else None
                reason = self.cleaned_data[f"{key}-reason"] if status == ReadinessStatus.NOT_NEEDED else ""
                rows.append({"requirement": requirement, "status": status, "expected_on": expected, "reason": reason})
        return rows

    @property
    def score(self) -> str:
        """One line of text that says how ready it is, from what the page shows."""
        answers = {row.pk: self[f"requirement-{row.pk}-status"].value() for row in self.requirements}
        ready = sum(answer in READY for answer in answers.values())
        lacking = sum(row.is_mandatory and answers[row.pk] not in READY for row in self.requirements)
        first = f"{ready} dari {len(answers)} syarat siap."
        return f"{first} {lacking} syarat wajib belum ada." if lacking else first


def _fields_of(requirement: ReadinessRequirement) -> dict[str, forms.Field]:
    key = f"requirement-{requirement.pk}"
    return {
        f"{key}-status": OptionField(
            label=requirement.label, choices=ReadinessStatus.choices, required=False, widget=forms.RadioSelect
        ),
        f"{key}-expected_on": IndonesianDateField(
            label="Perkiraan selesai", required=False, help_text="Bila dalam proses, misalnya 17 11 2025"
        ),
        f"{key}-reason": CleanCharField(
            label="Alasan", max_length=300, required=False, help_text="Bila tidak diperlukan"
        ),
    }
