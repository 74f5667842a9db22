"""A sender that is really killed between the server's acceptance and our record of it."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from lebong_proposals import clock
from notifications.delivery import dispatch
from notifications.models import DeliveryAttempt, MessageState, OutboxMessage, Outcome, Phase
from ops.launcher.database_url import with_database

SENDER = """
import django
django.setup()
from lebong_proposals import clock
from notifications.delivery import dispatch
dispatch(clock.now())
"""


@pytest.fixture
def sender_process(settings):
    """Start a process that sends what is due, in the database and to the server of this test."""
    environment = {
        **os.environ,
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], connection.settings_dict["NAME"]),
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "SITE_URL": settings.SITE_URL,
        "DJANGO_SETTINGS_MODULE": "lebong_proposals.settings",
    }
    started = []

    def start() -> subprocess.Popen:
        started.append(subprocess.Popen([sys.executable, "-c", SENDER], env=environment, cwd=settings.BASE_DIR))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait(10)


@pytest.mark.django_db(transaction=True)
def test_a_killed_sender_costs_at_most_a_labelled_copy_of_one_mail(
    queued, operator, agency_head, sink, unpaced, sender_process
):
    first, second = queued(operator), queued(agency_head)
    accept, processes = sink.handle_DATA, []

    async def accept_then_kill(server, session, envelope):
        answer = await accept(server, session, envelope)
        processes[0].send_signal(signal.SIGKILL)
        return answer

    sink.handle_DATA = accept_then_kill
    processes.append(sender_process())
    assert processes[0].wait(30) == -signal.SIGKILL
    sink.handle_DATA = accept
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.LEASED}
    # The leases run out.
    OutboxMessage.objects.update(next_attempt_at=clock.real_now())

    dispatch(clock.now())

    first.refresh_from_db()
    second.refresh_from_db()
    twice, once = (first, second) if len(sink.to(operator.email)) == 2 else (second, first)
    assert (twice.state, twice.possible_duplicate, twice.attempts) == (MessageState.ACCEPTED, True, 2)
    assert (once.state, once.possible_duplicate, once.attempts) == (MessageState.ACCEPTED, False, 1)
    assert len(sink.delivered) == 3
    copies = [mail for mail in sink.delivered if mail.recipients == [twice.to_addr]]
    assert {mail.message["Message-ID"] for mail in copies} == {twice.message_id}
    assert len({(str(mail.message["Subject"]), mail.text, mail.html) for mail in copies}) == 1
    closed = DeliveryAttempt.objects.filter(message=twice, phase=Phase.CLOSED).order_by("attempt_no")
    assert list(closed.values_list("outcome", flat=True)) == [Outcome.CRASHED, Outcome.ACCEPTED]
