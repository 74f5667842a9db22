"""The tables, by subject; import models from here."""

from notifications.models.channel import Channel, Preference, Suppression, Tick
from notifications.models.outbox import (
    DeliveryAttempt,
    Kind,
    MessageState,
    OutboxMessage,
    Outcome,
    Phase,
    Priority,
)
from notifications.models.reminder import PlannedSlot, ReminderRule

__all__ = [
    "Channel",
    "DeliveryAttempt",
    "Kind",
    "MessageState",
    "OutboxMessage",
    "Outcome",
    "Phase",
    "PlannedSlot",
    "Preference",
    "Priority",
    "ReminderRule",
    "Suppression",
    "Tick",
]
