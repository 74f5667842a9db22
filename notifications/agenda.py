"""Which reminder moments have come for which cutoff, and have not been planned yet.

Of the slots of one cutoff that have come due only the newest counts. What is older and was never planned is handed on
to be recorded as superseded, so that a scheduler that slept writes one mail to each person and hides nothing. A newest
slot that is past its use, or planned already, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.models import PlannedSlot, ReminderRule
from notifications.schedule import DEFAULT_RULES, Rule, Slot, planned_slots
from proposals.deadlines import calendar
from proposals.models import AgencyCycle, Extension, SubmissionCycle
from proposals.workdays import Calendar

# How far back slots that nobody planned are still recorded as superseded.
LEDGER_SPAN = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class DueSlot:
    """What is to be planned now for one cutoff: the newest slot, and older ones that it supersedes."""

    cycle: SubmissionCycle
    cutoff_at: datetime
    slot: Slot
    superseded: tuple[Slot, ...]


def due_slots(at: datetime) -> list[DueSlot]:
    """Find the newest slot of each cutoff that is due, of use and not yet planned; writes nothing."""
    cycles = SubmissionCycle.objects.filter(opens_at__lte=at, national_closes_at__gt=at)
    days = calendar() if cycles else Calendar()
    return [due for cycle in cycles for due in _due_in(cycle, at, days)]


def ensure_rules(cycle: SubmissionCycle) -> dict[str, ReminderRule]:
    """Give the cycle's rules by code; a cycle without any gets the default ones."""
    rows = ReminderRule.objects.filter(cycle=cycle)
    if not rows.exists():
        ReminderRule.objects.bulk_create(
            [
                ReminderRule(
                    cycle=cycle,
                    code=rule.code,
                    days_before=rule.days_before,
                    times=list(rule.times),
                    moves_to_working_day=rule.moves_to_working_day,
                    useful_for=rule.useful_for,
                )
                for rule in DEFAULT_RULES
            ],
            ignore_conflicts=True,
        )
    return {row.code: row for row in rows.all()}


def _due_in(cycle: SubmissionCycle, at: datetime, days: Calendar) -> Iterator[DueSlot]:
    rules = _active_rules(cycle)
    planned = set(PlannedSlot.objects.filter(rule__cycle=cycle).values_list("rule__code", "cutoff_at", "due_at"))
    for cutoff_at, since in sorted(_cutoffs(cycle).items()):
        begins = max(since, at - LEDGER_SPAN)
        due = [slot for slot in planned_slots(cutoff_at, days, rules) if begins <= slot.due_at <= at]
        if cutoff_at <= at or not due:
            continue
        fresh = [slot for slot in due if (slot.rule.code, cutoff_at, slot.due_at) not in planned]
        newest = due[-1]
        if newest in fresh and at < newest.expires_at:
            yield DueSlot(cycle, cutoff_at, newest, tuple(slot for slot in fresh if slot is not newest))


def _active_rules(cycle: SubmissionCycle) -> tuple[Rule, ...]:
    """The rules in force; one that is switched off leaves no slot, and the default ones hold until there are rows."""
    rows = list(ReminderRule.objects.filter(cycle=cycle))
    if not rows:
        return DEFAULT_RULES
    return tuple(
        Rule(row.code, row.days_before, tuple(row.times), row.moves_to_working_day, row.useful_for)
        for row in rows
        if row.is_active
    )


def _cutoffs(cycle: SubmissionCycle) -> dict[datetime, datetime]:
    """The cutoffs of a cycle, each with the moment since when it is in force.

    What was due for an extended cutoff before the extension was granted is not made up for: its notice says enough.
    """
    since = {cycle.closes_at: cycle.opens_at}
    extended = Extension.objects.filter(agency_cycle__cycle=cycle, revoked_at__isnull=True)
    for closes_at, granted_at in extended.order_by("-granted_at").values_list("new_closes_at", "granted_at"):
        since.setdefault(closes_at, granted_at)
    own = AgencyCycle.objects.filter(cycle=cycle, closes_at__isnull=False, sealed_at__isnull=True)
    for row in own.only("closes_at"):
        since.setdefault(row.closes_at or cycle.closes_at, cycle.opens_at)
    return since
