"""Leasing due messages: who may send which row, and for how long.

1. One statement leases up to ``limit`` due rows: SKIP LOCKED keeps senders out of each other's way, and a fresh
   ``lease_token`` fences off any earlier claim.
2. A lease that has run out is due again: that is the whole sweeper. What its sender left open is closed as crashed; if
   the text had begun to leave, the message may arrive twice and says so. Three ends that nobody saw quarantine it.
3. A sender that must stop gives the rest back (``release``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from notifications.models import DeliveryAttempt, MessageState, OutboxMessage, Outcome, Phase

LEASE = timedelta(seconds=180)
UNKNOWNS_ALLOWED = 3

CLAIM = """
    WITH due AS (
         SELECT id, state
           FROM notifications_outboxmessage
          WHERE state IN ('pending', 'leased') AND next_attempt_at <= %(at)s
          ORDER BY priority, next_attempt_at
          LIMIT %(limit)s
            FOR UPDATE SKIP LOCKED)
    UPDATE notifications_outboxmessage AS message
       SET state = 'leased', lease_token = %(token)s, lease_until = %(until)s, next_attempt_at = %(until)s
      FROM due
     WHERE message.id = due.id
 RETURNING message.id, due.state
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """Messages leased under one token, the most urgent first."""

    token: UUID
    messages: list[OutboxMessage]


def claim(*, at: datetime, limit: int, worker: str) -> Claim:
    """Lease up to ``limit`` due messages (real clock) and close what crashed senders left open on them."""
    token = uuid4()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, {"token": token, "until": at + LEASE, "at": at, "limit": limit})
            states = dict(cursor.fetchall())
        messages = list(
            OutboxMessage.objects.filter(id__in=states)
            .select_related("recipient", "agency", "rule")
            .order_by("priority", "created_at", "id")
        )
        abandoned = [message for message in messages if states[message.id] == MessageState.LEASED]
        if abandoned:
            _close_crashed(abandoned, token, at, worker)
    return Claim(token, [message for message in messages if message.state == MessageState.LEASED])


def release(messages: list[OutboxMessage], token: UUID, *, at: datetime) -> int:
    """Give back leased messages that were not tried; only what is still ours."""
    return OutboxMessage.objects.filter(
        id__in=[message.id for message in messages], state=MessageState.LEASED, lease_token=token
    ).update(state=MessageState.PENDING, lease_token=None, lease_until=None, next_attempt_at=at)


def _close_crashed(abandoned: list[OutboxMessage], token: UUID, at: datetime, worker: str) -> None:
    """Close the open tries of abandoned messages; a batch that was never begun leaves none."""
    seen = _phases_of_last_try(abandoned)
    for message in abandoned:
        phases = seen.get(message.id, set())
        if Phase.BEGUN not in phases or Phase.CLOSED in phases:
            continue
        message.unknowns += 1
        message.possible_duplicate = message.possible_duplicate or Phase.DATA_STARTED in phases
        if message.unknowns >= UNKNOWNS_ALLOWED:
            message.state, message.lease_token, message.lease_until = MessageState.FAILED, None, None
        message.last_error = "Pengirim terhenti di tengah pengiriman."
        message.save(
            update_fields=["unknowns", "possible_duplicate", "state", "lease_token", "lease_until", "last_error"]
        )
        DeliveryAttempt.objects.create(
            message=message,
            attempt_no=message.attempts,
            phase=Phase.CLOSED,
            happened_at=at,
            worker=worker,
            lease_token=token,
            outcome=Outcome.CRASHED,
        )


def _phases_of_last_try(messages: list[OutboxMessage]) -> dict[UUID, set[str]]:
    """Which phases the latest try of each message reached (one query)."""
    last = {message.id: message.attempts for message in messages}
    seen: dict[UUID, set[str]] = {}
    rows = DeliveryAttempt.objects.filter(message_id__in=last).values_list("message_id", "attempt_no", "phase")
    for message_id, attempt_no, phase in rows:
        if attempt_no == last[message_id]:
            seen.setdefault(message_id, set()).add(phase)
    return seen
