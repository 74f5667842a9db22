"""I5: one row for each key, and the log of tries agrees with the state that a row ended in."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from notifications.models import MessageState, OutboxMessage, Outcome, Phase
from proposals.invariants import Finding

CHUNK = 2000
WAITING = (MessageState.PENDING, MessageState.LEASED)


def mail_ledger() -> Finding:
    """Compare every message with its tries (three queries, the messages streamed)."""
    finding = Finding("I5", "one row for each mail, its tries on the record, doubles only where they are announced")
    for column in ("dedupe_key", "message_id"):
        doubles = OutboxMessage.objects.values(column).annotate(number=Count("pk")).filter(number__gt=1)
        for row in doubles.values_list(column, flat=True):
            finding.fail(f"{column} {row} stands more than once")
    for message in _with_tries().iterator(CHUNK):
        finding.checked += 1
        for problem in _problems(message):
            finding.fail(f"{message.dedupe_key}: {problem}")
    return finding


def _with_tries() -> QuerySet[OutboxMessage]:
    closed = Q(attempt_log__phase=Phase.CLOSED)
    return OutboxMessage.objects.only("dedupe_key", "state", "attempts", "possible_duplicate").annotate(
        begun=Count("attempt_log", filter=Q(attempt_log__phase=Phase.BEGUN)),
        closed=Count("attempt_log", filter=closed),
        delivered=Count("attempt_log", filter=closed & Q(attempt_log__outcome=Outcome.ACCEPTED)),
        unseen=Count("attempt_log", filter=closed & Q(attempt_log__outcome=Outcome.UNKNOWN)),
    )


def _problems(message: OutboxMessage) -> Iterator[str]:
    begun, closed = message.begun, message.closed  # type: ignore[attr-defined]
    delivered, unseen = message.delivered, message.unseen  # type: ignore[attr-defined]
    if begun != message.attempts:
        yield f"{message.attempts} tries counted, {begun} on the record"
    if message.state not in WAITING and closed != begun:
        yield f"it is {message.state}, and {begun - closed} tries have no end"
    # Only the past of a demonstration is accepted without a try.
    if message.state == MessageState.ACCEPTED and not delivered and (message.attempts or not settings.DEMO):
        yield "accepted, and no try says so"
    if delivered and message.state != MessageState.ACCEPTED:
        yield f"a try was accepted, and it is {message.state}"
    if (delivered > 1 or unseen) and not message.possible_duplicate:
        yield "it may have arrived twice, and does not say so"
