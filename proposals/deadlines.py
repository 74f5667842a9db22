"""Is it open, until when, and why not: the one answer for gate, buttons, countdown, reminders and exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery

from proposals.models import AgencyCycle, Holiday, HolidayKind, Proposal, SubmissionCycle
from proposals.workdays import Calendar
from proposals.workflow import State

CLOSED = "Batas pengajuan sudah lewat."
NOT_YET = "Siklus belum dibuka."


@dataclass(frozen=True, slots=True)
class Window:
    """The span in which an agency may hand in: open iff ``opens_at <= at < closes_at`` and not sealed."""

    is_open: bool
    opens_at: datetime
    closes_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CurrentCycle:
    """The cycle that is on, with its regency and calendar, read in one query."""

    cycle: SubmissionCycle
    calendar: Calendar


def current_cycle() -> CurrentCycle | None:
    """Give the newest cycle; None only before any cycle exists (one query, regency and calendar included)."""
    days = Holiday.objects.order_by()
    cycle = (
        SubmissionCycle.objects.select_related("regency")
        .annotate(
            days_off=ArraySubquery(days.exclude(kind=HolidayKind.WORKING).values("date")),
            extra_days=ArraySubquery(days.filter(kind=HolidayKind.WORKING).values("date")),
        )
        .order_by("-year")
        .first()
    )
    if cycle is None:
        return None
    calendar = Calendar(frozenset(cycle.days_off), frozenset(cycle.extra_days))
    return CurrentCycle(cycle, calendar)


def calendar() -> Calendar:
    """Give the regency's working days (one query)."""
    days = list(Holiday.objects.values_list("date", "kind"))
    return Calendar(
        frozenset(day for day, kind in days if kind != HolidayKind.WORKING),
        frozenset(day for day, kind in days if kind == HolidayKind.WORKING),
    )


def window(agency_cycle: AgencyCycle, at: datetime, *, proposal: Proposal | None = None) -> Window:
    """Decide whether the agency may hand in at a moment; a returned proposal may carry a window of its own.

    ``agency_cycle.cycle`` should be loaded. Half-open; no grace (``product.md`` D1-D3).
    """
    opens_at = agency_cycle.cycle.opens_at
    closes_at = agency_cycle.effective_closes_at
    sealed = agency_cycle.sealed_at is not None
    if proposal is not None and _has_own_window(proposal, closes_at):
        closes_at, sealed = proposal.revision_due_at, False  # type: ignore[assignment]
    if at < opens_at:
        return Window(False, opens_at, closes_at, NOT_YET)
    if sealed or at >= closes_at:
        return Window(False, opens_at, closes_at, CLOSED)
    return Window(True, opens_at, closes_at, "")


def _has_own_window(proposal: Proposal, closes_at: datetime) -> bool:
    """Whether the return (or, after a recall in a later round, the return before it) opened a later limit."""
    due = proposal.revision_due_at
    held = proposal.state in (State.REVISION_REQUIRED, State.SUBMITTED)
    return held and proposal.revision_window and due is not None and due > closes_at
