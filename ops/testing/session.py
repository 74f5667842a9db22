"""Behind `./test`: start what the tests need once, build the template database, run pytest, leave nothing behind."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg2
import redis

from ops.launcher import roles, services, valkey
from ops.launcher.database_url import with_database, with_role
from ops.launcher.environment import PROJECT
from ops.launcher.leash import tied_to_caller
from ops.launcher.messages import LauncherError, complain, say
from ops.launcher.postgres import SAFE_TO_LOSE, Server
from ops.launcher.sockets import listen_from, port_of, socket_directory
from ops.launcher.state import Home
from ops.launcher.supervisor import StopRequested, Supervisor, stop_on_signals
from ops.launcher.unprivileged import ServerUser
from ops.testing.arguments import Plan
from ops.testing.browser import find_chromium

TEMPLATE = "lebong_template"
# Tests begin where the demo begins: the day of H-20, with the window open.
REHEARSAL_START = "2025-11-10T08:00+07:00"
# No database has this name: code that asks a question before its worker has cloned one fails loudly.
BEFORE_CLONING = "lebong_not_cloned_yet"
# What a developer may have set for a running copy and would change what the tests see.
NOT_INHERITED = (
    *("DEBUG", "TRUSTED_PROXY", "REQUIRE_TOTP", "LOG_FORMAT", "MAIL_DOMAIN", "DEFAULT_FROM_EMAIL", "REPLY_TO_EMAIL"),
    *("SECRET_KEY_FALLBACKS", "DATABASE_APP_ROLE", "DATABASE_READ_ROLE", "STATIC_ROOT", "PORT"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the tests and return pytest's exit code."""
    plan = Plan.of(arguments)
    for name in NOT_INHERITED:
        os.environ.pop(name, None)
    directory = Path(tempfile.mkdtemp(prefix="lebong-test-"))
    home = Home(directory)
    supervisor = Supervisor(home.logs)
    stop_on_signals(supervisor)
    try:
        environment = prepare(supervisor, home, plan.workers)
        return run_pytest(environment, plan.arguments)
    except StopRequested:
        return 130
    except (LauncherError, psycopg2.Error, redis.RedisError) as error:
        complain(str(error).strip())
        return 1
    finally:
        supervisor.stop()
        shutil.rmtree(directory, ignore_errors=True)


def prepare(supervisor: Supervisor, home: Home, workers: int) -> dict[str, str]:
    """Start the servers, build the template, and return the environment of the tests."""
    begun = time.monotonic()
    chromium = find_chromium()
    passwords = home.secrets()
    sockets = socket_directory(home.path, home.digest, ServerUser().reaches)
    server = Server(home.path, home.digest, sockets, passwords["superuser"])
    server.start(supervisor, SAFE_TO_LOSE)
    superuser = server.superuser_url
    roles.create_roles(superuser, {role: passwords[key] for role, key in roles.PASSWORD_KEYS.items()}, "CREATEDB")
    with roles.statements(superuser) as cursor:
        cursor.execute(f"GRANT pg_signal_backend TO {roles.OWNER}")
    roles.create_database(superuser, TEMPLATE)
    roles.create_extensions(with_database(superuser, TEMPLATE))
    owner = server.url(roles.OWNER, passwords["owner"], BEFORE_CLONING)
    own = [worker_settings(supervisor, home, sockets, number) for number in range(max(workers, 1))]
    environment = services.application_environment(
        {
            "LEBONG_HOME": str(home.path),
            "SECRET_KEY": passwords["secret_key"],
            "SITE_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
            "DATABASE_URL": with_role(owner, roles.WRITER, passwords["app_rw"]),
            "DATABASE_OWNER_URL": owner,
            "TEST_TEMPLATE": TEMPLATE,
            "TEST_WORKER_SETTINGS": json.dumps(own),
            "DEMO": "1",
            "PLAIN_STATIC": "1",
            "CHROMIUM": chromium,
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            "PYTEST_PLUGINS": "ops.testing.plugin",
            **own[0],
        }
    )
    build_template(supervisor, environment)
    say(f"Servers and template database are ready after {time.monotonic() - begun:.1f} s.")
    return environment


def worker_settings(supervisor: Supervisor, home: Home, sockets: Path, number: int) -> dict[str, str]:
    """Give one pytest worker its own broker, mail sink and media directory."""
    media = home.media / str(number)
    media.mkdir(mode=0o700)
    maildir = home.path / f"mail{number}"
    listener = listen_from(0)
    port = port_of(listener)
    services.start_mail_sink(supervisor, os.environ, listener, maildir, f"mail{number}")
    redis_url = valkey.start(
        supervisor, home.path / f"valkey{number}", sockets / f"v{number}", durable=False, name=f"valkey{number}"
    )
    return {
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAILDIR": str(maildir),
        "MEDIA_ROOT": str(media),
    }


def build_template(supervisor: Supervisor, environment: Mapping[str, str]) -> None:
    """Fill the template with the tables and the reference data, as the owner."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    template = {**environment, **{name: with_database(environment[name], TEMPLATE) for name in names}}
    for command in (("migrate", "-v0"), ("seed_reference",)):
        supervisor.finish(services.manage(supervisor, template, *command), f"manage.py {command[0]}")
    # Not by `manage.py rehearse`, which would put the move on record: the tests begin with an empty one.
    with roles.statements(template["DATABASE_OWNER_URL"]) as cursor:
        cursor.execute(
            "UPDATE lebong_clock SET shift = %s::timestamptz - clock_timestamp(), frozen_at = NULL", [REHEARSAL_START]
        )


def run_pytest(environment: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run pytest in the foreground; the terminal's Ctrl-C reaches it as it reaches us."""
    command = [sys.executable, "-m", "pytest", *arguments]
    process = subprocess.Popen(command, env=dict(environment), cwd=PROJECT, preexec_fn=tied_to_caller(signal.SIGKILL))
    try:
        return process.wait()
    except StopRequested:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        raise
