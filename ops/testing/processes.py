"""Real processes of the application over a test's own database: management commands, workers, the scheduler."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ops.launcher import services
from ops.launcher.database_url import name_of, with_database
from ops.launcher.environment import PROJECT
from ops.launcher.sockets import listen_from, port_of
from ops.launcher.supervisor import Supervisor

START = 60.0  # seconds that a process may take to start on a busy machine


def environment_of(owner_url: str, **changes: str) -> dict[str, str]:
    """The environment of a process that serves the database behind `owner_url`, as the application's role."""
    database = with_database(os.environ["DATABASE_URL"], name_of(owner_url))
    return {**os.environ, "DATABASE_URL": database, "DATABASE_OWNER_URL": owner_url, **changes}


def manage(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a management command as a process of its own and wait for it."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, env=dict(environment), cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def workers(environment: Mapping[str, str], logs: Path, *, beat: bool = False) -> Iterator[Supervisor]:
    """The workers that `./run` starts, with the scheduler if it is asked for; stopped at the end."""
    logs.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(logs)
    try:
        services.start_workers(supervisor, environment)
        if beat:
            services.start_beat(supervisor, environment, logs / "beat-schedule")
        _wait_until_ready(supervisor)
        yield supervisor
    finally:
        supervisor.stop()


@contextmanager
def web(environment: Mapping[str, str], logs: Path) -> Iterator[str]:
    """The web server that `./run` starts, over its own free port; gives its address, and stops it at the end."""
    logs.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(logs)
    listener = listen_from(0)
    address = f"http://127.0.0.1:{port_of(listener)}"
    try:
        services.start_web(supervisor, {**environment, "SITE_URL": address}, listener)
        yield address
    finally:
        supervisor.stop()


def _wait_until_ready(supervisor: Supervisor) -> None:
    """A nudge that comes before the worker listens is lost, as it may be; a test would then wait for the next tick."""
    logs = [child.log for child in supervisor.children if child.group == "workers"]
    deadline = time.monotonic() + START
    while not all(" ready." in log.read_text() for log in logs):
        supervisor.check_alive()
        if time.monotonic() > deadline:
            raise AssertionError("\n".join(log.read_text()[-2000:] for log in logs))
        time.sleep(0.1)
