"""The promises about mail hold after real sending, and each broken one is named."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lebong_proposals import clock
from notifications import rounds
from notifications.delivery import dispatch
from notifications.models import (
    Channel,
    DeliveryAttempt,
    MessageState,
    OutboxMessage,
    Outcome,
    Phase,
    PlannedSlot,
    Tick,
)

pytestmark = pytest.mark.usefixtures("unpaced")
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def submitted(make_proposal, agency_head, monday):
    """A proposal whose receipt waits in the outbox for two people."""
    return make_proposal(state="submitted")


@pytest.fixture
def sent(submitted, sink):
    dispatch(clock.now())
    return submitted


def messages():
    return OutboxMessage.objects.filter(kind="receipt").order_by("dedupe_key")


def log(message, attempt_no, phase, outcome=""):
    DeliveryAttempt.objects.create(
        message=message,
        attempt_no=attempt_no,
        phase=phase,
        outcome=outcome,
        happened_at=clock.real_now(),
        worker="uji",
        lease_token=uuid4(),
    )


def test_everything_holds_after_planning_and_sending(sent, broken):
    rounds.plan(clock.now())
    dispatch(clock.now())

    assert messages().filter(state=MessageState.ACCEPTED).count() == 2
    assert PlannedSlot.objects.exists()
    assert broken() == {}


def test_try_without_its_record_is_named(sent, broken):
    messages().update(attempts=2)

    assert broken()["I5"][0].endswith("2 tries counted, 1 on the record")


def test_accepted_mail_that_nobody_took_is_named(submitted, broken, settings):
    settings.DEMO = False
    messages().update(
        state=MessageState.ACCEPTED, accepted_at=clock.now(), subject="Tanda terima", body_text="Diterima."
    )

    assert [sentence.partition(": ")[2] for sentence in broken()["I5"]] == ["accepted, and no try says so"] * 2


def test_second_delivery_that_is_not_announced_is_named(sent, broken):
    message = messages()[0]
    log(message, 2, Phase.BEGUN)
    log(message, 2, Phase.CLOSED, Outcome.ACCEPTED)
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=2)

    assert broken() == {"I5": [f"{message.dedupe_key}: it may have arrived twice, and does not say so"]}


def test_unfinished_try_of_a_finished_mail_is_named(sent, broken):
    message = messages()[0]
    log(message, 2, Phase.BEGUN)
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=2)

    assert broken()["I5"][0].endswith("it is accepted, and 1 tries have no end")


def test_event_without_mail_is_named(submitted, broken):
    messages().delete()

    assert broken()["I6"][0].endswith("(submitted): nobody was told")


def test_mail_without_event_is_named(submitted, operator, queued, broken):
    queued(operator, dedupe_key=f"evt:999999:{operator.pk}")

    assert broken() == {"I6": ["evt:999999: mail without its event on record"]}


def test_missing_reminder_is_named(operator, monday, broken):
    rounds.plan(clock.now())
    OutboxMessage.objects.filter(kind="reminder")[0].delete()

    assert "1 mails planned, 0 there" in broken()["I6"][0]


def test_reminder_of_a_moment_that_nobody_planned_is_named(operator, monday, broken):
    rounds.plan(clock.now())
    PlannedSlot.objects.all().delete()

    assert "which was never planned" in broken()["I6"][0]


def test_mail_to_a_stranger_is_named(submitted, stranger, broken):
    messages().update(recipient=stranger)

    assert all("the recipient does not belong there" in sentence for sentence in broken()["I8"])


@pytest.mark.parametrize("wait", [timedelta(seconds=20), AN_HOUR])
def test_mail_that_nobody_sends_is_named_after_two_ticks(submitted, broken, wait):
    messages().update(next_attempt_at=clock.real_now() - wait)

    assert ("I10" in broken()) == (wait == AN_HOUR)


def test_waiting_while_the_way_out_is_closed_is_no_fault(submitted, broken):
    messages().update(next_attempt_at=clock.real_now() - AN_HOUR)
    Channel.objects.update(breaker_state=Channel.Breaker.OPEN, breaker_until=clock.real_now() + AN_HOUR)

    assert broken() == {}


def test_reminders_that_nobody_planned_are_named(operator, clock_at, broken):
    clock_at("2025-11-10T08:03+07:00")

    assert broken()["I10"] == ["H-20 of 2025-11-10 08:00 was never planned"]


def test_planner_that_has_just_run_is_waited_for(operator, clock_at, broken):
    clock_at("2025-11-10T08:03+07:00")
    Tick.objects.create(name="plan", last_started=clock.real_now(), last_ok=clock.real_now(), host="uji", pid=1)

    assert "I10" not in broken()
