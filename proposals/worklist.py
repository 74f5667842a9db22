"""What an office still has to do: its proposals with window, gaps and task, and the one next step of its home page.

The rules of ``ux.md`` 2.2: exactly one step, by the first rule that matches, over all the offices a person acts for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from proposals.completeness import Completeness, DemandTable, Missing
from proposals.dates import plain_date
from proposals.deadlines import NOT_YET, Window, window
from proposals.judging import judge, judgeable
from proposals.models import AgencyCycle, NoteKind, NoteResponse, NoteStatus, Obligation, Proposal, ReviewNote
from proposals.sections import Section
from proposals.standing import Standing, standing
from proposals.workdays import Calendar
from proposals.workflow import State


class Task(StrEnum):
    """What the office has to do with one proposal now."""

    ANSWER = "answer"
    SEND_AGAIN = "send_again"
    SEND = "send"
    FILL = "fill"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal of the office; ``judged`` only while it is a draft."""

    proposal: Proposal
    agency_cycle: AgencyCycle
    window: Window
    judged: Completeness | None

    @property
    def task(self) -> Task:
        if not self.window.is_open:
            return Task.NOTHING
        if self.proposal.state == State.REVISION_REQUIRED:
            return Task.ANSWER if self.unanswered else Task.SEND_AGAIN
        if self.judged is None:
            return Task.NOTHING
        return Task.SEND if self.judged.is_complete else Task.FILL

    @property
    def priority(self) -> int | None:
        """The place that the office has given it among its own."""
        return self.proposal.priority  # type: ignore[attr-defined,no-any-return]

    @property
    def asked(self) -> int:
        """The notes that the return asks the office about."""
        return self.proposal.asked_notes  # type: ignore[attr-defined,no-any-return]

    @property
    def unanswered(self) -> int:
        return self.proposal.unanswered_notes  # type: ignore[attr-defined,no-any-return]

    @property
    def sections_done(self) -> int:
        return len(self.judged.done) if self.judged else 0

    @property
    def sections_left(self) -> int:
        return len(Section) - self.sections_done

    @property
    def standing(self) -> Standing:
        return standing_of(self.proposal, self.window.is_open, self.judged)


class StepKind(StrEnum):
    """Which rule of ``ux.md`` 2.2 gave the next step."""

    ANSWER_NOTES = "answer_notes"
    SEND = "send"
    CONTINUE = "continue"
    BEGIN = "begin"
    NIL_DECLARED = "nil_declared"
    NOTHING = "nothing"
    CLOSED = "closed"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next; ``days`` are working days since the return, ``count`` what Bappeda has in hand."""

    kind: StepKind
    item: Item | None = None
    agency_cycle: AgencyCycle | None = None
    days: int = 0
    count: int = 0


def with_note_counts(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Count, beside each proposal, the notes asked about, those without an answer, and open suggestions."""
    known = ReviewNote.objects.for_agency().filter(proposal=OuterRef("pk")).order_by()
    asked = known.filter(status=NoteStatus.OPEN)
    answered = NoteResponse.objects.filter(note=OuterRef("pk"), round_number=OuterRef("proposal__round_number"))
    return proposals.annotate(
        asked_notes=_counted(asked),
        unanswered_notes=_counted(asked.filter(~Exists(answered))),
        open_suggestions=_counted(known.filter(kind=NoteKind.SUGGESTION).exclude(status=NoteStatus.RESOLVED)),
    )


