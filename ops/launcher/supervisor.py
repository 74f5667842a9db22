"""Start child processes, notice when one dies, and stop them in the reverse order of their start."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ops.launcher.leash import tied_to_caller
from ops.launcher.messages import LauncherError, last_lines


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM; a BaseException, so that no handler mistakes it for a fault."""


@dataclass
class Child:
    """One running process: how to ask it to stop and how long it may take."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: int = signal.SIGTERM
    patience: float = 10.0
    serves: bool = True  # a server must not end by itself; a command must

    def ended_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


@dataclass
class Supervisor:
    """The children of one launcher, in the order they were started."""

    log_directory: Path
    children: list[Child] = field(default_factory=list)
    hurry: bool = False

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        cwd: Path | str,
        stop_signal: int = signal.SIGTERM,
        death_signal: int = signal.SIGKILL,
        patience: float = 10.0,
        serves: bool = True,
        **popen: Any,
    ) -> Child:
        """Start a process in its own session, logging to `<name>.log`, that dies when this one does."""
        log = self.log_directory / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
                preexec_fn=tied_to_caller(death_signal),
                **popen,
            )
        child = Child(name, process, log, stop_signal, patience, serves)
        self.children.append(child)
        return child

    def finish(self, child: Child, doing: str) -> None:
        """Wait for a child that is meant to end; raise when it fails, or when a server dies first."""
        while child.process.poll() is None:
            self.check_alive()
            time.sleep(0.02)
        self.children.remove(child)
        if child.process.returncode != 0:
            raise LauncherError(f"{doing} failed. The last lines of {child.log}:\n{last_lines(child.log)}")

    def check_alive(self) -> None:
        """Raise when a server has ended."""
        for child in self.children:
            code = child.process.poll()
            if child.serves and code is not None:
                raise LauncherError(
                    f"{child.name} ended unexpectedly ({ending(code)}). "
                    f"The last lines of {child.log}:\n{last_lines(child.log)}"
                )

    def stop(self) -> None:
        """Stop the youngest first and wait for each, so that nobody loses the database under his feet."""
        while self.children:
            child = self.children[-1]
            if child.process.poll() is None:
                child.process.send_signal(child.stop_signal)
            last_moment = time.monotonic() + child.patience
            while not child.ended_within(0.1):
                if self.hurry or time.monotonic() > last_moment:
                    child.process.kill()
            self.children.pop()


def ending(code: int) -> str:
    """Say how a process ended: its exit code or the signal that killed it."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"


def stop_on_signals(supervisor: Supervisor) -> None:
    """Turn the first SIGINT, SIGTERM or SIGHUP into StopRequested; a second one shortens the farewell."""
    asked = False

    def handle(_number: int, _frame: object) -> None:
        nonlocal asked
        if asked:
            supervisor.hurry = True
            return
        asked = True
        raise StopRequested

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handle)


def is_running(pid: int, having: str) -> bool:
    """Say whether `pid` lives and its command line contains `having`; False where /proc does not exist."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(having) in command
