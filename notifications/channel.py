"""Whether mail may leave now, and how fast: pause, breaker and rate of the one channel (real clock throughout).

A connection that cannot be made, or three broken conversations in a row, open the breaker; while it is open no message
is claimed and none loses a try. When its time is over, one sender takes one message as a trial: accepted closes the
breaker, refused opens it for twice as long.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from notifications.models import Channel

logger = logging.getLogger(__name__)

SMTP = "smtp"
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)
TRIAL = timedelta(seconds=90)

RESERVE = """
    UPDATE notifications_channel
       SET next_send_at = GREATEST(COALESCE(next_send_at, %(at)s), %(at)s)
                          + interval '1 second' / rate_per_second
     WHERE name = %(name)s AND rate_per_second IS NOT NULL
 RETURNING next_send_at - interval '1 second' / rate_per_second
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages may be claimed now, whether each must reserve its moment, whether it is the trial."""

    messages: int
    is_paced: bool
    is_trial: bool = False


def allowance(at: datetime, wanted: int) -> Allowance:
    """Say how many messages may leave; 0 while paused or broken, 1 as the trial after a break."""
    row, _ = Channel.objects.get_or_create(name=SMTP)
    paced = row.rate_per_second is not None
    if row.paused_by_id is not None:
        return Allowance(0, paced)
    if row.breaker_state == Channel.Breaker.CLOSED:
        return Allowance(wanted, paced)
    if row.breaker_until is not None and row.breaker_until > at:
        return Allowance(0, paced)
    # Compare and set: of several senders one wins the trial.
    won = Channel.objects.filter(name=SMTP, breaker_state=row.breaker_state, breaker_until=row.breaker_until).update(
        breaker_state=Channel.Breaker.HALF_OPEN, breaker_until=at + TRIAL
    )
    return Allowance(won, paced, is_trial=True)


def give_trial_back(at: datetime) -> None:
    """Return a trial for which no message was due, so that the next one need not wait."""
    Channel.objects.filter(name=SMTP, breaker_state=Channel.Breaker.HALF_OPEN).update(
        breaker_state=Channel.Breaker.OPEN, breaker_until=at
    )


def trip(at: datetime, reason: str) -> None:
    """Open the breaker; a sender that comes second within the same break changes nothing."""
    row = Channel.objects.get(name=SMTP)
    if row.breaker_state == Channel.Breaker.OPEN and row.breaker_until is not None and row.breaker_until > at:
        return
    pause = min(FIRST_PAUSE * 2 ** min(row.openings, 10), LONGEST_PAUSE)
    opened = Channel.objects.filter(name=SMTP, breaker_state=row.breaker_state, breaker_until=row.breaker_until).update(
        breaker_state=Channel.Breaker.OPEN,
        breaker_until=at + pause,
        breaker_reason=reason[:300],
        openings=row.openings + 1,
    )
    if opened:
        logger.error("mail channel opened for %s s: %s", int(pause.total_seconds()), reason)


def restore() -> None:
    """Close the breaker after an acceptance; writes nothing while it is closed."""
    Channel.objects.filter(name=SMTP).exclude(breaker_state=Channel.Breaker.CLOSED, openings=0).update(
        breaker_state=Channel.Breaker.CLOSED, breaker_until=None, breaker_reason="", openings=0
    )


def reserve(at: datetime) -> datetime:
    """Reserve the next moment at the channel's rate, across all senders, and return it."""
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, {"at": at, "name": SMTP})
        row = cursor.fetchone()
    return row[0] if row else at
