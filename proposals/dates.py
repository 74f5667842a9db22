"""How moments are worded: always WIB, always absolute, in Indonesian names of our own.

The names stand here instead of coming from the locale, so that a mail written by a worker, a page and a PDF say the
same whatever the machine's settings are. Everything takes an aware moment, or a plain date where a date is meant.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lebong_proposals.clock import WIB

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
CUTOFF_MINUTE = timedelta(minutes=1)


def day_date(value: date) -> str:
    """Write "Minggu, 30 November 2025"."""
    day = _local_date(value)
    return f"{DAYS[day.weekday()]}, {plain_date(day)}"


def plain_date(value: date) -> str:
    """Write "30 November 2025"."""
    day = _local_date(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(value: date) -> str:
    """Write "30 Nov 2025", for tables."""
    day = _local_date(value)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def clock_time(at: datetime) -> str:
    """Write "23.59 WIB"; the separator is a full stop (EYD)."""
    return f"{at.astimezone(WIB):%H.%M} WIB"


def clock_seconds(at: datetime) -> str:
    """Write "14.06.31 WIB", where a second decides."""
    return f"{at.astimezone(WIB):%H.%M.%S} WIB"


def long_moment(at: datetime) -> str:
    """Write "Minggu, 30 November 2025, pukul 23.59 WIB"."""
    return f"{day_date(at)}, pukul {clock_time(at)}"


def short_moment(at: datetime) -> str:
    """Write "30 Nov 2025, 23.59 WIB", for tables."""
    return f"{short_date(at)}, {clock_time(at)}"


def stamp(at: datetime) -> str:
    """Write "Kamis, 27 November 2025, pukul 14.06.31 WIB", for receipts."""
    return f"{day_date(at)}, pukul {clock_seconds(at)}"


def cutoff_text(closes_at: datetime) -> str:
    """Word a cutoff by its last minute, because people read 00.00 as the wrong day; the moment itself is exclusive."""
    return long_moment(closes_at - CUTOFF_MINUTE)


def cutoff_day(closes_at: datetime) -> str:
    """Name the day of a cutoff: "Minggu, 30 November 2025"."""
    return day_date(closes_at - CUTOFF_MINUTE)


def _local_date(value: date) -> date:
    """Take the WIB date of a moment; a plain date stays as it is."""
    return value.astimezone(WIB).date() if isinstance(value, datetime) else value
