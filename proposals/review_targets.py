"""How long a proposal has waited for Bappeda and by when asistensi should be through: words, levels, thresholds.

Pure. The target is soft: it colours and ranks, and never blocks (``product.md`` D3). It counts from the submission, so
that taking a proposal late does not buy time; the waiting time counts from the last hand-over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from lebong_proposals.clock import WIB
from proposals.dates import short_date
from proposals.workdays import Calendar, local_date

SHORT_OF_TIME = 5  # working days before the limit from which on the target is one working day
ONE_DAY = timedelta(days=1)
Level = Literal["on_time", "today", "late"]


@dataclass(frozen=True, slots=True)
class ReviewAge:
    """What the queue shows of one proposal; ``waiting_days`` in working days."""

    waiting_days: int
    due_on: date
    level: Level
    due_text: str

    @property
    def waiting_text(self) -> str:
        return f"{self.waiting_days} hari kerja" if self.waiting_days else "hari ini"


@dataclass(frozen=True, slots=True)
class ReviewTarget:
    """The target in force at a moment: so many working days after the submission."""

    days: int
    at: datetime
    calendar: Calendar

    @classmethod
    def of(cls, target_days: int, closes_at: datetime, at: datetime, calendar: Calendar) -> ReviewTarget:
        """Take the cycle's target; one working day when few are left before the limit."""
        is_short = calendar.working_days_left(at, closes_at) <= SHORT_OF_TIME
        return cls(min(target_days, 1) if is_short else target_days, at, calendar)

    def due_on(self, since: datetime) -> date:
        return local_date(self.calendar.add_working_days(since, self.days))

    def age(self, submitted_at: datetime, handed_over_at: datetime) -> ReviewAge:
        due, today = self.due_on(submitted_at), local_date(self.at)
        waiting = self.calendar.working_days_elapsed(handed_over_at, self.at)
        if due < today:
            late = self.calendar.working_days_between(due + ONE_DAY, today)
            return ReviewAge(waiting, due, "late", f"lewat {late} hari kerja" if late else "lewat")
        if due == today:
            return ReviewAge(waiting, due, "today", "hari ini")
        return ReviewAge(waiting, due, "on_time", "besok" if due == today + ONE_DAY else short_date(due))

    def late_before(self) -> datetime:
        """What was submitted before this moment is late now: the same answer as ``age``, for a query."""
        return self.due_from(local_date(self.at))

    def due_from(self, day: date) -> datetime:
        """What is submitted from this moment on is due on that day or later."""
        submitted_on = local_date(self.at)
        while self.due_on(datetime.combine(submitted_on, time(12), WIB)) >= day:
            submitted_on -= ONE_DAY
        return _begin(submitted_on + ONE_DAY)

    def due_after_today(self) -> datetime:
        """What is submitted from this moment on is due tomorrow at the earliest."""
        return self.due_from(local_date(self.at) + ONE_DAY)

    def waiting_since(self, working_days: int) -> datetime:
        """What was handed over before this moment has waited at least so many working days (one or more)."""
        day, counted = local_date(self.at), 0
        while counted < working_days:
            counted += self.calendar.is_working_day(day)
            day -= ONE_DAY
        return _begin(day + ONE_DAY)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), WIB)
