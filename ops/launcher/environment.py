"""The project's own virtual environment: made once, refreshed when a lock file changes, shared by both commands.

Runs under the system's Python before anything is installed, so it uses the standard library only.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ops.launcher.leash import tied_to_caller
from ops.launcher.messages import LauncherError, last_lines, say

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
SITE_LOCKS = ("requirements.txt", "requirements-local.txt")
TEST_LOCKS = (*SITE_LOCKS, "requirements-dev.txt")


def ensure(locks: Sequence[str]) -> None:
    """Make `.venv` hold exactly the packages of these lock files; do nothing when their stamps say that it does."""
    if not _stale(locks):
        return
    with _one_installer_at_a_time():
        if not _works():
            _create()
        stale = _stale(locks)
        if stale:
            _install(stale)


def enter(script: str) -> None:
    """Continue this command under the interpreter of `.venv`, where the packages are."""
    if Path(sys.prefix) != VENV:
        os.execv(PYTHON, [str(PYTHON), script, *sys.argv[1:]])  # noqa: S606 - our own interpreter


def _stale(locks: Sequence[str]) -> list[str]:
    return [lock for lock in locks if _read(_stamp_path(lock)) != _stamp(lock)]


def _stamp_path(lock: str) -> Path:
    return VENV / f".installed-{lock}"


def _stamp(lock: str) -> str:
    """Hash what decides whether the installed packages fit: the lock, the interpreter of `.venv`, the platform."""
    content = (PROJECT / lock).read_bytes()
    settings = _read(VENV / "pyvenv.cfg").encode()
    return hashlib.sha256(b"\0".join((content, settings, platform.platform().encode()))).hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


@contextmanager
def _one_installer_at_a_time() -> Iterator[None]:
    """Let `./run` and `./test`, started at the same moment, install one after the other."""
    with (PROJECT / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is installing packages here; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _works() -> bool:
    """A virtual environment works when its interpreter starts and finds pip; one that works is never cleared."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, capture_output=True).returncode == 0


def _create() -> None:
    say("Making a virtual environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode and "ensurepip" in made.stdout + made.stderr:
        _install_venv_package()
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        raise LauncherError(f"The virtual environment could not be made:\n{made.stdout}{made.stderr}")


def _install_venv_package() -> None:
    """Debian ships Python without the part that makes virtual environments; install it when we may."""
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LauncherError(
            f"This Python cannot make virtual environments; the missing part comes with: sudo apt-get install {package}"
        )
    say(f"Installing the system package {package}")
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", package]):
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise LauncherError(f"apt-get could not install {package}:\n{done.stdout}{done.stderr}")


def _install(locks: Sequence[str]) -> None:
    say(f"Installing packages from {', '.join(locks)} (about a minute, once)")
    log = VENV / "pip.log"
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "-q",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",  # the locks name everything; pip would weigh what has come out since as well
    ]
    for lock in locks:
        command += ["-r", str(PROJECT / lock)]
    with log.open("w") as output:
        installed = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, preexec_fn=tied_to_caller(signal.SIGTERM), cwd=PROJECT
        )
    if installed.returncode:
        raise LauncherError(f"pip could not install the packages. The last lines of {log}:\n{last_lines(log)}")
    for lock in locks:
        _stamp_path(lock).write_text(_stamp(lock))
