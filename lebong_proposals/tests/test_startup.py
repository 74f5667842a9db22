"""What a production process refuses to start with."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from lebong_proposals.startup import refuse_unsafe_start


def test_demo_starts_with_a_moved_clock(db, settings):
    settings.DEMO = True

    refuse_unsafe_start()


def test_production_refuses_a_moved_clock_and_says_what_to_do(db, settings):
    settings.DEMO = False

    with pytest.raises(ImproperlyConfigured, match="rehearse --real"):
        refuse_unsafe_start()


def load(role_url: str, **changes: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"DATABASE_URL": role_url} | changes
    command = [sys.executable, "-c", "import lebong_proposals.wsgi"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_nobody_is_left_to_believe_in_codes_that_are_not_asked_for(db, settings):
    settings.REQUIRE_TOTP = True

    with pytest.raises(ImproperlyConfigured, match="REQUIRE_TOTP"):
        refuse_unsafe_start()


def test_process_refuses_the_owner_of_the_tables(db, owner_url):
    result = load(owner_url)

    assert result.returncode == 1
    assert "use the serving role" in result.stderr


@pytest.mark.parametrize("secret", ["", "short"])
def test_process_refuses_a_missing_or_short_secret(db, owner_url, secret):
    result = load(owner_url, SECRET_KEY=secret)

    assert result.returncode == 1
    assert "SECRET_KEY is missing or shorter" in result.stderr
