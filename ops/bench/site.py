"""A seeded site of its own for measurements: two synchronous workers over our pages, two over the bare ones."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from ops.launcher import roles, services
from ops.launcher.environment import PROJECT
from ops.launcher.options import Options
from ops.launcher.preparation import prepare
from ops.launcher.serving import settings_for, stopping_at_the_end, wait_until_ready
from ops.launcher.sockets import listen_from, port_of
from ops.launcher.state import Home
from ops.launcher.storage import discard, open_storage
from ops.launcher.supervisor import Program, Supervisor, stop_on_signals

OPENING = "2025-11-04T15:00:00+07:00"
WORKERS = 2
AGENCIES = 28
NOTES_PER = 9
INHERITED_NOT = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS"),
    *("DEBUG", "DEMO", "MEDIA_ROOT", "STATIC_ROOT", "MAILDIR"),
)
FLOOR_TABLE = """
    DROP TABLE IF EXISTS bench_floor;
    CREATE TABLE bench_floor (id bigserial PRIMARY KEY, number text, text text);
    INSERT INTO bench_floor (number, text) VALUES ('kept', '');
    CREATE INDEX ON bench_floor (number);
    GRANT SELECT, INSERT, UPDATE ON bench_floor TO app_rw;
    GRANT USAGE ON SEQUENCE bench_floor_id_seq TO app_rw;
"""


@dataclass(frozen=True)
class Site:
    """The database, the ports of pages and floor, and the processes that work for them."""

    database_url: str
    port: int
    floor_port: int
    web: int
    floor: int
    database: int


@contextmanager
def seeded_site(size: int, *, keep: bool) -> Iterator[Site]:
    """Make or reuse the state of this size under `build/bench`, seed it, serve it, and stop everything at the end."""
    home = Home(PROJECT / "build" / "bench" / str(size))
    home.lock()
    # Whoever measures may serve another copy; this one is private whatever the environment says.
    for name in INHERITED_NOT:
        os.environ.pop(name, None)
    supervisor = Supervisor(home.logs)
    stop_on_signals(supervisor)
    if not keep:
        discard(home)
    with stopping_at_the_end(supervisor, home) as sockets:
        storage = open_storage(supervisor, home, sockets, demo=True)
        web, floor = listen_from(0), listen_from(0)
        port, floor_port = port_of(web), port_of(floor)
        settings = settings_for(home, storage, port, 25)
        environment = services.application_environment(settings)
        options = Options(port=port, as_of=OPENING, fresh=False, confirmed=True, empty=True)
        prepare(supervisor, home, environment, options, is_new=storage.is_new)
        if not home.recall("seeded"):
            _seed(supervisor, environment, size)
            home.note("seeded", True)
        with roles.statements(storage.owner_url) as cursor:
            cursor.execute(FLOOR_TABLE)
            cursor.execute("VACUUM ANALYZE")
        database = next(child.process.pid for child in supervisor.children if child.program.name == "postgres")
        pages = _serve(supervisor, environment, web, "web", "lebong_proposals.wsgi")
        bare = {**environment, "DJANGO_SETTINGS_MODULE": "ops.bench.floor_settings"}
        floor_pid = _serve(supervisor, bare, floor, "floor", "ops.bench.floor")
        wait_until_ready(supervisor, f"http://127.0.0.1:{floor_port}/list/")
        wait_until_ready(supervisor, f"http://127.0.0.1:{port}/healthz/ready")
        yield Site(storage.app_url, port, floor_port, pages, floor_pid, database)


def _seed(supervisor: Supervisor, environment: Mapping[str, str], size: int) -> None:
    sizes = ("--proposals", size, "--agencies", AGENCIES, "--notes-per", NOTES_PER)
    child = services.manage(supervisor, environment, "seed_bulk", *map(str, sizes))
    supervisor.finish(child, "manage.py seed_bulk")


def _serve(
    supervisor: Supervisor, environment: Mapping[str, str], listener: socket.socket, name: str, module: str
) -> int:
    """Start gunicorn with synchronous workers on a socket that is already listening."""
    command = services.leashed(
        "gunicorn",
        f"{module}:application",
        *("--bind", f"fd://{listener.fileno()}", "--workers", str(WORKERS), "--worker-class", "sync"),
        *("--timeout", "120", "--no-control-socket"),
    )
    popen = {"pass_fds": [listener.fileno()]}
    child = supervisor.start(Program(name, command, environment, PROJECT, patience=10, popen=popen))
    listener.close()
    return child.process.pid
