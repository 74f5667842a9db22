"""When reminders are due for a cutoff: pure, computed in working days and WIB, never stored ahead.

The rules (``ux.md`` 6.1): 08.00 WIB; H-20 to H-3 move to the working day before when their own is off; H-1 and H keep
their date; where the cutoff is not a working day, the last working day before it (HKT) is a reminder of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lebong_proposals.clock import WIB
from proposals.workdays import Calendar, cutoff_date

LAST_WORKING_DAY = "HKT"
MORNING, AFTERNOON, EVENING = time(8), time(14), time(18)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of reminder; ``days_before`` is None for the last working day before the cutoff."""

    code: str
    days_before: int | None
    times: tuple[time, ...]
    moves_to_working_day: bool
    useful_for: timedelta

    @property
    def urgency(self) -> int:
        """Smaller is more urgent: hari-H, H-1, HKT, then the nearest H-n."""
        if self.days_before is None:
            return 2
        return self.days_before if self.days_before < 2 else self.days_before + 1


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which one rule is due for one cutoff; of no use from ``expires_at`` on."""

    rule: Rule
    due_at: datetime
    expires_at: datetime

    @property
    def rank(self) -> tuple[datetime, int]:
        """Order slots by moment, the more urgent last."""
        return self.due_at, -self.rule.urgency


DEFAULT_RULES = (
    Rule("H-20", 20, (MORNING,), moves_to_working_day=True, useful_for=timedelta(days=4)),
    Rule("H-14", 14, (MORNING,), moves_to_working_day=True, useful_for=timedelta(days=4)),
    Rule("H-7", 7, (MORNING,), moves_to_working_day=True, useful_for=timedelta(days=4)),
    Rule("H-3", 3, (MORNING,), moves_to_working_day=True, useful_for=timedelta(days=3)),
    Rule(LAST_WORKING_DAY, None, (MORNING, AFTERNOON), moves_to_working_day=False, useful_for=timedelta(hours=16)),
    Rule("H-1", 1, (MORNING,), moves_to_working_day=False, useful_for=timedelta(hours=16)),
    Rule("H", 0, (MORNING, EVENING), moves_to_working_day=False, useful_for=timedelta(hours=16)),
)


def planned_slots(closes_at: datetime, calendar: Calendar, rules: Iterable[Rule] = DEFAULT_RULES) -> tuple[Slot, ...]:
    """List every reminder moment before a cutoff in order, one kind for each moment (the most urgent one).

    Where HKT and H-1 share a day (a Saturday cutoff), HKT has both moments.
    """
    days = {rule.code: _day(rule, closes_at, calendar) for rule in rules}
    last_working_day = days.get(LAST_WORKING_DAY)
    by_moment: dict[datetime, Slot] = {}
    for rule in rules:
        day = days[rule.code]
        if day is None or (rule.days_before == 1 and day == last_working_day):
            continue
        for slot in _slots(rule, day, closes_at):
            rival = by_moment.get(slot.due_at)
            if rival is None or rule.urgency < rival.rule.urgency:
                by_moment[slot.due_at] = slot
    return tuple(sorted(by_moment.values(), key=lambda slot: slot.due_at))


def _day(rule: Rule, closes_at: datetime, calendar: Calendar) -> date | None:
    """The date on which a rule falls; None when a cutoff on a working day needs no HKT."""
    last = cutoff_date(closes_at)
    if rule.days_before is None:
        return None if calendar.is_working_day(last) else calendar.previous_working_day(last)
    nominal = last - timedelta(days=rule.days_before)
    return calendar.previous_working_day(nominal) if rule.moves_to_working_day else nominal


def _slots(rule: Rule, day: date, closes_at: datetime) -> list[Slot]:
    """The rule's moments on its date; what speaks of "today" or "tomorrow" is of no use after midnight."""
    midnight = datetime.combine(day + timedelta(days=1), time(0), WIB)
    slots = []
    for moment in rule.times:
        due_at = datetime.combine(day, moment, WIB)
        ends = [closes_at, due_at + rule.useful_for]
        expires_at = min(ends if rule.moves_to_working_day else [*ends, midnight])
        if due_at < closes_at:
            slots.append(Slot(rule, due_at, expires_at))
    return slots
