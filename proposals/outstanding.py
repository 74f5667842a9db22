"""What an agency still has to do before the limit: for reminders, the dashboard and the OPD's home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from proposals.completeness import Completeness
from proposals.judging import judge_many
from proposals.models import AgencyCycle, NoteResponse, NoteStatus, Proposal, ReviewNote
from proposals.workflow import State


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal that was not handed in; ``amount`` in rupiah, ``missing`` as labels."""

    number: str
    title: str
    sections_done: int
    missing: tuple[str, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A proposal that waits for its revision."""

    number: str
    title: str
    unanswered_notes: int
    revision_due_at: datetime | None


@dataclass(slots=True)
class AgencyOutstanding:
    """One agency's open work; ``has_any_effective`` when anything of it stands on the record (not rejected)."""

    agency_cycle: AgencyCycle
    drafts: list[Draft] = field(default_factory=list)
    complete_unsent: list[Draft] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    has_any_effective: bool = False
    has_rejected: bool = False


def outstanding(agency_cycles: Sequence[AgencyCycle], at: datetime) -> list[AgencyOutstanding]:
    """Describe each given agency's open work, in the given order; four queries, whatever their number."""
    by_owner: dict[tuple[int, int], list[Proposal]] = defaultdict(list)
    for proposal in _proposals_of(agency_cycles):
        by_owner[proposal.cycle_id, proposal.agency_id].append(proposal)
    open_ids = [p.pk for group in by_owner.values() for p in group if p.state == State.DRAFT]
    judged = judge_many(open_ids)
    return [_describe(row, by_owner[row.cycle_id, row.agency_id], judged) for row in agency_cycles]


def _proposals_of(agency_cycles: Sequence[AgencyCycle]) -> list[Proposal]:
    """The living proposals of these agencies with the number of notes that still need an answer (one query)."""
    cycles = {row.cycle_id for row in agency_cycles}
    agencies = {row.agency_id for row in agency_cycles}
    return list(
        Proposal.objects.alive()
        .filter(cycle_id__in=cycles, agency_id__in=agencies)
        .annotate(unanswered=unanswered_notes())
        .order_by("number")
    )


def unanswered_notes() -> Coalesce:
    """Count the released, open notes without a response in the present round, as an annotation on proposals."""
    answered = NoteResponse.objects.filter(note=OuterRef("pk"), round_number=OuterRef("proposal__round_number"))
    waiting = (
        ReviewNote.objects.for_agency()
        .filter(~Exists(answered), proposal=OuterRef("pk"), status=NoteStatus.OPEN)
        .order_by()
        .values("proposal")
        .annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(waiting.values("number")), 0)


def _describe(row: AgencyCycle, proposals: list[Proposal], judged: dict[int, Completeness]) -> AgencyOutstanding:
    result = AgencyOutstanding(row)
    for proposal in proposals:
        if proposal.state == State.DRAFT:
            verdict = judged[proposal.pk]
            labels = tuple(dict.fromkeys(piece.section.label for piece in verdict.missing))
            draft = Draft(proposal.number, proposal.title, len(verdict.done), labels, proposal.requested_amount)
            (result.complete_unsent if verdict.is_complete else result.drafts).append(draft)
            continue
        if proposal.state == State.REVISION_REQUIRED:
            unanswered = proposal.unanswered  # type: ignore[attr-defined]
            result.returned.append(Returned(proposal.number, proposal.title, unanswered, proposal.revision_due_at))
        result.has_rejected |= proposal.state == State.REJECTED
        result.has_any_effective |= proposal.state != State.REJECTED
    return result
