"""Dates and times as people write them, read in one way or not at all.

Forms and imported sheets share it. The day comes first unless the year does; a year always has four digits.
"""

from __future__ import annotations

import re
from datetime import date, time

from proposals.dates import DAYS, MONTHS, SHORT_MONTHS

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_ENTRY = 60

MONTH_NUMBERS = {
    **{name.lower(): number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, start=1)},
    **{"agt": 8, "agst": 8, "sept": 9, "nop": 11, "nopember": 11, "pebruari": 2},
}
WEEKDAY = re.compile(rf"^(?:{'|'.join(DAYS)}|jum'at)\s*,?\s+", re.IGNORECASE)
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:\s*[-/.]\s*|\s+)([0-9]{1,2}|[a-z]{3,9})\.?(?:\s*[-/.]\s*|\s+)([0-9]{4})", re.IGNORECASE
)
CLOCK = re.compile(r"(?:pukul|jam)?\s*([0-9]{1,2})\s*[.:]\s*([0-9]{2})\s*(?:wib)?", re.IGNORECASE)


def parse_date(text: str) -> date | None:
    """Read 2025-11-17, 17-11-2025, 17/11/2025, 17.11.2025, "17 11 2025" or "Senin, 17 November 2025".

    Returns None for anything else, for days that do not exist and for years outside 1900 to 2100.
    """
    entry = WEEKDAY.sub("", text[: 2 * LONGEST_ENTRY].strip())
    if match := YEAR_FIRST.fullmatch(entry):
        year, month, day = match.groups()
    elif match := DAY_FIRST.fullmatch(entry):
        day, month, year = match.groups()
    else:
        return None
    number = int(month) if month.isdigit() else MONTH_NUMBERS.get(month.lower(), 0)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Read 23.59, 23:59 or "pukul 23.59 WIB"; None for anything else and for minutes that do not exist."""
    match = CLOCK.fullmatch(text[:LONGEST_ENTRY].strip())
    if match is None:
        return None
    hour, minute = (int(part) for part in match.groups())
    return time(hour, minute) if hour < 24 and minute < 60 else None
