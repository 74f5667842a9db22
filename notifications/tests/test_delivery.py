"""Sending over real SMTP: what is accepted, refused, cut, and what stays on record."""

from datetime import timedelta

import pytest

from lebong_proposals import clock
from notifications import claims
from notifications.delivery import dispatch
from notifications.models import (
    Channel,
    DeliveryAttempt,
    MessageState,
    OutboxMessage,
    Outcome,
    Phase,
    Suppression,
)
from notifications.settle import address_hash
from notifications.tests.sink import free_port

pytestmark = pytest.mark.usefixtures("unpaced")


def send_all():
    return dispatch(clock.now())


def make_due():
    """Let the delays of temporary refusals pass."""
    OutboxMessage.objects.filter(state=MessageState.PENDING).update(next_attempt_at=clock.real_now())


def phases(message):
    rows = DeliveryAttempt.objects.filter(message=message).order_by("id")
    return [(row.attempt_no, row.phase, row.outcome) for row in rows]


def test_an_accepted_message_has_its_text_its_try_and_its_moment(queued, operator, sink, monday):
    message = queued(operator)

    counts = send_all()

    message.refresh_from_db()
    (mail,) = sink.delivered
    assert counts == {Outcome.ACCEPTED: 1}
    assert message.state == MessageState.ACCEPTED
    assert (message.accepted_at - monday) < timedelta(seconds=30)
    assert (message.subject, message.body_text) == (mail.message["Subject"], mail.text)
    assert phases(message) == [
        (1, Phase.BEGUN, ""),
        (1, Phase.DATA_STARTED, ""),
        (1, Phase.CLOSED, Outcome.ACCEPTED),
    ]


def test_the_headers_name_sender_thread_and_machine(queued, operator, sink, settings):
    message = queued(operator)

    send_all()

    headers = sink.delivered[0].message
    assert sink.delivered[0].recipients == [operator.email]
    assert headers["From"] == f"Titian Lebong — Bappeda Kabupaten Lebong <{settings.DEFAULT_FROM_EMAIL}>"
    assert headers["To"] == operator.email
    assert headers["Message-ID"] == message.message_id
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["References"] == f"<usulan-2025-0042@{settings.MAIL_DOMAIN}>"
    assert headers["Cc"] is None


def test_a_batch_goes_over_one_connection(queued, operator, sink):
    for _ in range(30):
        queued(operator)

    send_all()

    assert (len(sink.delivered), sink.connections) == (30, 1)


@pytest.mark.parametrize("refusal", ["450 4.2.0 greylisted", "451 4.3.0 later", "452 4.3.1 full", "451 4.7.1 policy"])
def test_a_temporary_refusal_is_tried_again_later_with_the_same_text_and_id(
    queued, operator, agency_head, sink, refusal
):
    message, other = queued(operator), queued(agency_head)
    sink.rcpt[operator.email].append(refusal)
    before = clock.real_now()

    send_all()

    message.refresh_from_db()
    other.refresh_from_db()
    first_text = message.body_text
    assert (message.state, message.failures) == (MessageState.PENDING, 1)
    assert timedelta(seconds=48) <= message.next_attempt_at - before <= timedelta(seconds=90)
    assert other.state == MessageState.ACCEPTED

    make_due()
    send_all()

    message.refresh_from_db()
    (mail,) = sink.to(operator.email)
    assert (message.state, message.attempts) == (MessageState.ACCEPTED, 2)
    assert (mail.message["Message-ID"], mail.text) == (message.message_id, first_text)


def test_the_text_is_not_written_again_when_the_world_has_changed(queued, operator, sink):
    message = queued(operator)
    sink.data[operator.email].append("451 4.3.0 later")
    send_all()
    OutboxMessage.objects.filter(pk=message.pk).update(facts=message.facts | {"title": "Judul lain"})

    make_due()
    send_all()

    (mail,) = sink.to(operator.email)
    assert "Rehabilitasi Irigasi Air Sipang" in mail.text
    assert "Judul lain" not in mail.text


