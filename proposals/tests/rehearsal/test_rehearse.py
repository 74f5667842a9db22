"""The rehearsal clock as its owner moves it: forwards, on record, and never in production."""

import os
import subprocess
import sys

import pytest
from django.db import ProgrammingError, connection

from lebong_proposals import clock
from proposals.models import AuditEntry

MANAGE = [sys.executable, "manage.py"]


@pytest.fixture
def manage(transactional_db, owner_url):
    """Run a command as people do, in a process of its own on this test's database."""

    def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess:
        environment = os.environ | {"DATABASE_URL": owner_url, "DATABASE_OWNER_URL": owner_url} | changes
        return subprocess.run([*MANAGE, *arguments], env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.slow
def test_clock_moves_on_from_the_given_moment(manage):
    result = manage("rehearse", "--at", "2025-11-14T08:01+07:00")

    assert result.returncode == 0, result.stderr
    assert clock.now().astimezone(clock.WIB).isoformat().startswith("2025-11-14T08:01")
    assert AuditEntry.objects.filter(verb="clock_moved").last().occurred_at.isoformat() == "2025-11-14T01:01:00+00:00"


def test_clock_stands_still_to_the_microsecond(manage):
    manage("rehearse", "--at", "2025-11-30T23:59:59.999999+07:00", "--freeze")

    assert clock.now() == clock.now()
    assert clock.now().isoformat() == "2025-11-30T16:59:59.999999+00:00"


@pytest.mark.slow
def test_steps_of_a_microsecond_across_the_cutoff_are_possible(manage):
    moments = ("2025-11-30T23:59:59.999999+07:00", "2025-12-01T00:00+07:00", "2025-12-01T00:00:00.000001+07:00")

    assert [manage("rehearse", "--at", moment).returncode for moment in moments] == [0, 0, 0]


@pytest.mark.slow
def test_going_back_is_refused_in_a_sentence(manage):
    manage("rehearse", "--at", "2025-11-14T08:01+07:00")

    result = manage("rehearse", "--at", "2025-11-13T08:01+07:00")

    assert result.returncode == 1
    assert "The clock never goes back" in result.stderr


def test_production_refuses_to_move_the_clock(manage):
    result = manage("rehearse", "--at", "2025-11-14T08:01+07:00", DEMO="0")

    assert result.returncode == 1
    assert "works with DEMO only" in result.stderr


def test_serving_role_cannot_move_the_clock(db):
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE lebong_clock SET shift = interval '1 day'")
