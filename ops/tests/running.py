"""A `./run` under test: its own state directory, its output, and every process that belongs to it."""

import hashlib
import os
import re
import subprocess
import time
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# Variables that ./test sets for the tests and a person at the keyboard does not have.
OF_THE_TEST_RUN = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "MAILDIR", "MEDIA_ROOT", "STATIC_ROOT", "PORT"),
    *("SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DEMO", "DEBUG", "PLAIN_STATIC", "PYTEST_PLUGINS", "LEBONG_HOME"),
)


class Run:
    """One `./run` process."""

    def __init__(self, home: Path, *arguments: str, **environment: str) -> None:
        self.home = home
        home.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TEST_RUN}
        self.output = home.with_name(home.name + ".out")
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [str(PROJECT / "run"), *arguments],
                env={**kept, "LEBONG_HOME": str(home), **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
            )

    @property
    def digest(self) -> str:
        """The part of a name that marks what this copy keeps outside its state directory."""
        return hashlib.sha256(str(self.home).encode()).hexdigest()[:10]

    @property
    def text(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self, seconds: float = 120) -> "Run":
        deadline = time.monotonic() + seconds
        while "is ready" not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)
        return self

    @property
    def port(self) -> int:
        return int(re.search(r"http://127\.0\.0\.1:(\d+)/", self.text).group(1))

    def get(self, path: str = "/healthz/ready") -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            return response.status

    def stop(self, signal_number: int) -> int:
        self.process.send_signal(signal_number)
        return self.process.wait(60)

    def processes(self) -> dict[int, str]:
        """Every living process of this copy, by pid: its state directory is in the command, environment or cwd."""
        found = {}
        for directory in Path("/proc").glob("[0-9]*"):
            try:
                command = (directory / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                environment = (directory / "environ").read_bytes().decode(errors="replace")
                text = command + environment + os.readlink(directory / "cwd")
            except OSError:
                continue
            if (str(self.home) in text or self.digest in text) and int(directory.name) != os.getpid():
                found[int(directory.name)] = command
        return found

    def wait_until_gone(self, seconds: float = 20) -> dict[int, str]:
        """Return what still lives when the time is up: nothing, one hopes."""
        deadline = time.monotonic() + seconds
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.processes()
