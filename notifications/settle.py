"""Recording how a try ended: state, next try and the closed row of the log, while the lease is still ours.

The retry table is ``reliability.md`` 4.5. Every update names the lease token (fencing): zero rows changed means that
the lease was lost, and then nothing is written.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from notifications.claims import UNKNOWNS_ALLOWED
from notifications.models import DeliveryAttempt, MessageState, OutboxMessage, Outcome, Phase, Suppression
from notifications.replies import Reply

logger = logging.getLogger(__name__)

BACKOFF_MINUTES = (1, 2, 4, 8, 15, 30)
CHANNEL_DELAY = timedelta(seconds=60)
UNKNOWN_DELAY = timedelta(minutes=5)
MAILBOX_FULL_PATIENCE = timedelta(hours=24)
jitter = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Moment:
    """The same instant on both clocks: the application's for what is promised, the machine's for retries."""

    app: datetime
    real: datetime


def close_unsent(message: OutboxMessage, token: UUID, state: MessageState, reason: str) -> bool:
    """End a leased message without a try: cancelled, expired, suppressed."""
    return _update(message, token, state=state, last_error=reason, lease_token=None, lease_until=None)


def settle(message: OutboxMessage, token: UUID, reply: Reply, moment: Moment, worker: str) -> Outcome | None:
    """Record the end of a try (one transaction); None when the lease was lost meanwhile."""
    outcome = reply.outcome
    with transaction.atomic():
        changes = {
            **_CHANGES[outcome](message, reply, moment),
            "lease_token": None,
            "lease_until": None,
            "last_code": reply.code,
            "last_error": "" if outcome is Outcome.ACCEPTED else reply.text,
        }
        if not _update(message, token, **changes):
            logger.warning("lost the lease of message %s before its end was recorded: %s", message.id, outcome)
            return None
        DeliveryAttempt.objects.create(
            message=message,
            attempt_no=message.attempts,
            phase=Phase.CLOSED,
            happened_at=moment.real,
            worker=worker,
            lease_token=token,
            outcome=outcome,
            code=reply.code,
            enhanced_code=reply.enhanced_code,
            text=reply.text,
        )
        if reply.condemns_address:
            _suppress(message.to_addr, moment.app)
    return outcome


def postpone(message: OutboxMessage, token: UUID, at: datetime, reason: str) -> bool:
    """Give a leased message back after a fault of our own, with the delay of a temporary refusal (real clock)."""
    return _update(
        message,
        token,
        state=MessageState.PENDING,
        failures=message.failures + 1,
        next_attempt_at=at + backoff(message.failures + 1),
        last_error=reason[:300],
        lease_token=None,
        lease_until=None,
    )


def backoff(failures: int) -> timedelta:
    """The delay after so many temporary refusals: 1, 2, 4, 8, 15, 30, 30 ... minutes, a fifth more or less."""
    minutes = BACKOFF_MINUTES[min(failures, len(BACKOFF_MINUTES)) - 1]
    return timedelta(minutes=minutes) * jitter.uniform(0.8, 1.2)


def address_hash(address: str) -> str:
    """The form in which a suppressed address is kept."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def _update(message: OutboxMessage, token: UUID, **changes: Any) -> bool:
    return (
        OutboxMessage.objects.filter(id=message.id, state=MessageState.LEASED, lease_token=token).update(**changes) == 1
    )


def _accepted(message: OutboxMessage, reply: Reply, moment: Moment) -> dict[str, Any]:
    return {"state": MessageState.ACCEPTED, "accepted_at": moment.app}


def _temporary(message: OutboxMessage, reply: Reply, moment: Moment) -> dict[str, Any]:
    if reply.is_mailbox_full and _first_try_at(message, moment.real) <= moment.real - MAILBOX_FULL_PATIENCE:
        return {"state": MessageState.FAILED}
    failures = message.failures + 1
    return {
        "state": MessageState.PENDING,
        "failures": failures,
        "next_attempt_at": moment.real + backoff(failures),
    }


def _permanent(message: OutboxMessage, reply: Reply, moment: Moment) -> dict[str, Any]:
    return {"state": MessageState.FAILED}


def _channel(message: OutboxMessage, reply: Reply, moment: Moment) -> dict[str, Any]:
    # Not the recipient's fault: no failure is counted. The delay lets another message be the breaker's trial.
    delay = CHANNEL_DELAY * jitter.uniform(0.8, 1.2)
    return {"state": MessageState.PENDING, "next_attempt_at": moment.real + delay}


def _unknown(message: OutboxMessage, reply: Reply, moment: Moment) -> dict[str, Any]:
    unknowns = message.unknowns + 1
    return {
        "state": MessageState.FAILED if unknowns >= UNKNOWNS_ALLOWED else MessageState.PENDING,
        "unknowns": unknowns,
        "possible_duplicate": True,
        "next_attempt_at": moment.real + UNKNOWN_DELAY,
    }


_CHANGES = {
    Outcome.ACCEPTED: _accepted,
    Outcome.TEMPORARY: _temporary,
    Outcome.PERMANENT: _permanent,
    Outcome.CHANNEL: _channel,
    Outcome.OURS: _channel,
    Outcome.UNKNOWN: _unknown,
}


def _first_try_at(message: OutboxMessage, now: datetime) -> datetime:
    first = message.attempt_log.order_by("attempt_no").values_list("happened_at", flat=True).first()
    return first or now


def _suppress(address: str, at: datetime) -> None:
    Suppression.objects.bulk_create(
        [Suppression(address_hash=address_hash(address), reason=Suppression.Reason.HARD_BOUNCE, since=at)],
        ignore_conflicts=True,
    )
