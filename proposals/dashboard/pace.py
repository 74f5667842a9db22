"""Will they make it: how many agencies a working day are needed, and how many a day there have been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from proposals.money import format_quantity
from proposals.workdays import ONE_DAY, Calendar, local_date

LOOK_BACK = 5  # complete working days


@dataclass(frozen=True, slots=True)
class Pace:
    """Needed against actual; ``needed`` is None without a working day left, ``days`` is 0 without a history."""

    remaining: int
    is_open: bool
    needed: int | None
    days: int
    actual: Decimal

    @property
    def needed_sentence(self) -> str:
        if not self.remaining:
            return ""
        if not self.is_open:
            return f"Batas pengajuan sudah lewat; {self.remaining} OPD tidak mengajukan."
        if self.needed is None:
            return f"Tidak ada hari kerja lagi sebelum batas; {self.remaining} OPD belum mengajukan."
        return f"Perlu {self.needed} OPD per hari kerja agar semua OPD mengajukan tepat waktu."

    @property
    def actual_sentence(self) -> str:
        if not self.days or not self.is_open:
            return ""
        return f"Laju {self.days} hari kerja terakhir: {format_quantity(self.actual)} per hari."


def pace(
    remaining: int,
    first_submissions: Iterable[datetime],
    *,
    at: datetime,
    opens_at: datetime,
    closes_at: datetime,
    calendar: Calendar,
) -> Pace:
    """Compare what is left with what was done; ``first_submissions`` holds one moment for each agency that has."""
    left = calendar.working_days_left(at, closes_at)
    history = complete_days(at, opens_at, calendar)
    recent = _count_since(history, first_submissions, local_date(at))
    return Pace(
        remaining=remaining,
        is_open=at < closes_at,
        needed=-(-remaining // left) if left else None,
        days=len(history),
        actual=(Decimal(recent) / len(history)).quantize(Decimal("0.1")) if history else Decimal(0),
    )


def complete_days(at: datetime, opens_at: datetime, calendar: Calendar) -> tuple[date, ...]:
    """List the last working days that are over, at most five, none before the day after the opening."""
    days = calendar.working_dates(local_date(opens_at) + ONE_DAY, local_date(at) - ONE_DAY)
    return tuple(days)[-LOOK_BACK:]


def _count_since(history: tuple[date, ...], moments: Iterable[datetime], today: date) -> int:
    """Count what happened from the first of these days on and before today, the weekends between included."""
    return sum(history[0] <= local_date(moment) < today for moment in moments) if history else 0
