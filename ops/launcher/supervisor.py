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


@dataclass(frozen=True)
class Program:
    """What to start, and how it is treated while it runs and when it is to end."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path | str
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGKILL  # what it gets when the launcher dies
    patience: float = 10.0  # seconds between being asked to stop and being killed
    serves: bool = True  # a server must not end by itself; a command must
    group: str = ""  # programs of one group are asked to stop at the same time
    popen: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Child:
    """A program that runs."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def group(self) -> str:
        return self.program.group or self.program.name

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)

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
    stopping: bool = False
    hurry: bool = False

    def start(self, program: Program) -> Child:
        """Start a program in its own session, logging to `<name>.log`, that dies when this process does."""
        log = self.log_directory / f"{program.name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(part) for part in program.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(program.env),
                cwd=program.cwd,
                start_new_session=True,
                preexec_fn=tied_to_caller(program.death_signal),
                **program.popen,
            )
        child = Child(program, process, log)
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
            if child.program.serves and code is not None:
                raise LauncherError(
                    f"{child.program.name} ended unexpectedly ({ending(code)}). "
                    f"The last lines of {child.log}:\n{last_lines(child.log)}"
                )

    def stop(self) -> None:
        """Stop the youngest first and wait for each, so that nobody loses the database under his feet."""
        self.stopping = True
        while self.children:
            youngest = self.children[-1].group
            leaving = [child for child in self.children if child.group == youngest]
            for child in leaving:
                child.ask_to_stop()
            for child in leaving:
                self._see_off(child)
                self.children.remove(child)

    def _see_off(self, child: Child) -> None:
        last_moment = time.monotonic() + child.program.patience
        while not child.ended_within(0.1):
            if self.hurry or time.monotonic() > last_moment:
                child.process.kill()


def ending(code: int) -> str:
    """Say how a process ended: its exit code or the signal that killed it."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"


def stop_on_signals(supervisor: Supervisor) -> None:
    """Turn the first SIGINT, SIGTERM or SIGHUP into StopRequested; one more, while stopping, shortens the farewell."""

    def handle(_number: int, _frame: object) -> None:
        if supervisor.stopping:
            supervisor.hurry = True
            return
        supervisor.stopping = True
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
