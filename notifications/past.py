"""Mail of a seeded past: written and marked as accepted when it was caused, without SMTP."""

from __future__ import annotations

from datetime import datetime

from notifications import compose, letters, reminder_letters
from notifications.compose import Surroundings
from notifications.models import Kind, MessageState, OutboxMessage

CHUNK = 200


def mark_past_as_accepted(until: datetime) -> int:
    """Give every untried message created before a moment its text as of its own time, and call it accepted then.

    For demonstrations only: called by ``manage.py accept_past_mail``, which refuses outside them.
    """
    past = OutboxMessage.objects.filter(state=MessageState.PENDING, attempts=0, created_at__lt=until)
    messages = list(past.select_related("recipient").order_by("created_at", "id"))
    around = compose.surroundings(until)
    for message in messages:
        _accept(message, Surroundings(message.created_at, around.regency, around.calendar))
    for start in range(0, len(messages), CHUNK):
        OutboxMessage.objects.bulk_update(
            messages[start : start + CHUNK], ["state", "accepted_at", "subject", "body_text", "body_html"]
        )
    return sum(message.state == MessageState.ACCEPTED for message in messages)


def _accept(message: OutboxMessage, around: Surroundings) -> None:
    if message.kind == Kind.REMINDER:
        words = reminder_letters.words_of([message], around).get(message.id)
    else:
        words = letters.words(message, around)
    if words is None:
        message.state = MessageState.CANCELLED
        return
    kept = compose.render(message.kind, words, around).kept()
    message.subject, message.body_text, message.body_html = kept.subject, kept.text, kept.html
    message.state, message.accepted_at = MessageState.ACCEPTED, message.created_at
