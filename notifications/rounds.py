"""The three rounds behind beat, cron and ``manage.py tick``, each leaving its mark in ``Tick``."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from lebong_proposals import clock
from notifications import delivery, outbox, reminders
from notifications.models import Channel, MessageState, OutboxMessage
from notifications.ticks import TickName, recorded

logger = logging.getLogger(__name__)

LATE_AFTER = timedelta(minutes=3)


def plan(at: datetime) -> dict[str, Any]:
    """Plan the reminders of a moment and end what has expired."""
    with recorded(TickName.PLAN) as counts:
        planned = reminders.plan(at)
        counts |= {"planned": planned.messages, "superseded": planned.superseded, "expired": outbox.expire(at)}
    return counts


def dispatch(at: datetime) -> dict[str, Any]:
    """Send what is due."""
    with recorded(TickName.DISPATCH) as counts:
        counts |= {str(outcome): number for outcome, number in delivery.dispatch(at).items()}
    return counts


def watch() -> dict[str, Any]:
    """Measure whether mail moves, and say so in the log when it does not (real clock)."""
    now = clock.real_now()
    with recorded(TickName.WATCH) as counts:
        waiting = Q(state__in=[MessageState.PENDING, MessageState.LEASED])
        figures = OutboxMessage.objects.aggregate(
            waiting=Count("id", filter=waiting),
            oldest_due_at=Min("next_attempt_at", filter=Q(state=MessageState.PENDING, next_attempt_at__lte=now)),
            failed=Count("id", filter=Q(state=MessageState.FAILED)),
            possible_duplicates=Count("id", filter=Q(possible_duplicate=True)),
        )
        oldest = figures.pop("oldest_due_at")
        overdue = now - oldest if oldest else timedelta(0)
        breaker = Channel.objects.values_list("breaker_state", flat=True).first() or Channel.Breaker.CLOSED
        counts |= {**figures, "overdue_seconds": int(overdue.total_seconds()), "breaker": breaker}
        if overdue > LATE_AFTER or breaker != Channel.Breaker.CLOSED:
            logger.error("mail is not moving: oldest due %s s ago, channel %s", counts["overdue_seconds"], breaker)
    return counts
