"""A service that everything else can do without is killed: people go on working, and the mail follows later."""

import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections

from notifications.models import Kind, MessageState, OutboxMessage
from ops.launcher import services, valkey
from ops.launcher.database_url import name_of, with_database
from ops.launcher.roles import statements
from ops.launcher.sockets import listen_from, port_of
from ops.launcher.supervisor import Supervisor
from ops.testing import processes
from ops.testing.http_browser import HttpBrowser
from ops.testing.postbox import Postbox
from proposals.workflow import State

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 5.0  # seconds in which an answer comes although something is away
PEOPLE = ["kepala.uji@lebong.example", "operator.uji@lebong.example"]


@pytest.fixture
def supervisor(tmp_path):
    keeper = Supervisor(tmp_path)
    yield keeper
    keeper.stop()


def kill(supervisor):
    """End the server that was started last without a farewell."""
    child = supervisor.children[-1]
    child.process.kill()
    child.process.wait()
    supervisor.children.remove(child)


@pytest.fixture
def socket_directory():
    """A directory with a name short enough for a unix socket."""
    with tempfile.TemporaryDirectory(prefix="lebong-") as directory:
        yield Path(directory)


@pytest.fixture
def submit(client_for, operator, make_proposal, agency_head):
    """Send a complete draft over HTTP; returns it and how long the answer took."""
    proposal = make_proposal()

    def send(site):
        browser = HttpBrowser(site, client_for(operator))
        form = browser.declaration(proposal.number)
        began = time.monotonic()
        answer = browser.post(f"/usulan/{proposal.number}/kirim/", form)
        took = time.monotonic() - began
        assert answer.status == 303, answer.text
        proposal.refresh_from_db()
        assert proposal.state == State.SUBMITTED
        return took

    return send


def receipts(postbox):
    return [person for person, subject in postbox.received() if "Diterima: usulan" in subject]


def tick(surroundings, **changes):
    done = processes.manage({**surroundings, **changes}, "tick")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_without_the_broker_everything_works_and_the_next_tick_sends(
    supervisor, surroundings, postbox, submit, tmp_path, socket_directory
):
    broker = valkey.start(supervisor, tmp_path / "valkey", socket_directory / "v", durable=False)
    with processes.web({**surroundings, "REDIS_URL": broker}, tmp_path / "logs") as site:
        assert HttpBrowser(site).get("/healthz/ready").status == 200
        kill(supervisor)

        assert submit(site) < AT_ONCE
        assert HttpBrowser(site).get("/healthz/ready").status == 200

    assert receipts(postbox) == []
    tick(surroundings, REDIS_URL=broker)
    assert receipts(postbox) == PEOPLE


@pytest.fixture
def mail_server(supervisor, tmp_path):
    """A mail server of this test's own: ``start()`` on the same port again, with a postbox over what it takes."""
    listener = listen_from(0)
    port = port_of(listener)
    maildir = tmp_path / "mail"

    def start():
        services.start_mail_sink(supervisor, os.environ, listen_from(port), maildir)
        return Postbox(maildir)

    listener.close()
    start.url = f"smtp://127.0.0.1:{port}"
    return start


@pytest.mark.slow
def test_without_the_mail_server_everything_works_and_the_mail_waits(
    supervisor, surroundings, mail_server, submit, tmp_path
):
    mail_server()
    away = {**surroundings, "EMAIL_URL": mail_server.url}
    with processes.web(away, tmp_path / "logs") as site:
        kill(supervisor)

        assert submit(site) < AT_ONCE
        tick(away)

    waiting = OutboxMessage.objects.filter(kind=Kind.RECEIPT)
    assert {(row.to_addr, row.state, row.attempts) for row in waiting} == {
        (person, MessageState.PENDING, 0) for person in PEOPLE
    }


@pytest.mark.slow
def test_when_the_mail_server_is_back_the_mail_follows_by_itself(
    supervisor, surroundings, mail_server, make_proposal, agency_head, tmp_path
):
    away = {**surroundings, "EMAIL_URL": mail_server.url}
    make_proposal(state="submitted")
    tick(away)

    with processes.workers(away, tmp_path / "logs", beat=True):
        postbox = mail_server()
        postbox.wait_for(len(PEOPLE), seconds=120)

    assert receipts(postbox) == PEOPLE


@pytest.fixture
def database_away(owner_url):
    """Lock everybody out of this test's database, and let them in again."""
    name = name_of(owner_url)

    def change(allowed):
        connections.close_all()
        with statements(with_database(owner_url, "postgres")) as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {allowed}')
            if not allowed:
                cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    @contextmanager
    def away():
        change(False)
        try:
            yield
        finally:
            change(True)

    return away


def test_without_the_database_people_are_told_to_come_back_and_it_comes_back_by_itself(
    surroundings, client_for, operator, make_proposal, database_away, tmp_path
):
    proposal = make_proposal()
    section = f"/usulan/{proposal.number}/latar-belakang/"
    with processes.web(surroundings, tmp_path / "logs") as site:
        browser, monitor = HttpBrowser(site, client_for(operator)), HttpBrowser(site)
        assert browser.get("/beranda/").status == 200

        with database_away():
            answers = [browser.get("/beranda/"), browser.get("/masuk/"), browser.post(section, {"seen_version": "1"})]
            ready, live = monitor.get("/healthz/ready"), monitor.get("/healthz/live")

        back = browser.get("/beranda/")

    for answer in answers:
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "Layanan sedang dalam pemeliharaan" in answer.text
    assert (ready.status, ready.headers["Retry-After"], live.status) == (503, "5", 200)
    assert back.status == 200
