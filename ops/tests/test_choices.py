"""What can be asked of the two commands, and what becomes of it."""

import environ
import pytest

from ops.launcher import database_url, options
from ops.launcher.messages import LauncherError
from ops.testing.arguments import Plan

CURATED = ("-m", "not slow", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


@pytest.mark.parametrize(
    ("given", "arguments", "workers"),
    [
        ([], CURATED, 2),
        (["-x"], (*CURATED, "-x"), 2),
        (["-k", "accounts"], (*CURATED, "-k", "accounts"), 2),
        (["--all"], ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"), 2),
        (["-m", "slow"], ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "slow"), 2),
        (["accounts/tests"], ("accounts/tests",), 0),
        (["pytest.ini::test_x", "-x"], ("pytest.ini::test_x", "-x"), 0),
        (["accounts/tests", "-n", "3"], ("accounts/tests", "-n", "3"), 3),
    ],
)
def test_tests_are_chosen_by_the_arguments(given, arguments, workers):
    assert Plan.of(given) == Plan(arguments, workers)


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2025-11-30T23:50+07:00", "2025-11-30T23:50:00+07:00"),
        ("2025-11-30T23:50", "2025-11-30T23:50:00+07:00"),
        ("2025-11-30T16:50:00Z", "2025-11-30T16:50:00+00:00"),
        ("real", "real"),
    ],
)
def test_time_is_read_as_wib_when_it_has_no_offset(given, moment):
    assert options.parse(["--as-of", given]).as_of == moment


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--as-of", "besok"], "--as-of takes an ISO time"),
        (["--port", "70000"], "A port lies between 0 and 65535; 70000 does not."),
    ],
)
def test_wrong_choice_is_refused_in_a_sentence(given, sentence):
    with pytest.raises(LauncherError, match=sentence):
        options.parse(given)


def test_port_comes_from_the_option_before_the_environment(monkeypatch):
    monkeypatch.setenv("PORT", "8100")

    assert options.parse([]).port == 8100
    assert options.parse(["--port", "8200"]).port == 8200


def test_address_of_a_socket_keeps_its_case_and_characters_in_the_settings(tmp_path):
    socket = tmp_path / "A b%"

    url = database_url.socket_url("app_rw", "p@ss/w:d%", socket, "lebong")
    read = environ.Env.db_url_config(url)

    assert (read["USER"], read["PASSWORD"], read["NAME"], read["HOST"]) == ("app_rw", "p@ss/w:d%", "lebong", "")
    assert read["OPTIONS"] == {"host": str(socket)}


def test_role_and_database_of_an_address_can_be_exchanged():
    url = "postgresql://owner:x@db.example:5432/lebong?sslmode=require"

    other = database_url.with_database(database_url.with_role(url, "app_rw", "a b"), "second")

    assert other == "postgresql://app_rw:a%20b@db.example:5432/second?sslmode=require"
