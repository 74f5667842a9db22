"""The scheduler's pulse: each tick leaves its mark, so that silence can be seen (real clock)."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from lebong_proposals import clock
from notifications.models import Tick

COUNT_NUDGE = """
    INSERT INTO notifications_tick (name, last_started, host, pid, counts)
    VALUES ('nudge', %(at)s, %(host)s, %(pid)s, '{"failed": 1}')
        ON CONFLICT (name) DO UPDATE
       SET last_started = EXCLUDED.last_started, host = EXCLUDED.host, pid = EXCLUDED.pid,
           counts = jsonb_build_object('failed', COALESCE((notifications_tick.counts->>'failed')::int, 0) + 1)
"""


class TickName(StrEnum):
    PLAN = "plan"
    DISPATCH = "dispatch"
    WATCH = "watch"


def worker() -> str:
    """Name this process in leases, tries and ticks."""
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


@contextmanager
def recorded(name: TickName) -> Iterator[dict[str, Any]]:
    """Record the start of a tick and, when it ends without an error, its end and what it counted."""
    here = {"host": socket.gethostname()[:100], "pid": os.getpid()}
    Tick.objects.update_or_create(name=name, defaults={"last_started": clock.real_now(), **here})
    counts: dict[str, Any] = {}
    yield counts
    Tick.objects.filter(name=name).update(last_ok=clock.real_now(), counts=counts, **here)


def count_failed_nudge(at: datetime) -> None:
    """Count a nudge that found no broker."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_NUDGE, {"at": at, "host": socket.gethostname()[:100], "pid": os.getpid()})
