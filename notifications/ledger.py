"""The three marks of a try, one statement each: begun, text leaving, closed.

Each statement changes the message only while its lease is still ours and writes the try's row with it, so that message
and log cannot part, and a sender that lost its lease leaves no trace (fencing).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from notifications.compose import Letter
from notifications.models import MessageState, OutboxMessage, Phase
from notifications.replies import Reply

# The text is kept by the first try and never written over.
BEGIN = """
    WITH held AS (
         UPDATE notifications_outboxmessage
            SET lease_until = %(until)s, next_attempt_at = %(until)s, attempts = attempts + 1,
                subject = COALESCE(NULLIF(subject, ''), %(subject)s),
                body_html = CASE WHEN body_text = '' THEN %(html)s ELSE body_html END,
                body_text = COALESCE(NULLIF(body_text, ''), %(text)s)
          WHERE id = %(id)s AND state = 'leased' AND lease_token = %(token)s
      RETURNING id, attempts)
    INSERT INTO notifications_deliveryattempt
           (message_id, attempt_no, phase, happened_at, worker, lease_token, outcome, enhanced_code, text)
    SELECT id, attempts, %(phase)s, %(at)s, %(worker)s, %(token)s, '', '', '' FROM held
 RETURNING attempt_no
"""

# Losing this mark in a crash of PostgreSQL costs a warning, not a mail; the sender need not wait for the disk.
MARK = """
    WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO notifications_deliveryattempt
           (message_id, attempt_no, phase, happened_at, worker, lease_token, outcome, enhanced_code, text)
    SELECT %(id)s, %(attempt_no)s, %(phase)s, %(at)s, %(worker)s, %(token)s, '', '', '' FROM relaxed
"""

CLOSE = """
    WITH held AS (
         UPDATE notifications_outboxmessage
            SET state = %(state)s, next_attempt_at = %(next_attempt_at)s, accepted_at = %(accepted_at)s,
                failures = %(failures)s, unknowns = %(unknowns)s, possible_duplicate = %(possible_duplicate)s,
                last_code = %(code)s, last_error = %(last_error)s, lease_token = NULL, lease_until = NULL
          WHERE id = %(id)s AND state = 'leased' AND lease_token = %(token)s
      RETURNING id)
    INSERT INTO notifications_deliveryattempt
           (message_id, attempt_no, phase, happened_at, worker, lease_token, outcome, code, enhanced_code, text)
    SELECT id, %(attempt_no)s, %(phase)s, %(at)s, %(worker)s, %(token)s, %(outcome)s, %(code)s, %(enhanced_code)s,
           %(text)s
      FROM held
 RETURNING message_id
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sends: the process and the token of its claim."""

    worker: str
    token: UUID


@dataclass(frozen=True, slots=True)
class End:
    """What a message becomes after a try."""

    state: MessageState
    next_attempt_at: datetime
    failures: int
    unknowns: int
    possible_duplicate: bool
    accepted_at: datetime | None = None


def begin(message: OutboxMessage, holder: Holder, letter: Letter, *, at: datetime, until: datetime) -> bool:
    """Renew the lease, keep the text, open the next try; False when the lease was lost and nothing was written."""
    kept = letter.kept()
    text = {"subject": kept.subject, "text": kept.text, "html": kept.html}
    row = _execute(BEGIN, message, holder, phase=Phase.BEGUN, at=at, until=until, **text)
    if row is None:
        return False
    message.attempts = row[0]
    return True


def mark_data(message: OutboxMessage, holder: Holder, *, at: datetime) -> None:
    """Put on record that the text begins to leave: from here on nobody can say that it did not arrive."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, _values(message, holder, phase=Phase.DATA_STARTED, at=at))


def close(message: OutboxMessage, holder: Holder, end: End, reply: Reply, *, at: datetime) -> bool:
    """Record the end of the try; False when the lease was lost and nothing was written."""
    last_error = "" if end.accepted_at else reply.text
    answer = {
        "outcome": reply.outcome,
        "code": reply.code,
        "enhanced_code": reply.enhanced_code,
        "text": reply.text,
        "last_error": last_error,
    }
    changes = {name: getattr(end, name) for name in End.__slots__}
    return _execute(CLOSE, message, holder, phase=Phase.CLOSED, at=at, **answer, **changes) is not None


def _execute(statement: str, message: OutboxMessage, holder: Holder, **values: Any) -> tuple[Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(message, holder, **values))
        row: tuple[Any] | None = cursor.fetchone()
    return row


def _values(message: OutboxMessage, holder: Holder, **values: Any) -> dict[str, Any]:
    return {
        "id": message.id,
        "attempt_no": message.attempts,
        "worker": holder.worker,
        "token": holder.token,
        **values,
    }
