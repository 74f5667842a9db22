"""Putting mail into the outbox: the one way in, whoever asks and however often.

A message is a row before it is sent (``claims`` leases it, ``delivery`` sends it, ``settle`` records the end). Redis
and Celery carry only a nudge to look; losing it delays a mail until the next tick and loses nothing.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction

from lebong_proposals import clock
from notifications import ticks
from notifications.models import Kind, MessageState, OutboxMessage, Priority

logger = logging.getLogger(__name__)

BATCH = 1000
DISPATCH_TASK = "notifications.tasks.tick_dispatch"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What is planned: to whom, why, under which key, of use until when (application clock)."""

    kind: Kind
    dedupe_key: str
    recipient_id: int
    to_addr: str
    priority: Priority
    created_at: datetime
    expires_at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    cycle_id: int | None = None
    agency_id: int | None = None
    proposal_id: int | None = None
    rule_id: int | None = None
    state: MessageState = MessageState.PENDING
    superseded_by_id: uuid.UUID | None = None


def queue(messages: Iterable[NewMessage]) -> None:
    """Insert what is not there yet; a key that exists is left alone. One statement for each thousand.

    Belongs inside the transaction of the change that causes the mail. Nudges the senders after the commit.
    """
    waiting = list(messages)
    if not waiting:
        return
    # Rows are made chunk by chunk, so that the transaction is never idle for long.
    for start in range(0, len(waiting), BATCH):
        rows = [_row(message) for message in waiting[start : start + BATCH]]
        OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Ask a worker to look into the outbox now; a broker that is away is counted, logged and never raised."""
    try:
        current_app.send_task(DISPATCH_TASK, queue="mail", retry=False, expires=15)
    except Exception as error:
        # Whatever the broker does, the change is committed and the next tick finds the row.
        logger.warning("no nudge, the next tick sends: %s", error)
        ticks.count_failed_nudge(clock.real_now())


def expire(at: datetime) -> int:
    """End what waits and is of no use any more (application clock)."""
    return OutboxMessage.objects.filter(state=MessageState.PENDING, expires_at__lte=at).update(
        state=MessageState.EXPIRED
    )


def _row(message: NewMessage) -> OutboxMessage:
    key = uuid.uuid4()
    return OutboxMessage(
        id=key,
        message_id=f"<{key}@{settings.MAIL_DOMAIN}>",
        next_attempt_at=clock.real_now(),
        **{name: getattr(message, name) for name in NewMessage.__slots__},
    )
