"""Leases: who may send which row, and what becomes of the messages of a sender that died."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from lebong_proposals import clock
from notifications import claims, settle
from notifications.ledger import Holder
from notifications.models import DeliveryAttempt, MessageState, OutboxMessage, Outcome, Phase, Priority
from notifications.replies import Reply
from notifications.settle import Moment

ACCEPTED = Reply(250, "2.0.0 OK", data_started=True)


def claim(*, at=None, limit=50):
    return claims.claim(at=at or clock.real_now(), limit=limit, worker="uji")


def begin(message, token, *phases):
    """Leave the record of a sender that came as far as these phases and died."""
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=message.attempts + 1)
    for phase in phases:
        DeliveryAttempt.objects.create(
            message=message,
            attempt_no=message.attempts + 1,
            phase=phase,
            happened_at=clock.real_now(),
            worker="mati",
            lease_token=token,
        )


def test_the_most_urgent_messages_are_leased_first(queued, operator):
    reminder = queued(operator, priority=Priority.REMINDER)
    receipt = queued(operator, priority=Priority.EVENT)
    reset = queued(operator, priority=Priority.ACCOUNT)

    assert [message.id for message in claim(limit=2).messages] == [reset.id, receipt.id]
    assert [message.id for message in claim().messages] == [reminder.id]


def test_a_message_whose_next_try_lies_ahead_is_left_alone(queued, operator):
    message = queued(operator)
    OutboxMessage.objects.update(next_attempt_at=clock.real_now() + timedelta(minutes=1))

    assert claim().messages == []
    assert [found.id for found in claim(at=clock.real_now() + timedelta(minutes=2)).messages] == [message.id]


def test_a_leased_message_is_due_again_only_when_its_lease_has_run_out(queued, operator):
    message, now = queued(operator), clock.real_now()
    claim(at=now)

    assert claim(at=now + claims.LEASE - timedelta(seconds=1)).messages == []
    assert [found.id for found in claim(at=now + claims.LEASE).messages] == [message.id]


def test_a_batch_that_was_never_begun_leaves_no_mark(queued, operator):
    queued(operator)
    now = clock.real_now()
    claim(at=now)

    (message,) = claim(at=now + claims.LEASE).messages

    assert (message.unknowns, message.possible_duplicate) == (0, False)
    assert not DeliveryAttempt.objects.exists()


@pytest.mark.parametrize("phases, duplicate", [([Phase.BEGUN], False), ([Phase.BEGUN, Phase.DATA_STARTED], True)])
def test_a_crashed_try_is_closed_and_may_be_a_duplicate_once_the_text_left(queued, operator, phases, duplicate):
    queued(operator)
    now = clock.real_now()
    dead = claim(at=now)
    begin(dead.messages[0], dead.token, *phases)

    (message,) = claim(at=now + claims.LEASE).messages

    message.refresh_from_db()
    assert (message.unknowns, message.possible_duplicate) == (1, duplicate)
    closed = DeliveryAttempt.objects.get(phase=Phase.CLOSED)
    assert (closed.attempt_no, closed.outcome) == (1, Outcome.CRASHED)


def test_three_crashes_quarantine_a_message_and_leave_the_others_alone(queued, operator):
    poison, healthy = queued(operator, priority=Priority.ACCOUNT), queued(operator)
    now = clock.real_now()
    for number in range(3):
        dead = claim(at=now + claims.LEASE * number)
        assert [message.id for message in dead.messages] == [poison.id, healthy.id]
        begin(dead.messages[0], dead.token, Phase.BEGUN)

    alive = claim(at=now + claims.LEASE * 3)

    assert [message.id for message in alive.messages] == [healthy.id]
    poison.refresh_from_db()
    assert (poison.state, poison.unknowns) == (MessageState.FAILED, 3)


def test_released_messages_are_due_at_once(queued, operator):
    queued(operator)
    now = clock.real_now()
    first = claim(at=now)

    assert claims.release(first.messages, first.token, at=now) == 1
    assert len(claim(at=now).messages) == 1


def test_a_sender_that_lost_its_lease_writes_nothing(queued, operator):
    message, now = queued(operator), clock.real_now()
    OutboxMessage.objects.update(subject="Dikirim", body_text="Usulan telah dikirim.")
    slow = claim(at=now)
    fast = claim(at=now + claims.LEASE)
    (held,) = fast.messages
    held.attempts = 1
    moment = Moment(clock.now(), now)

    assert settle.settle(slow.messages[0], Holder("lambat", slow.token), Reply(550, "5.1.1 no"), moment) is None
    assert claims.release(slow.messages, slow.token, at=now) == 0
    assert settle.settle(held, Holder("cepat", fast.token), ACCEPTED, moment) is Outcome.ACCEPTED
    assert settle.settle(held, Holder("cepat", fast.token), ACCEPTED, moment) is None

    message.refresh_from_db()
    assert message.state == MessageState.ACCEPTED
    assert list(DeliveryAttempt.objects.values_list("worker", "outcome")) == [("cepat", Outcome.ACCEPTED)]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_lease_every_message_exactly_once(queued, operator):
    expected = {queued(operator).id for _ in range(40)}
    barrier, leased, faults = threading.Barrier(4), [], []

    def sender():
        try:
            barrier.wait(10)
            while found := claim(limit=3).messages:
                leased.extend(message.id for message in found)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sender) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert faults == []
    assert sorted(leased) == sorted(expected)


@pytest.mark.django_db(transaction=True)
def test_a_message_that_another_sender_is_leasing_is_skipped_without_waiting(queued, operator):
    held, free = queued(operator, priority=Priority.ACCOUNT), queued(operator)
    locked, done = threading.Event(), threading.Event()

    def holder():
        with transaction.atomic():
            OutboxMessage.objects.select_for_update().get(pk=held.pk)
            locked.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=holder)
    thread.start()
    locked.wait(10)

    found = [message.id for message in claim().messages]

    done.set()
    thread.join(10)
    assert found == [free.id]
