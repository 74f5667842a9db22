"""Mail of a seeded past is on record as accepted, with its words, and never sent."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from notifications.delivery import dispatch
from notifications.models import DeliveryAttempt, Kind, MessageState, OutboxMessage


def test_past_mail_is_accepted_at_its_own_moment_without_smtp(maker, sink, unpaced, clock_at):
    clock_at("2025-11-07T10:00+07:00")
    maker.make(state="approved")
    clock_at("2025-11-10T08:00+07:00")
    maker.make(state="submitted")

    call_command("accept_past_mail", "--before", "2025-11-10T08:00+07:00")

    past = OutboxMessage.objects.filter(state=MessageState.ACCEPTED)
    assert sorted(past.values_list("kind", flat=True)) == [Kind.APPROVED, Kind.RECEIPT]
    assert all(row.accepted_at == row.created_at and row.subject and row.body_html for row in past)
    assert "Jumat, 7 November 2025" in past.get(kind=Kind.RECEIPT).body_text
    assert not DeliveryAttempt.objects.exists()

    (waiting,) = OutboxMessage.objects.filter(state=MessageState.PENDING)
    dispatch(waiting.created_at + timedelta(seconds=1))
    assert len(sink.delivered) == 1


def test_past_mail_is_for_demonstrations_only(settings, db):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("accept_past_mail")
