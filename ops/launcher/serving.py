"""`./run`, step by step: storage, preparation, processes, one block of addresses, and then waiting."""

import contextlib
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg2
import redis

from ops.launcher import options as command_line
from ops.launcher import services
from ops.launcher.messages import LauncherError, complain, say
from ops.launcher.options import Options
from ops.launcher.preparation import prepare
from ops.launcher.sockets import leave, listen_from, port_of, socket_directory
from ops.launcher.state import Home
from ops.launcher.storage import Storage, discard, open_storage
from ops.launcher.supervisor import StopRequested, Supervisor, stop_on_signals
from ops.launcher.unprivileged import ServerUser

DEMO_PASSWORD = "gladi-titian-2025"  # noqa: S105 - public: it is in README.md
TRUE = ("1", "true", "yes", "on")


def main(arguments: Sequence[str]) -> int:
    """Serve until asked to stop; return 0 then, and 1 when something failed."""
    options = command_line.parse(arguments)
    home = Home.from_environment()
    home.lock()
    supervisor = Supervisor(home.logs)
    stop_on_signals(supervisor)
    try:
        if options.fresh:
            start_over(home, options)
        refuse_moved_clock(home, options)
        with stopping_at_the_end(supervisor, home) as sockets:
            serve(supervisor, home, sockets, options)
    except StopRequested:
        return 0
    except (LauncherError, psycopg2.Error, redis.RedisError) as error:
        complain(str(error).strip())
        return 1
    return 0


@contextlib.contextmanager
def stopping_at_the_end(supervisor: Supervisor, home: Home) -> Iterator[Path]:
    """Provide the directory for sockets; whatever happens, stop every process and leave nothing outside `home`."""
    sockets = socket_directory(home.path, home.digest, ServerUser().reaches)
    try:
        yield sockets
    except StopRequested:
        say("Stopping.")
        raise
    finally:
        supervisor.stop()
        leave(sockets, home.path)


def start_over(home: Home, options: Options) -> None:
    """Throw the local state away, once that is confirmed."""
    if os.environ.get("DATABASE_URL"):
        raise LauncherError(
            "--fresh removes local state only, but DATABASE_URL names another database; empty that one by hand."
        )
    if not options.confirmed:
        if not sys.stdin.isatty():
            raise LauncherError("--fresh asks before it deletes; without a terminal add --yes.")
        say(f"This deletes the database, the files and the mail in {home.path}.")
        if input("Type yes to go on: ").strip().lower() != "yes":
            raise LauncherError("Nothing was deleted.")
    discard(home)


def refuse_moved_clock(home: Home, options: Options) -> None:
    """An existing database has its clock; starting with another one in mind would mislead."""
    kept = home.recall("as_of")
    if options.as_of and kept and options.as_of != kept:
        raise LauncherError(
            f"The database was made for {kept}. Move its clock with `python manage.py rehearse --at {options.as_of}` "
            "while it is served, or begin again with --fresh."
        )


def serve(supervisor: Supervisor, home: Home, sockets: Path, options: Options) -> None:
    """Start everything, say where it is, and watch until a signal comes or a process dies."""
    begun = time.monotonic()
    for log in home.logs.glob("*.log"):
        log.replace(log.with_suffix(".log.1"))
    demo = os.environ.get("DEMO", "1").lower() in TRUE
    storage = open_storage(supervisor, home, sockets, demo=demo)
    web, mail = listen_from(options.port), listen_from(0)
    port = port_of(web)
    settings = settings_for(home, storage, port, port_of(mail))
    home.write_settings(settings)
    environment = services.application_environment(settings)
    prepare(supervisor, home, environment, options, is_new=storage.is_new)
    services.start_mail_sink(supervisor, environment, mail, home.mail)
    services.start_web(supervisor, environment, web)
    services.start_workers(supervisor, environment)
    services.start_beat(supervisor, environment, home.path / "beat-schedule")
    wait_until_ready(supervisor, f"http://127.0.0.1:{port}/healthz/ready")
    announce(home, options, port, time.monotonic() - begun, demo=demo)
    while True:
        supervisor.check_alive()
        time.sleep(0.2)


def settings_for(home: Home, storage: Storage, port: int, mail_port: int) -> dict[str, str]:
    """The settings of this copy; what the caller's environment says about the rest goes first."""
    defaults = {
        "SECRET_KEY": home.secrets()["secret_key"],
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "MEDIA_ROOT": str(home.media),
        "STATIC_ROOT": str(home.path / "static"),
        "MAILDIR": str(home.mail),
        "DEMO": "1",
    }
    chosen = {name: os.environ.get(name) or value for name, value in defaults.items()}
    return {"LEBONG_HOME": str(home.path), **chosen, **storage.settings()}


def wait_until_ready(supervisor: Supervisor, address: str) -> None:
    """Wait until the site says that it can serve."""
    deadline = time.monotonic() + 90
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer = "nothing"
    while time.monotonic() < deadline:
        supervisor.check_alive()
        try:
            with opener.open(address, timeout=5) as response:
                if response.status == 200:
                    return
        except urllib.error.HTTPError as error:
            answer = f"{error.code} {error.read(200)!r}"
        except OSError as error:
            answer = str(error)
        time.sleep(0.1)
    raise LauncherError(f"The site did not become ready within 90 seconds; {address} answered: {answer}.")


def announce(home: Home, options: Options, port: int, seconds: float, *, demo: bool) -> None:
    """Say where the site is, who can sign in, where its mail goes and how to end it."""
    if options.port and port != options.port:
        say(f"Port {options.port} is taken; using {port}.")
    say()
    say(f"Titian is ready after {seconds:.0f} s:  http://127.0.0.1:{port}/")
    if demo and not home.recall("empty"):
        say("  accounts   operator.dinkes, kepala.dinkes, telaah1.bappeda, kepala.bappeda, bupati, admin")
        say(f"             (every password: {DEMO_PASSWORD}; the whole list is in README.md)")
    if demo:
        say(f"  mail       http://127.0.0.1:{port}/kotak-surat/ shows what the system has sent")
    say(f"  state      {home.path} (logs in log/)")
    say("  stop       Ctrl-C")
    say()
