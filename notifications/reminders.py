"""Planning reminders: what should exist at a moment and does not is inserted; twice, late or by two changes nothing.

A slot's row in ``PlannedSlot`` and its messages are inserted in one transaction. A second planner finds the slot taken,
and behind it every message has its key. Whoever comes to owe after the slot was planned waits for the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import transaction

from notifications.agenda import DueSlot, due_slots, ensure_rules
from notifications.audience import Owing, who_owes
from notifications.models import Kind, MessageState, OutboxMessage, PlannedSlot, Priority, ReminderRule
from notifications.outbox import NewMessage, queue
from notifications.schedule import Slot

Rules = dict[str, ReminderRule]


@dataclass(frozen=True, slots=True)
class Planned:
    """How many messages one pass made."""

    messages: int
    superseded: int


def plan(at: datetime) -> Planned:
    """Insert every reminder that should exist at a moment and does not, by a bounded number of queries."""
    sent = superseded = 0
    for due in due_slots(at):
        rules, people = ensure_rules(due.cycle), who_owes(due, at)
        newest = [_message(person, due, due.slot, rules, at) for person in people]
        with transaction.atomic():
            if not _take(due, due.slot, rules, at, len(newest)):
                continue
            queue(newest)
            older = _superseded(people, due, rules, at)
            for slot in due.superseded:
                _take(due, slot, rules, at, 0)
            queue(older)
        sent += len(newest)
        superseded += len(older)
    return Planned(sent, superseded)


def _take(due: DueSlot, slot: Slot, rules: Rules, at: datetime, messages: int) -> bool:
    """Claim a slot for this pass; waits for a rival's transaction and yields to it."""
    _, is_ours = PlannedSlot.objects.get_or_create(
        rule=rules[slot.rule.code],
        cutoff_at=due.cutoff_at,
        due_at=slot.due_at,
        defaults={"planned_at": at, "messages": messages},
    )
    return is_ours


def _message(person: Owing, due: DueSlot, slot: Slot, rules: Rules, at: datetime) -> NewMessage:
    return NewMessage(
        kind=Kind.REMINDER,
        dedupe_key=_key(person, due, slot),
        recipient_id=person.user_id,
        to_addr=person.address,
        priority=Priority.REMINDER,
        created_at=at,
        expires_at=slot.expires_at,
        facts={
            "rule": slot.rule.code,
            "due_at": slot.due_at.isoformat(),
            "cutoff_at": due.cutoff_at.isoformat(),
            "agency_cycles": list(person.agency_cycle_ids),
            "agencies": list(person.agency_codes),
        },
        cycle_id=due.cycle.pk,
        agency_id=person.agency_ids[0] if len(person.agency_ids) == 1 else None,
        rule_id=rules[slot.rule.code].pk,
    )


def _superseded(people: list[Owing], due: DueSlot, rules: Rules, at: datetime) -> list[NewMessage]:
    """The messages that a slept-through slot would have made, each pointing at the one that replaces it."""
    if not due.superseded or not people:
        return []
    keys = {_key(person, due, due.slot): person.user_id for person in people}
    newest = dict(OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("recipient_id", "id"))
    return [
        replace(
            _message(person, due, slot, rules, at),
            state=MessageState.SUPERSEDED,
            superseded_by_id=newest.get(person.user_id),
        )
        for slot in due.superseded
        for person in people
    ]


def _key(person: Owing, due: DueSlot, slot: Slot) -> str:
    moments = ":".join(f"{moment.astimezone(UTC):%Y%m%dT%H%MZ}" for moment in (slot.due_at, due.cutoff_at))
    return f"rem:{due.cycle.pk}:{slot.rule.code}:{moments}:{person.user_id}"
