"""Looking at a leased batch once more before it is sent: is each message still owed, wanted and of use?"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from notifications.compose import Surroundings
from notifications.models import Kind, MessageState, OutboxMessage, Suppression
from notifications.reminder_letters import words_of
from notifications.settle import address_hash

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a message ends without being sent."""

    state: MessageState
    reason: str


@dataclass(slots=True)
class Reviewed:
    """A batch sorted: what goes out (reminders with their words), what ends, what cannot be worded now."""

    sendable: list[OutboxMessage] = field(default_factory=list)
    unsendable: list[tuple[OutboxMessage, Verdict]] = field(default_factory=list)
    faulty: list[OutboxMessage] = field(default_factory=list)
    words: dict[UUID, dict[str, Any]] = field(default_factory=dict)


EXPIRED = Verdict(MessageState.EXPIRED, "Tidak berguna lagi saat akan dikirim.")
SUPPRESSED = Verdict(MessageState.SUPPRESSED, "Alamat ditahan karena pernah ditolak.")
INACTIVE = Verdict(MessageState.CANCELLED, "Akun penerima tidak aktif.")
NOT_OWED = Verdict(MessageState.CANCELLED, "Tidak ada lagi yang harus dikirim oleh OPD.")


def review(messages: Sequence[OutboxMessage], around: Surroundings) -> Reviewed:
    """Sort a batch, in a fixed number of queries (``recipient`` should be loaded)."""
    suppressed = _suppressed(messages, around.at)
    reviewed, reminders = Reviewed(), []
    for message in messages:
        if message.expires_at <= around.at:
            reviewed.unsendable.append((message, EXPIRED))
        elif not message.recipient.is_active:
            reviewed.unsendable.append((message, INACTIVE))
        elif address_hash(message.to_addr) in suppressed:
            reviewed.unsendable.append((message, SUPPRESSED))
        elif message.kind == Kind.REMINDER:
            reminders.append(message)
        else:
            reviewed.sendable.append(message)
    _review_reminders(reminders, around, reviewed)
    return reviewed


def _suppressed(messages: Sequence[OutboxMessage], at: datetime) -> set[str]:
    hashes = {address_hash(message.to_addr) for message in messages}
    in_force = Q(until__isnull=True) | Q(until__gt=at)
    found = Suppression.objects.filter(in_force, address_hash__in=hashes, since__lte=at)
    return set(found.values_list("address_hash", flat=True))


def _review_reminders(reminders: list[OutboxMessage], around: Surroundings, reviewed: Reviewed) -> None:
    """Word all at once; when that fails, one by one, so that a single bad row cannot hold up the others."""
    if not reminders:
        return
    try:
        reviewed.words |= words_of(reminders, around)
        worded = reminders
    except Exception:
        logger.exception("a batch of %s reminders could not be worded", len(reminders))
        worded = [message for message in reminders if _words_alone(message, around, reviewed)]
    for message in worded:
        if message.id in reviewed.words:
            reviewed.sendable.append(message)
        else:
            reviewed.unsendable.append((message, NOT_OWED))


def _words_alone(message: OutboxMessage, around: Surroundings, reviewed: Reviewed) -> bool:
    try:
        reviewed.words |= words_of([message], around)
    except Exception:
        logger.exception("reminder %s could not be worded", message.id)
        reviewed.faulty.append(message)
        return False
    return True
