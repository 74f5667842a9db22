"""When reminders go out, as data of the cycle, and which moments have been planned."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ReminderRule(models.Model):
    """Aturan pengingat of one cycle; the rows are made from ``schedule.DEFAULT_RULES`` when a cycle has none.

    ``days_before`` is counted from the cutoff date; null means the last working day before the cutoff (HKT).
    """

    cycle = models.ForeignKey("proposals.SubmissionCycle", on_delete=models.PROTECT, related_name="reminder_rules")
    code = models.CharField(max_length=8)
    days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    times = ArrayField(models.TimeField(), help_text="Pukul kirim, WIB")
    moves_to_working_day = models.BooleanField()
    useful_for = models.DurationField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="reminder_rule_once")]

    def __str__(self) -> str:
        return f"{self.code} ({self.cycle_id})"


class PlannedSlot(models.Model):
    """A moment of a rule that has been planned for one cutoff, so that who comes to owe later is not reminded at once.

    Inserted in the transaction of its messages: a pass that dies leaves nothing, and the next one does it all.
    """

    rule = models.ForeignKey(ReminderRule, on_delete=models.PROTECT, related_name="planned_slots")
    cutoff_at = models.DateTimeField()
    due_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    messages = models.PositiveIntegerField(help_text="Surel yang dibuat")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "cutoff_at", "due_at"], name="planned_slot_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.due_at:%Y-%m-%d %H:%M}"
