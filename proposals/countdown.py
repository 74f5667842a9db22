"""The countdown before the cutoff: how many working days are left, how loud to say it, and in which words.

The table of ux 3.5. The page shows it complete; the browser only renders it again from `Countdown.data`, by the same
thresholds. In the last 24 hours, and once it is critical on a day without work, it counts hours instead of days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from lebong_proposals.clock import WIB
from proposals.dates import clock_time, cutoff_text, day_date
from proposals.workdays import ONE_DAY, Calendar, cutoff_date, local_date


class Level(StrEnum):
    """How urgent it is; the value is the word in `data-level` and in the style sheet."""

    CALM = "calm"
    NOTICE = "notice"
    WATCH = "watch"
    URGENT = "urgent"
    CRITICAL = "critical"
    CLOSED = "closed"


# Fewest working days left at which a level still holds, calmest first.
THRESHOLDS = ((11, Level.CALM), (7, Level.NOTICE), (4, Level.WATCH), (2, Level.URGENT))
LAST_HOURS = timedelta(hours=24)
ONE_MINUTE = timedelta(minutes=1)
# An assistance round: two working days for Bappeda, two for the agency.
ROUND_DAYS = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the part that is printed bold, so that a template needs no markup in text."""

    before: str = ""
    strong: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Return the sentence as plain text."""
        return f"{self.before}{self.strong}{self.after}"


@dataclass(frozen=True, slots=True)
class Countdown:
    """What the component shows at one moment; `number` and `unit` are empty once it is closed."""

    level: Level
    number: str
    unit: str
    sentences: tuple[Sentence, ...]
    cutoff_text: str
    last_working_day: date
    working_days: int
    closes_at: datetime
    at: datetime
    data: dict[str, str]

    @property
    def headline(self) -> str:
        """Return the component's heading."""
        return f"Batas pengajuan: {self.cutoff_text}"

    @property
    def closes_at_utc(self) -> str:
        """Return the limit as a mark of the page carries it."""
        return self.data["closes-at"]


def countdown(at: datetime, closes_at: datetime, calendar: Calendar, *, round_days: int = ROUND_DAYS) -> Countdown:
    """Build the countdown at a moment; `round_days` are the working days of one side of an assistance round."""
    left = calendar.working_days_left(at, closes_at)
    level = level_at(at, closes_at, left)
    number, unit = _amount(level, at, closes_at, calendar)
    last_day = calendar.last_working_day(closes_at)
    return Countdown(
        level=level,
        number=number,
        unit=unit,
        sentences=_sentences(level, at, closes_at, calendar, round_days),
        cutoff_text=cutoff_text(closes_at),
        last_working_day=last_day,
        working_days=left,
        closes_at=closes_at,
        at=at,
        data=_data(at, closes_at, calendar, round_days),
    )


def level_at(at: datetime, closes_at: datetime, working_days_left: int) -> Level:
    """Return the level of a moment; the last 24 hours are critical however many working days they hold."""
    if at >= closes_at:
        return Level.CLOSED
    if closes_at - at <= LAST_HOURS:
        return Level.CRITICAL
    for fewest, level in THRESHOLDS:
        if working_days_left >= fewest:
            return level
    return Level.CRITICAL


def revisable_until(closes_at: datetime, calendar: Calendar, round_days: int = ROUND_DAYS) -> date:
    """Return the last day of sending that leaves time for one full round before the last working day."""
    day = calendar.last_working_day(closes_at)
    for _ in range(2 * round_days):
        day = calendar.previous_working_day(day - ONE_DAY)
    return day


def duration_text(remaining: timedelta) -> str:
    """Write a duration of the last day, rounded down to minutes: "5 jam 12 menit"."""
    hours, minutes = divmod(remaining // ONE_MINUTE, 60)
    parts = [f"{hours} jam"] * (hours > 0) + [f"{minutes} menit"] * (minutes > 0)
    return " ".join(parts) or "kurang dari 1 menit"


def _amount(level: Level, at: datetime, closes_at: datetime, calendar: Calendar) -> tuple[str, str]:
    """Return the big number and its unit."""
    remaining = closes_at - at
    left = calendar.working_days_left(at, closes_at)
    if level is Level.CLOSED:
        return "", ""
    if remaining <= LAST_HOURS:
        return duration_text(remaining), ""
    if level is not Level.CRITICAL:
        return str(left), "hari kerja lagi"
    if left and calendar.is_working_day(local_date(at)):
        return str(left), "hari kerja"
    return str(remaining // timedelta(hours=1)), "jam"


def _sentences(
    level: Level, at: datetime, closes_at: datetime, calendar: Calendar, round_days: int
) -> tuple[Sentence, ...]:
    """Return the sentences of a level, in order."""
    last_day = Sentence("Hari kerja terakhir: ", day_date(calendar.last_working_day(closes_at)), ".")
    match level:
        case Level.CALM:
            return (last_day,)
        case Level.NOTICE:
            return (last_day, Sentence("Sisihkan waktu untuk tanda tangan kepala OPD."))
        case Level.WATCH:
            day = day_date(revisable_until(closes_at, calendar, round_days))
            return (last_day, Sentence(f"Usulan yang dikirim setelah {day} mungkin tidak sempat diperbaiki."))
        case Level.URGENT:
            return (last_day, Sentence("Kirim sekarang bila sudah lengkap."))
        case Level.CRITICAL:
            return (_critical(at, closes_at, calendar),)
    return (Sentence("", "Batas pengajuan sudah lewat", f" pada {day_date(cutoff_date(closes_at))}."),)


def _critical(at: datetime, closes_at: datetime, calendar: Calendar) -> Sentence:
    """Return the one sentence of the critical level: last hours, no working day left, today, or a later day."""
    today, cutoff_day, last_day = local_date(at), cutoff_date(closes_at), calendar.last_working_day(closes_at)
    last_minute = clock_time(closes_at - ONE_MINUTE)
    if closes_at - at <= LAST_HOURS:
        return Sentence(f"Batas: {'hari ini' if today == cutoff_day else 'besok'} pukul {last_minute}.")
    if not calendar.working_days_left(at, closes_at):
        return Sentence(f"Batas jatuh pada hari libur. Layanan tetap menerima usulan sampai pukul {last_minute}.")
    if last_day == today:
        return Sentence(strong="Hari ini hari kerja terakhir sebelum batas.")
    tomorrow = "besok, " if last_day == today + ONE_DAY else ""
    return Sentence("Hari kerja terakhir: ", tomorrow + day_date(last_day), ".")


def _data(at: datetime, closes_at: datetime, calendar: Calendar, round_days: int) -> dict[str, str]:
    """Return what the browser needs to go on from here, as data attributes without their prefix.

    The working dates include today even after 16.00: whether today still counts, the browser finds out by itself.
    """
    last_day = calendar.last_working_day(closes_at)
    working = [day.isoformat() for day in calendar.working_dates(local_date(at), cutoff_date(closes_at))]
    return {
        "closes-at": closes_at.astimezone(UTC).isoformat(timespec="seconds"),
        "at": at.astimezone(WIB).isoformat(timespec="seconds"),
        "working-dates": json.dumps(working, separators=(",", ":")),
        "cutoff-date": cutoff_date(closes_at).isoformat(),
        "cutoff-day": day_date(cutoff_date(closes_at)),
        "last-minute": clock_time(closes_at - ONE_MINUTE),
        "last-working-date": last_day.isoformat(),
        "last-working-day": day_date(last_day),
        "revisable-until": day_date(revisable_until(closes_at, calendar, round_days)),
    }
