"""The one clock: the database's ``app_clock()``, read at the edges and, under a lock, by the gates.

``app_clock()`` is PostgreSQL's ``clock_timestamp()`` plus the rehearsal shift (zero in production).
No other module reads a clock; everything below the views, tasks and commands takes the moment as an argument.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

WIB = ZoneInfo("Asia/Jakarta")

READ = "SELECT app_clock(), (SELECT shift <> interval '0' OR frozen_at IS NOT NULL FROM lebong_clock)"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock said once, for one request."""

    at: datetime
    rehearsal: bool


def read() -> Reading:
    """Read the clock and whether it is a rehearsal's (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        at, rehearsal = cursor.fetchone()
    return Reading(at.astimezone(UTC), bool(rehearsal))


def now() -> datetime:
    """Read ``app_clock()``; aware, UTC. Gates call it in a statement of its own, after their locks."""
    return read().at


def reading(request: HttpRequest) -> Reading:
    """Read the clock once per request, so that every part of a page speaks of the same moment."""
    cached = getattr(request, "_clock_reading", None)
    if cached is None:
        cached = read()
        request._clock_reading = cached  # type: ignore[attr-defined]
    return cached


def real_now() -> datetime:
    """Read the machine's clock; for leases, backoff, ticks, sessions and tokens only, never for a deadline."""
    return timezone.now()


def stopwatch() -> float:
    """Read a clock that only runs on, in seconds; for how long something takes, never for when it is."""
    return time.monotonic()


def wib_date(at: datetime) -> date:
    """Give the calendar date of a moment in WIB."""
    return at.astimezone(WIB).date()
