"""The application's own processes: what each is called, how it is started, and what it may take with it."""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from ops.launcher.environment import PROJECT
from ops.launcher.supervisor import Child, Program, Supervisor

PROJECT_PACKAGE = "lebong_proposals"
WEB_WORKERS, WEB_THREADS = 2, 4


def application_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of every application process: the caller's, with our settings and one time zone."""
    return {
        **os.environ,
        **settings,
        "DJANGO_SETTINGS_MODULE": f"{PROJECT_PACKAGE}.settings",
        "TZ": "Asia/Jakarta",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def leashed(module: str, *arguments: str | Path) -> list[str]:
    """The command that runs a module with every process it forks tied to its life."""
    return [sys.executable, "-m", "ops.launcher.leash", module, *(str(argument) for argument in arguments)]


def manage(supervisor: Supervisor, environment: Mapping[str, str], *arguments: str) -> Child:
    """Start a management command; `Supervisor.finish` waits for it."""
    command = [sys.executable, "manage.py", *arguments]
    return supervisor.start(Program(arguments[0], command, environment, PROJECT, serves=False))


def start_mail_sink(
    supervisor: Supervisor, environment: Mapping[str, str], listener: socket.socket, maildir: Path, name: str = "mail"
) -> Child:
    """Serve mail on a socket that is already listening, and let go of our own hold on it."""
    command = [
        sys.executable,
        "-m",
        "ops.launcher.mail_sink",
        "--fd",
        str(listener.fileno()),
        "--maildir",
        str(maildir),
    ]
    child = supervisor.start(Program(name, command, environment, PROJECT, popen={"pass_fds": [listener.fileno()]}))
    listener.close()
    return child


def start_web(supervisor: Supervisor, environment: Mapping[str, str], listener: socket.socket) -> Child:
    """Serve pages on a socket that is already listening."""
    command = leashed(
        "gunicorn",
        f"{PROJECT_PACKAGE}.wsgi:application",
        *("--bind", f"fd://{listener.fileno()}"),
        *("--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        *("--timeout", "60", "--graceful-timeout", "30", "--max-requests", "2000", "--max-requests-jitter", "200"),
        "--no-control-socket",
    )
    popen = {"pass_fds": [listener.fileno()]}
    child = supervisor.start(Program("web", command, environment, PROJECT, patience=35, popen=popen))
    listener.close()
    return child


def start_workers(supervisor: Supervisor, environment: Mapping[str, str]) -> None:
    """Start one worker for the ticks, which must never wait behind a long export, and one for everything else."""
    for name, queues, processes in (("ticks", "ticks", 1), ("worker", "mail,files,exports", 2)):
        command = leashed(
            "celery",
            *("--app", PROJECT_PACKAGE, "worker", "--queues", queues, "--concurrency", str(processes)),
            *("--hostname", f"{name}@%h", "--without-gossip", "--without-mingle", "--loglevel", "INFO"),
        )
        supervisor.start(Program(name, command, environment, PROJECT, patience=95, group="workers"))


def start_beat(supervisor: Supervisor, environment: Mapping[str, str], schedule: Path) -> Child:
    """Start the one process that says when; its schedule is code, the file only remembers when it last spoke."""
    command = leashed(
        "celery", "--app", PROJECT_PACKAGE, "beat", "--pidfile=", "--schedule", schedule, "--loglevel", "INFO"
    )
    return supervisor.start(Program("beat", command, environment, PROJECT))