def test_delays_grow_to_half_an_hour(queued, operator, sink):
    message, delays = queued(operator), []
    sink.rcpt[operator.email] += ["450 4.2.0 greylisted"] * 8

    for _ in range(8):
        make_due()
        before = clock.real_now()
        send_all()
        message.refresh_from_db()
        delays.append((message.next_attempt_at - before).total_seconds() / 60)

    for delay, minutes in zip(delays, [1, 2, 4, 8, 15, 30, 30, 30], strict=True):
        assert minutes * 0.79 <= delay <= minutes * 1.25


def test_a_wrong_address_fails_at_once_and_gets_nothing_more(queued, operator, agency_head, sink):
    first = queued(operator)
    sink.rcpt[operator.email].append("550 5.1.1 no such user")
    send_all()

    second, other = queued(operator), queued(agency_head)
    send_all()

    states = dict(OutboxMessage.objects.values_list("id", "state"))
    assert states == {
        first.id: MessageState.FAILED,
        second.id: MessageState.SUPPRESSED,
        other.id: MessageState.ACCEPTED,
    }
    assert [row.address_hash for row in Suppression.objects.all()] == [address_hash(operator.email)]
    assert sink.to(operator.email) == []


def test_a_full_mailbox_is_tried_for_a_day(queued, operator, sink):
    message = queued(operator)
    sink.rcpt[operator.email] += ["552 5.2.2 mailbox full"] * 2
    send_all()
    message.refresh_from_db()
    assert message.state == MessageState.PENDING

    attempt = DeliveryAttempt.objects.filter(message=message).first()
    clock_then = attempt.happened_at
    make_due()
    send_all()

    message.refresh_from_db()
    assert clock.real_now() - clock_then < timedelta(hours=24)
    assert message.state == MessageState.PENDING
    assert not Suppression.objects.exists()


def test_a_line_cut_after_the_text_is_tried_again_and_marked_as_possible_duplicate(queued, operator, sink):
    message = queued(operator)
    sink.cut_after_data.append(operator.email)
    before = clock.real_now()

    counts = send_all()

    message.refresh_from_db()
    assert counts == {Outcome.UNKNOWN: 1}
    assert (message.state, message.possible_duplicate) == (MessageState.PENDING, True)
    assert message.next_attempt_at - before >= timedelta(minutes=5)

    make_due()
    send_all()

    message.refresh_from_db()
    first, second = sink.to(operator.email)
    assert message.state == MessageState.ACCEPTED
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.text == second.text


def test_a_sender_that_died_after_the_text_left_repeats_the_same_mail(queued, operator, sink):
    """The process is gone between the server's acceptance and our record of it."""
    message = queued(operator)
    sink.cut_after_data.append(operator.email)
    send_all()
    # What a killed process would have left: no closed row, and a lease that has run out.
    dead = claims.claim(at=clock.real_now() + timedelta(minutes=6), limit=1, worker="mati")
    begun = DeliveryAttempt.objects.filter(message=message).values("worker", "happened_at", "lease_token")[0]
    for phase in (Phase.BEGUN, Phase.DATA_STARTED):
        DeliveryAttempt.objects.create(message=message, attempt_no=2, phase=phase, **begun)
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=2, next_attempt_at=clock.real_now())

    send_all()

    message.refresh_from_db()
    assert dead.messages[0].id == message.id
    assert (message.state, message.possible_duplicate, message.unknowns) == (MessageState.ACCEPTED, True, 2)
    assert {mail.message["Message-ID"] for mail in sink.delivered} == {message.message_id}
    assert len({mail.text for mail in sink.delivered}) == 1
    assert [row[2] for row in phases(message) if row[1] == Phase.CLOSED] == ["unknown", "crashed", "accepted"]


def test_an_expired_message_is_not_sent(queued, operator, sink, monday):
    message = queued(operator, expires_at=monday)

    counts = send_all()

    message.refresh_from_db()
    assert (counts, message.state) == ({MessageState.EXPIRED: 1}, MessageState.EXPIRED)
    assert sink.delivered == []


def test_a_person_who_may_not_sign_in_any_more_gets_nothing(queued, operator, sink):
    message = queued(operator)
    operator.is_active = False
    operator.save()

    send_all()

    message.refresh_from_db()
    assert (message.state, sink.delivered) == (MessageState.CANCELLED, [])


