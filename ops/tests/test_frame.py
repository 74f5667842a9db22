"""What the frame of the tests promises to every test."""

import os
import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.utils import ProgrammingError

from lebong_proposals import clock
from ops.launcher.roles import statements


def add_session() -> None:
    Session.objects.create(session_key="frame", session_data="", expire_date=clock.real_now())


@pytest.mark.django_db
def test_tests_run_as_the_role_of_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app_rw",)
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("TRUNCATE django_session")


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_committing_test_finds_an_untouched_database(turn, owner_connection):
    assert Session.objects.count() == 0

    add_session()

    cursor = owner_connection.cursor()
    cursor.execute("SELECT count(*) FROM django_session")
    assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_rolled_back_test_finds_an_untouched_database():
    assert Session.objects.count() == 0


@pytest.fixture
def clock_put_back(db, owner_url) -> Iterator[None]:
    """Compare the clock before and after; listed before `clock_at`, it looks after that has put the clock back."""
    before = row_of_the_clock(owner_url)
    yield
    assert row_of_the_clock(owner_url) == before


def row_of_the_clock(owner_url: str) -> tuple:
    with statements(owner_url) as cursor:
        cursor.execute("SELECT shift, frozen_at FROM lebong_clock")
        return cursor.fetchone()


def test_clock_stands_still_or_runs_on_and_is_put_back(clock_put_back, clock_at):
    clock_at("2025-11-30T23:59:59+07:00")
    assert clock.now() == clock.now()
    assert clock.now().isoformat() == "2025-11-30T16:59:59+00:00"

    clock_at("2025-11-30T23:59:59+07:00", freeze=False)
    assert "2025-11-30T16:59:59" <= clock.now().isoformat() < "2025-11-30T17:01"


def test_mail_lands_in_the_maildir_of_this_worker():
    host, port = os.environ["EMAIL_URL"].removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as server:
        server.sendmail("a@lebong.example", ["b@lebong.example"], "Subject: bingkai\n\nHalo")

    stored = [path.read_text() for path in (Path(os.environ["MAILDIR"]) / "new").iterdir()]

    assert sum("bingkai" in text for text in stored) == 1


def test_browser_reports_blocked_scripts_and_other_hosts(page, browser_faults):
    page.route("http://localhost:8001/", lambda route: route.fulfill(body=PAGE, headers=HEADERS))
    page.goto("http://localhost:8001/")

    kinds = {fault.partition(":")[0] for fault in browser_faults}
    browser_faults.clear()

    assert kinds == {"request to another origin", "console"}


PAGE = "<!doctype html><html><body><img src='http://localhost:8002/x.png'><script>alert(1)</script></body></html>"
HEADERS = {"content-type": "text/html", "content-security-policy": "default-src 'none'; img-src *"}
