"""The way into the outbox: one row for each key, in the transaction of its cause, with or without a broker."""

import time
from datetime import timedelta

import pytest
from celery import current_app
from django.db import IntegrityError, transaction

from notifications import outbox
from notifications.models import DeliveryAttempt, MessageState, OutboxMessage, Phase, Tick
from notifications.tests.conftest import MONDAY


def test_a_key_that_exists_is_left_alone(queued, operator, agency_head):
    first = queued(operator, dedupe_key="evt:1")
    queued(agency_head, dedupe_key="evt:1")

    assert list(OutboxMessage.objects.values_list("id", "recipient")) == [(first.id, operator.pk)]


def test_message_id_is_made_from_the_row_and_the_domain(queued, operator, settings):
    message = queued(operator)

    assert message.message_id == f"<{message.id}@{settings.MAIL_DOMAIN}>"


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_no_mail(queued, operator):
    with transaction.atomic():
        queued(operator)
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_is_counted_and_changes_nothing(queued, operator, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis+socket://{tmp_path}/nobody.sock?virtual_host=0")
    # The pools made for the real broker are set aside, not closed: this process has more to send.
    monkeypatch.setattr(current_app, "_pool", None)
    monkeypatch.setattr(current_app.amqp, "_producer_pool", None)
    started = time.monotonic()

    with transaction.atomic():
        message = queued(operator)

    assert time.monotonic() - started < 3
    assert "nobody.sock" in caplog.text
    assert OutboxMessage.objects.get().id == message.id
    assert Tick.objects.get(name="nudge").counts == {"failed": 1}


def test_expire_ends_only_what_waits_and_is_of_no_use_any_more(queued, operator):
    stale = queued(operator, expires_at=MONDAY - timedelta(seconds=1))
    at_the_instant = queued(operator, expires_at=MONDAY)
    useful = queued(operator, expires_at=MONDAY + timedelta(seconds=1))

    assert outbox.expire(MONDAY) == 2

    states = dict(OutboxMessage.objects.values_list("id", "state"))
    assert states == {
        stale.id: MessageState.EXPIRED,
        at_the_instant.id: MessageState.EXPIRED,
        useful.id: MessageState.PENDING,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"state": MessageState.LEASED},
        {"state": MessageState.ACCEPTED},
        {"state": "lost"},
        {"priority": 9},
    ],
)
def test_the_database_refuses_an_impossible_row(queued, operator, changes):
    message = queued(operator)

    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk).update(**changes)


@pytest.mark.parametrize("statement", ["UPDATE {} SET text = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.django_db(transaction=True)
def test_tries_of_delivery_cannot_be_changed_even_by_the_owner(queued, operator, owner_connection, statement):
    message = queued(operator)
    DeliveryAttempt.objects.create(
        message=message,
        attempt_no=1,
        phase=Phase.BEGUN,
        happened_at=MONDAY,
        worker="uji",
        lease_token=message.id,
    )

    with owner_connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
        cursor.execute(statement.format("notifications_deliveryattempt"))

    assert DeliveryAttempt.objects.get().text == ""
