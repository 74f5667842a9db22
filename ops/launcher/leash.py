"""Tie a process, and every process it forks, to the life of its parent, so that `kill -9` leaves no orphan.

`python -m ops.launcher.leash gunicorn ...` runs the module after arranging that each forked child (a gunicorn worker,
a member of Celery's pool) is killed when the process that forked it dies: the kernel's parent-death signal is not
inherited over fork, so it has to be asked for again in every child. Linux only; elsewhere nothing is tied.
"""

import ctypes
import os
import runpy
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1

# Loaded before any fork: opening a library between fork and exec may deadlock.
_LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None


def die_with(parent: int, death_signal: int) -> None:
    """Ask the kernel to send `death_signal` to this process when its parent dies; act at once if it already has."""
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        os.kill(os.getpid(), death_signal)


def tied_to_caller(death_signal: int) -> Callable[[], None]:
    """Return a `preexec_fn` that ties the new process to the calling one."""
    parent = os.getpid()
    return lambda: die_with(parent, death_signal)


def tie_every_fork() -> None:
    """From now on each forked child of this process, and theirs in turn, is killed when its parent dies."""
    forking = {"parent": os.getpid()}
    os.register_at_fork(
        before=lambda: forking.update(parent=os.getpid()),
        after_in_child=lambda: die_with(forking["parent"], signal.SIGKILL),
    )


def main() -> None:
    tie_every_fork()
    module = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
