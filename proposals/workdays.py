"""Working-day arithmetic: which days count, how many are left, and when today stops counting.

Every moment is an aware datetime and is read in WIB; nothing here knows the clock or the database. The rules are
those of the countdown: Monday to Friday without holidays, today until 16.00 WIB, the cutoff date included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lebong_proposals.clock import WIB

OFFICE_CLOSES = time(16, 0)
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which offices are open: weekdays, minus holidays, plus exchanged working days."""

    holidays: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on a day; an extra working day wins over a holiday."""
        if day in self.extra_working_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def previous_working_day(self, day: date) -> date:
        """Return the day itself if it is a working day, otherwise the nearest one before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return the day itself if it is a working day, otherwise the nearest one after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the working days from first to last, both included."""
        day = first
        while day <= last:
            if self.is_working_day(day):
                yield day
            day += ONE_DAY

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days from first to last, both included; 0 when last comes before first."""
        return sum(1 for _ in self.working_dates(first, last))

    def counted_dates(self, at: datetime, closes_at: datetime) -> tuple[date, ...]:
        """List the working days that still count at a moment, up to the cutoff date included.

        Today counts before 16.00 WIB only; from the closing instant on nothing counts.
        """
        if at >= closes_at:
            return ()
        today = local_date(at)
        first = today if at.astimezone(WIB).time() < OFFICE_CLOSES else today + ONE_DAY
        return tuple(self.working_dates(first, cutoff_date(closes_at)))

    def working_days_left(self, at: datetime, closes_at: datetime) -> int:
        """Count the working days that still count at a moment (`counted_dates`)."""
        return len(self.counted_dates(at, closes_at))

    def last_working_day(self, closes_at: datetime) -> date:
        """Return the last working day on or before the cutoff date."""
        return self.previous_working_day(cutoff_date(closes_at))

    def working_days_elapsed(self, since: datetime, until: datetime) -> int:
        """Count the working days after the day of `since`, up to the day of `until`: 0 on the same day."""
        return self.working_days_between(local_date(since) + ONE_DAY, local_date(until))

    def add_working_days(self, at: datetime, days: int) -> datetime:
        """Return the same time of day, that many working days later; 0 gives the moment itself.

        From a non-working day the first working day after it is day one, as from the working day before it.
        """
        if days < 0:
            raise ValueError("working days are added forwards only")
        day = local_date(at)
        for _ in range(days):
            day = self.next_working_day(day + ONE_DAY)
        return datetime.combine(day, at.astimezone(WIB).timetz())


def local_date(at: datetime) -> date:
    """Return the WIB date of an aware moment; a naive one is a programming error."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(WIB).date()


def cutoff_date(closes_at: datetime) -> date:
    """Return the last WIB date on which proposals are taken; midnight belongs to the day before."""
    return local_date(closes_at - timedelta(microseconds=1))


def calendar_days_left(at: datetime, closes_at: datetime) -> int:
    """Count the calendar days from today to the cutoff date: 0 on the date itself, never negative."""
    return max(0, (cutoff_date(closes_at) - local_date(at)).days)
