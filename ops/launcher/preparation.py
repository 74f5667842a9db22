"""Bring database and static files up to date before anybody is served."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ops.launcher.environment import PROJECT
from ops.launcher.messages import say
from ops.launcher.options import DEMONSTRATION_START, REAL, Options
from ops.launcher.services import manage
from ops.launcher.state import Home
from ops.launcher.supervisor import Child, Supervisor

# What decides the collected files: the files themselves, the code that gathers them, the packages they come from.
STATIC_SOURCES = ("static/**/*", "lebong_proposals/*.py", "requirements.txt")


def prepare(
    supervisor: Supervisor, home: Home, environment: Mapping[str, str], options: Options, *, is_new: bool
) -> None:
    """Migrate, load reference data, fill a new database, and gather static files meanwhile."""
    stamp = _static_stamp()
    collecting = _start_collecting(supervisor, home, environment, stamp)
    supervisor.finish(manage(supervisor, environment, "migrate", "-v0"), "manage.py migrate")
    supervisor.finish(manage(supervisor, environment, "seed_reference"), "manage.py seed_reference")
    if is_new:
        _fill(supervisor, home, environment, options)
    if collecting is not None:
        supervisor.finish(collecting, "manage.py collectstatic")
        home.note("static", stamp)


def _fill(supervisor: Supervisor, home: Home, environment: Mapping[str, str], options: Options) -> None:
    """Put the demonstration into a new database, or only set its clock."""
    as_of = options.as_of or DEMONSTRATION_START
    if options.empty:
        command = ["rehearse", "--real"] if as_of == REAL else ["rehearse", "--at", as_of]
    else:
        say("Filling the new database with the demonstration")
        command = ["seed_demo", "--as-of", as_of]
    supervisor.finish(manage(supervisor, environment, *command), f"manage.py {command[0]}")
    home.note("as_of", as_of)
    home.note("empty", options.empty)
    home.note("filled", True)


def _start_collecting(supervisor: Supervisor, home: Home, environment: Mapping[str, str], stamp: str) -> Child | None:
    if home.recall("static") == stamp and Path(environment["STATIC_ROOT"]).is_dir():
        return None
    return manage(supervisor, environment, "collectstatic", "--noinput", "--clear", "-v0")


def _static_stamp() -> str:
    digest = hashlib.sha256()
    for path in _files(STATIC_SOURCES):
        digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(patterns: Iterable[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in PROJECT.glob(pattern) if path.is_file())
