"""Where the copies of the system listen: unix sockets in a private directory, and free ports of 127.0.0.1."""

import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from ops.launcher.messages import LauncherError

# A unix socket's address holds 107 bytes; PostgreSQL's socket adds "/p/.s.PGSQL.5432.lock" to the directory.
LONGEST_DIRECTORY = 80


def socket_directory(home: Path, digest: str, reaches: Callable[[Path], bool]) -> Path:
    """Return a private directory that is short enough and that the database server's user `reaches`.

    That is inside `home` when possible, else in the user's runtime directory, else in /tmp.
    """
    inside = home / "s"
    if len(os.fsencode(inside)) <= LONGEST_DIRECTORY and reaches(home):
        return _private(inside)
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    if len(os.fsencode(runtime)) <= LONGEST_DIRECTORY - 20 and os.access(runtime, os.W_OK) and reaches(runtime):
        return _private(runtime / f"lebong-{digest}")
    return _private(Path(f"/tmp/lebong-{os.geteuid()}-{digest}"))  # noqa: S108 - refused when not ours


def leave(directory: Path, home: Path) -> None:
    """Remove a socket directory that had to lie outside the state directory."""
    if not directory.is_relative_to(home):
        shutil.rmtree(directory, ignore_errors=True)


def _private(directory: Path) -> Path:
    """Make the directory ours; refuse one that somebody else has put there."""
    mode = 0o711 if os.geteuid() == 0 else 0o700
    directory.mkdir(mode=mode, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LauncherError(f"{directory} belongs to another user; remove it or set LEBONG_HOME to a shorter path.")
    directory.chmod(mode)
    return directory


def listen_from(port: int) -> socket.socket:
    """Listen on the first free port of 127.0.0.1 from `port` on (0: any), and keep it: nobody can take it meanwhile."""
    for candidate in range(port, port + 100) if port else [0]:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
            listener.listen(128)
        except (OSError, OverflowError):
            listener.close()
            continue
        return listener
    raise LauncherError(f"No port from {port} to {port + 99} is free on 127.0.0.1; choose another with --port.")


def port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port
