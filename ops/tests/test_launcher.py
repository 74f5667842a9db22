"""What `./run` promises: it serves, it stops, it leaves nothing behind, and copies do not meet."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.launcher.postgres import outside_directory
from ops.tests.running import Run

pytestmark = pytest.mark.slow

SERVERS = ("postgres", "valkey", "mail_sink", "gunicorn", "celery")


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    """A directory that any user may enter, for state directories."""
    directory = Path(tempfile.mkdtemp(prefix="lebong-runs-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(scope="module")
def filled(room: Path) -> Path:
    """A state directory whose database has been filled, so that the tests start warm."""
    home = room / "home"
    run = Run(home, "--port", "0", "--empty").wait_until_ready()
    assert run.stop(signal.SIGTERM) == 0, run.text
    return home


@pytest.fixture
def start(filled: Path) -> Iterator:
    """Start a copy and make sure that it ends with the test."""
    started: list[Run] = []

    def begin(*arguments: str, home: Path = filled, **environment: str) -> Run:
        started.append(Run(home, *arguments, **environment))
        return started[-1]

    yield begin
    for run in started:
        if run.process.poll() is None:
            run.stop(signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_serves_and_stops_without_a_trace_when_asked(start, number):
    run = start("--port", "0").wait_until_ready()
    assert run.get() == 200

    code = run.stop(number)

    assert (code, run.processes()) == (0, {})


@pytest.mark.chaos_quick
def test_run_leaves_no_process_when_killed_and_serves_again_at_once(start):
    run = start("--port", "0").wait_until_ready()
    assert {name for name in SERVERS if name not in str(run.processes())} == set()

    run.stop(signal.SIGKILL)
    again = start("--port", "0").wait_until_ready()
    assert again.get() == 200
    again.stop(signal.SIGKILL)

    assert again.wait_until_gone() == {}


@pytest.mark.chaos_quick
@pytest.mark.parametrize("name", ["gunicorn", "celery", "postgres"])
def test_run_stops_everything_and_says_why_when_a_child_dies(start, name):
    run = start("--port", "0").wait_until_ready()
    children = {pid: command for pid, command in run.processes().items() if parent_of(pid) == run.process.pid}
    victim = min(pid for pid, command in children.items() if name in command)

    os.kill(victim, signal.SIGKILL)

    assert run.process.wait(60) == 1
    assert "ended unexpectedly (killed by SIGKILL)" in run.text
    assert run.wait_until_gone() == {}


def test_second_run_on_the_same_state_is_refused_in_a_sentence(start):
    first = start("--port", "0").wait_until_ready()

    second = subprocess.run(
        [str(Path(__file__).parents[2] / "run")],
        env={**os.environ, "LEBONG_HOME": str(first.home)},
        capture_output=True,
        text=True,
    )

    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.count("\n") == 1
    assert second.stderr.startswith("Another ./run already serves the state in")
    assert first.get() == 200


def test_run_takes_the_next_port_when_the_wanted_one_is_taken(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]
        run = start(PORT=str(wanted)).wait_until_ready()

        assert wanted < run.port < wanted + 100
        assert f"Port {wanted} is taken" in run.text
        assert run.get() == 200


def test_two_copies_serve_side_by_side_even_under_a_long_path_that_is_closed_to_others(start, room):
    first = start("--port", "0").wait_until_ready()
    closed = room / "closed"
    closed.mkdir(mode=0o700)
    second = start("--port", "0", "--empty", home=closed / ("long" * 20) / "home").wait_until_ready()

    assert first.port != second.port
    assert (first.get(), second.get()) == (200, 200)

    assert second.stop(signal.SIGTERM) == 0
    assert second.processes() == {}
    shutil.rmtree(outside_directory(second.digest), ignore_errors=True)


def test_run_refuses_another_time_for_an_existing_database(start):
    run = start("--as-of", "2025-11-30T23:50+07:00")

    assert run.process.wait(60) == 1
    assert "Move its clock with" in run.text


def test_fresh_needs_a_confirmation(start):
    run = start("--fresh")

    assert run.process.wait(60) == 1
    assert "add --yes" in run.text
    assert (run.home / "secrets.json").exists()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
