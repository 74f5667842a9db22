"""I10: nothing that is due waits longer than two ticks and the queue before it, unless the way out is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from notifications.agenda import due_slots
from notifications.channel import SMTP
from notifications.models import Channel, MessageState, OutboxMessage, Tick
from notifications.ticks import TickName
from proposals.invariants import Finding

DISPATCH_EVERY = timedelta(seconds=15)
PLAN_EVERY = timedelta(seconds=60)
TICKS = 2
WAITING = [MessageState.PENDING, MessageState.LEASED]


def convergence(at: datetime, real_now: datetime) -> Finding:
    """Look for mail that should have left and for plans that should have been made."""
    finding = Finding("I10", "whatever is due has been done within two ticks and the length of the queue")
    _check_sending(finding, at, real_now)
    _check_planning(finding, at, real_now)
    return finding


def _check_sending(finding: Finding, at: datetime, real_now: datetime) -> None:
    """Count what is overdue; while the channel is paused or broken, waiting is what should happen."""
    channel = Channel.objects.filter(name=SMTP).first()
    waiting = OutboxMessage.objects.filter(state__in=WAITING, expires_at__gt=at, next_attempt_at__lte=real_now)
    number = waiting.count()
    rate = channel.rate_per_second if channel else None
    queue = timedelta(seconds=number / rate) if rate else timedelta()
    finding.checked += OutboxMessage.objects.count()
    if channel and (channel.paused_by_id or channel.breaker_state != Channel.Breaker.CLOSED):
        return
    overdue = waiting.filter(next_attempt_at__lt=real_now - TICKS * DISPATCH_EVERY - queue)
    for key, due_at in overdue.values_list("dedupe_key", "next_attempt_at"):
        finding.fail(f"{key}: due since {due_at:%Y-%m-%d %H:%M:%S} and not sent")


def _check_planning(finding: Finding, at: datetime, real_now: datetime) -> None:
    """A rehearsal may make much due at once; it counts only when the planner has been silent as well."""
    patience = TICKS * PLAN_EVERY
    last = Tick.objects.filter(name=TickName.PLAN).values_list("last_ok", flat=True).first()
    if last is not None and real_now - last <= patience:
        return
    for due in due_slots(at):
        if due.slot.due_at < at - patience:
            finding.fail(f"{due.slot.rule.code} of {due.slot.due_at:%Y-%m-%d %H:%M} was never planned")
    useless = OutboxMessage.objects.filter(state=MessageState.PENDING, expires_at__lt=at - patience)
    for key in useless.values_list("dedupe_key", flat=True):
        finding.fail(f"{key}: of no use any more and still waiting")
