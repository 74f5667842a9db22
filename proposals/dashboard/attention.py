"""Whom to call and what lies about: complete drafts that nobody sent, old returns, packages without a signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from accounts.models import Agency
from lebong_proposals.clock import WIB
from proposals.completeness import DemandTable
from proposals.judging import judge, judgeable
from proposals.list_page import as_submitted
from proposals.models import Dispatch, DispatchState, Proposal, ProposalSection, SubmissionCycle
from proposals.sections import DECLARED_DONE
from proposals.workdays import ONE_DAY, Calendar, local_date
from proposals.workflow import State

RETURN_PATIENCE = 2  # working days that an agency has for a return before it stands out


@dataclass(frozen=True, slots=True)
class Unsent:
    """A complete draft; its title is known to everybody, its content to nobody else."""

    number: str
    title: str
    agency: Agency


@dataclass(frozen=True, slots=True)
class OldReturn:
    """A proposal that was returned ``days`` working days ago; ``due_at`` is set when it may come later than others."""

    number: str
    title: str
    agency: Agency
    returned_at: datetime
    days: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A locked package that waits for the regent's signature since ``days`` working days; amount in rupiah."""

    dispatch: Dispatch
    proposals: int
    amount: int
    days: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What lies with the agencies: complete drafts and old returns, the oldest first."""

    unsent: tuple[Unsent, ...]
    returned: tuple[OldReturn, ...]


def read_waiting(cycle: SubmissionCycle, calendar: Calendar, at: datetime) -> Waiting:
    """Find and judge what waits for its agency (three queries)."""
    undone = ProposalSection.objects.filter(
        proposal=OuterRef("pk"), code__in=[section.value for section in DECLARED_DONE], is_done=False
    )
    # Nothing complete is left out by these two conditions, and hardly anything else is read.
    drafts = Q(state=State.DRAFT, requested_amount__gt=0) & ~Q(Exists(undone))
    old = Q(state=State.REVISION_REQUIRED, returned_at__lt=old_before(at, calendar))
    found = as_submitted(Proposal.objects.alive().filter(drafts | old, cycle=cycle))
    rows: Any = judgeable(found).select_related("agency")  # with the annotations
    demands = DemandTable()
    unsent, returned = [], []
    for row in rows.order_by("returned_at", "number"):
        if row.state == State.DRAFT:
            unsent += [Unsent(row.number, row.title, row.agency)] if judge(row, demands).is_complete else []
        elif row.returned_at is not None:
            days = calendar.working_days_elapsed(row.returned_at, at)
            due_at = row.revision_due_at if row.revision_window else None
            returned.append(OldReturn(row.number, row.official_title, row.agency, row.returned_at, days, due_at))
    return Waiting(tuple(unsent), tuple(returned))


def old_before(at: datetime, calendar: Calendar, patience: int = RETURN_PATIENCE) -> datetime:
    """Give the moment before which something is more than ``patience`` working days old."""
    day = today = local_date(at)
    while calendar.working_days_between(day + ONE_DAY, today) <= patience:
        day -= ONE_DAY
    return datetime.combine(day, time(), WIB) + timedelta(days=1)


def read_unsigned(cycle: SubmissionCycle, calendar: Calendar, at: datetime) -> list[Unsigned]:
    """Find the packages between locked and sent, the oldest first (one query)."""
    inside = Q(items__is_returned=False)
    rows = (
        Dispatch.objects.filter(cycle=cycle, state=DispatchState.LOCKED)
        .select_related("ministry")
        .annotate(
            number_of_proposals=Count("items", filter=inside),
            amount=Sum("items__proposal__approved_amount", filter=inside, default=0),
        )
        .order_by("locked_at")
    )
    return [
        Unsigned(row, row.number_of_proposals, row.amount, calendar.working_days_elapsed(row.locked_at or at, at))
        for row in rows
    ]


def count_by_agency(unsent: Iterable[Unsent]) -> dict[int, int]:
    """Count complete drafts by agency."""
    counts: dict[int, int] = {}
    for draft in unsent:
        counts[draft.agency.pk] = counts.get(draft.agency.pk, 0) + 1
    return counts