def in_competition(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Keep what an agency orders by priority: neither deleted nor rejected."""
    return proposals.filter(deleted_at__isnull=True).exclude(state=State.REJECTED)


def with_priority(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Count the place of each among what its agency has ordered, from 1; None for one that has no place.

    Counted, not read: a rank that was deleted or rejected leaves no hole.
    """
    rivals = in_competition(Proposal.objects.filter(cycle=OuterRef("cycle"), agency=OuterRef("agency"))).order_by()
    ahead = rivals.filter(priority_rank__lte=OuterRef("priority_rank"))
    place = Subquery(ahead.values("agency").annotate(number=Count("pk")).values("number"))
    return proposals.annotate(priority=Case(When(~Q(state=State.REJECTED), then=place)))


def _counted(notes: QuerySet[ReviewNote]) -> Coalesce:
    return Coalesce(Subquery(notes.values("proposal").annotate(number=Count("pk")).values("number")), 0)


def standing_of(proposal: Proposal, window_open: bool, judged: Completeness | None) -> Standing:
    """Say how a proposal from ``with_note_counts`` stands, for its office."""
    due = proposal.suggestions_due_on
    return standing(
        proposal.state,
        round_number=proposal.round_number,
        is_complete=judged is not None and judged.is_complete,
        window_open=window_open,
        open_suggestions=proposal.open_suggestions,  # type: ignore[attr-defined]
        open_notes=proposal.asked_notes,  # type: ignore[attr-defined]
        due_text=plain_date(due) if due else "",
    )


def worklist(agency_cycles: Sequence[AgencyCycle], at: datetime) -> list[Item]:
    """Read the proposals of the given agencies with everything their people need to know; three queries."""
    rows = {(row.cycle_id, row.agency_id): row for row in agency_cycles}
    proposals = (
        Proposal.objects.alive()
        .filter(cycle__in={cycle for cycle, _ in rows}, agency__in={agency for _, agency in rows})
        .select_related("agency")
        .order_by("number")
    )
    demands = DemandTable()
    return [
        item_of(proposal, rows[proposal.cycle_id, proposal.agency_id], at, demands)
        for proposal in judgeable(with_priority(with_note_counts(proposals)))
    ]


def item_of(proposal: Proposal, row: AgencyCycle, at: datetime, demands: DemandTable) -> Item:
    """Describe a proposal from ``judgeable`` and ``with_note_counts``; no query."""
    judged = judge(proposal, demands) if proposal.state == State.DRAFT else None
    return Item(proposal, row, window(row, at, proposal=proposal), judged)


@dataclass(frozen=True, slots=True)
class Gap:
    """One piece that a draft lacks."""

    proposal: Proposal
    piece: Missing


def gaps(items: Iterable[Item]) -> list[Gap]:
    """List what the drafts still lack, draft by draft, in the order of the task list."""
    waiting = [item for item in items if item.task is Task.FILL and item.judged]
    return [Gap(item.proposal, piece) for item in waiting for piece in item.judged.missing]  # type: ignore[union-attr]


def next_step(items: Sequence[Item], agency_cycles: Sequence[AgencyCycle], at: datetime, days: Calendar) -> NextStep:
    """Choose the one step by the first rule that matches; ``days`` is the regency's calendar."""
    returned = [item for item in items if item.task in (Task.ANSWER, Task.SEND_AGAIN)]
    if returned:
        first = min(returned, key=lambda item: item.proposal.revision_due_at or item.window.closes_at)
        since = first.proposal.returned_at or at
        return NextStep(StepKind.ANSWER_NOTES, first, days=days.working_days_elapsed(since, at))
    for kind, task in ((StepKind.SEND, Task.SEND), (StepKind.CONTINUE, Task.FILL)):
        waiting = [item for item in items if item.task is task and not _is_nil(item.agency_cycle)]
        if waiting:
            return NextStep(kind, max(waiting, key=lambda item: item.proposal.updated_at))
    return _without_drafts(items, agency_cycles, at)


def _without_drafts(items: Sequence[Item], agency_cycles: Sequence[AgencyCycle], at: datetime) -> NextStep:
    open_rows = [row for row in agency_cycles if window(row, at).is_open]
    if not open_rows:
        begins = any(window(row, at).reason == NOT_YET for row in agency_cycles)
        return NextStep(StepKind.NOT_YET if begins else StepKind.CLOSED, agency_cycle=next(iter(agency_cycles), None))
    started = {item.agency_cycle.pk for item in items}
    idle = [row for row in open_rows if row.pk not in started and not _is_nil(row)]
    if idle:
        return NextStep(StepKind.BEGIN, agency_cycle=idle[0])
    declared = [row for row in open_rows if _is_nil(row)]
    if declared and all(item.agency_cycle in declared for item in items):
        return NextStep(StepKind.NIL_DECLARED, agency_cycle=declared[0])
    return NextStep(StepKind.NOTHING, count=sum(item.proposal.state in IN_HAND for item in items))


def _is_nil(row: AgencyCycle) -> bool:
    return row.obligation == Obligation.NIL_DECLARED


IN_HAND = frozenset({State.SUBMITTED, State.IN_ASSISTANCE, State.APPROVED})