def test_a_message_that_cannot_be_written_waits_and_holds_up_nobody(queued, operator, agency_head, sink):
    broken, healthy = queued(operator, facts={}), queued(agency_head)

    counts = send_all()

    broken.refresh_from_db()
    healthy.refresh_from_db()
    assert (broken.state, broken.failures, broken.attempts) == (MessageState.PENDING, 1, 0)
    assert healthy.state == MessageState.ACCEPTED
    assert counts == {"postponed": 1, "unsent": 1, Outcome.ACCEPTED: 1}


def test_a_server_that_is_away_opens_the_breaker_and_costs_no_try(queued, operator, settings):
    message = queued(operator)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    send_all()

    message.refresh_from_db()
    channel = Channel.objects.get()
    assert (message.state, message.attempts, message.failures) == (MessageState.PENDING, 0, 0)
    assert channel.breaker_state == Channel.Breaker.OPEN
    assert timedelta(seconds=20) < channel.breaker_until - clock.real_now() <= timedelta(seconds=30)


def test_nothing_is_claimed_while_the_breaker_is_open(queued, operator, sink):
    Channel.objects.update(breaker_state=Channel.Breaker.OPEN, breaker_until=clock.real_now() + timedelta(minutes=1))
    message = queued(operator)

    assert send_all() == {}

    message.refresh_from_db()
    assert message.state == MessageState.PENDING


def test_the_trial_after_a_break_closes_the_breaker_and_the_rest_follows(queued, operator, sink):
    Channel.objects.update(breaker_state=Channel.Breaker.OPEN, breaker_until=clock.real_now(), openings=3)
    for _ in range(5):
        queued(operator)

    send_all()

    channel = Channel.objects.get()
    assert (channel.breaker_state, channel.openings) == (Channel.Breaker.CLOSED, 0)
    assert len(sink.delivered) == 5


def test_a_failed_trial_opens_the_breaker_for_twice_as_long(queued, operator, sink):
    Channel.objects.update(breaker_state=Channel.Breaker.OPEN, breaker_until=clock.real_now(), openings=1)
    queued(operator)
    sink.rcpt[operator.email].append("421 4.3.2 closing")

    send_all()

    channel = Channel.objects.get()
    assert channel.openings == 2
    assert timedelta(seconds=50) < channel.breaker_until - clock.real_now() <= timedelta(seconds=60)


def test_three_broken_conversations_in_a_row_open_the_breaker_and_burn_no_failure(queued, operator, sink):
    messages = [queued(operator) for _ in range(6)]
    sink.rcpt[operator.email] += ["421 4.3.2 closing"] * 3

    send_all()

    assert Channel.objects.get().breaker_state == Channel.Breaker.OPEN
    rows = OutboxMessage.objects.filter(pk__in=[message.pk for message in messages])
    assert {(row.state, row.failures) for row in rows} == {(MessageState.PENDING, 0)}
    assert sorted(row.attempts for row in rows) == [0, 0, 0, 1, 1, 1]


def test_our_own_fault_is_not_counted_against_the_recipient(queued, operator, sink):
    message = queued(operator)
    sink.rcpt[operator.email].append("554 5.7.1 relay access denied")

    send_all()

    message.refresh_from_db()
    assert (message.state, message.failures, message.last_code) == (MessageState.PENDING, 0, 554)
    assert not Suppression.objects.exists()


def test_a_paused_channel_sends_nothing(queued, operator, admin, sink):
    queued(operator)
    Channel.objects.update(paused_by=admin, paused_reason="Uji")

    assert send_all() == {}
    assert sink.delivered == []


def test_the_rate_of_the_channel_is_kept(queued, operator, sink):
    Channel.objects.update(rate_per_second=20)
    for _ in range(10):
        queued(operator)
    started = clock.real_now()

    send_all()

    assert len(sink.delivered) == 10
    assert clock.real_now() - started >= timedelta(seconds=0.45)


def test_messages_for_which_no_time_is_left_are_given_back(queued, operator, sink):
    Channel.objects.update(rate_per_second=2)
    for _ in range(10):
        queued(operator)

    dispatch(clock.now(), budget=timedelta(seconds=1))

    states = sorted(OutboxMessage.objects.values_list("state", flat=True))
    assert 1 <= states.count(MessageState.ACCEPTED) <= 3
    assert states.count(MessageState.PENDING) == 10 - states.count(MessageState.ACCEPTED)
