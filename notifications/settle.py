"""What becomes of a message after a try, or instead of one; the retry table is ``reliability.md`` 4.5."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from notifications import ledger
from notifications.claims import UNKNOWNS_ALLOWED
from notifications.ledger import End, Holder
from notifications.models import MessageState, OutboxMessage, Outcome, Suppression
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


def settle(message: OutboxMessage, holder: Holder, reply: Reply, moment: Moment) -> Outcome | None:
    """Record how a try ended; None when the lease was lost meanwhile and nothing was written."""
    outcome = reply.outcome
    unchanged = End(MessageState.PENDING, moment.real, message.failures, message.unknowns, message.possible_duplicate)
    end = _ENDS[outcome](unchanged, message, reply, moment)
    if not ledger.close(message, holder, end, reply, at=moment.real):
        logger.warning("lost the lease of message %s before its end was recorded: %s", message.id, outcome)
        return None
    if reply.condemns_address:
        _suppress(message.to_addr, moment.app)
    return outcome


def close_unsent(message: OutboxMessage, holder: Holder, state: MessageState, reason: str) -> bool:
    """End a leased message without a try: cancelled, expired, suppressed."""
    return _update(message, holder, state=state, last_error=reason)


def postpone(message: OutboxMessage, holder: Holder, at: datetime, reason: str) -> bool:
    """Give a leased message back after a fault of our own, with the delay of a temporary refusal (real clock)."""
    failures = message.failures + 1
    return _update(
        message,
        holder,
        state=MessageState.PENDING,
        failures=failures,
        next_attempt_at=at + backoff(failures),
        last_error=reason,
    )


def backoff(failures: int) -> timedelta:
    """The delay after so many temporary refusals: 1, 2, 4, 8, 15, 30, 30 ... minutes, a fifth more or less."""
    minutes = BACKOFF_MINUTES[min(failures, len(BACKOFF_MINUTES)) - 1]
    return timedelta(minutes=minutes) * jitter.uniform(0.8, 1.2)


def address_hash(address: str) -> str:
    """The form in which a suppressed address is kept."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def _update(message: OutboxMessage, holder: Holder, **changes: Any) -> bool:
    held = OutboxMessage.objects.filter(id=message.id, state=MessageState.LEASED, lease_token=holder.token)
    return held.update(lease_token=None, lease_until=None, **changes) == 1


def _accepted(end: End, message: OutboxMessage, reply: Reply, moment: Moment) -> End:
    return replace(end, state=MessageState.ACCEPTED, accepted_at=moment.app)


def _temporary(end: End, message: OutboxMessage, reply: Reply, moment: Moment) -> End:
    if reply.is_mailbox_full and _first_try_at(message, moment.real) <= moment.real - MAILBOX_FULL_PATIENCE:
        return replace(end, state=MessageState.FAILED)
    failures = message.failures + 1
    return replace(end, failures=failures, next_attempt_at=moment.real + backoff(failures))


def _permanent(end: End, message: OutboxMessage, reply: Reply, moment: Moment) -> End:
    return replace(end, state=MessageState.FAILED)


def _channel(end: End, message: OutboxMessage, reply: Reply, moment: Moment) -> End:
    # Not the recipient's fault: no failure is counted. The delay lets another message be the breaker's trial.
    return replace(end, next_attempt_at=moment.real + CHANNEL_DELAY * jitter.uniform(0.8, 1.2))


def _unknown(end: End, message: OutboxMessage, reply: Reply, moment: Moment) -> End:
    unknowns = message.unknowns + 1
    return replace(
        end,
        state=MessageState.FAILED if unknowns >= UNKNOWNS_ALLOWED else MessageState.PENDING,
        unknowns=unknowns,
        possible_duplicate=True,
        next_attempt_at=moment.real + UNKNOWN_DELAY,
    )


_ENDS: dict[Outcome, Callable[[End, OutboxMessage, Reply, Moment], End]] = {
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
