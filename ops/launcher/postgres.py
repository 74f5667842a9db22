"""A private PostgreSQL server: made on first use, reached over a unix socket only, never shared by accident."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg2

from ops.launcher import postgres_programs
from ops.launcher.database_url import socket_url
from ops.launcher.messages import LauncherError, say
from ops.launcher.state import write_private
from ops.launcher.supervisor import Program, Supervisor, is_running
from ops.launcher.unprivileged import PUBLIC_PLACE, ServerUser

ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
COMMON_OPTIONS = ("listen_addresses=", "timezone=UTC", "max_connections=60", "shared_buffers=64MB", "jit=off")
SAFE_TO_LOSE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_wal_size=4GB")


def outside_directory(digest: str) -> Path:
    """Where the data of a copy lies whose state directory the server's user cannot enter."""
    return PUBLIC_PLACE / f"lebong-data-{digest}"


class Server:
    """One data directory and the server over it."""

    def __init__(self, home: Path, digest: str, sockets: Path, password: str) -> None:
        self.user = ServerUser()
        self.programs = postgres_programs.find(self.user)
        self.parent = self._reachable(home, digest)
        self.data = self.parent / f"pg{self.programs.major}"
        self.socket = sockets / "p"
        self.password = password
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self.user.owns(self.socket)

    def _reachable(self, home: Path, digest: str) -> Path:
        """Return where the data can lie: in the state directory, or beside it when the server's user cannot enter."""
        if self.user.reaches(home):
            return home
        outside = outside_directory(digest)
        outside.mkdir(mode=0o711, exist_ok=True)
        if outside.lstat().st_uid != os.geteuid():
            raise LauncherError(f"{outside} belongs to another user; remove it first.")
        return outside

    @property
    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    @property
    def superuser_url(self) -> str:
        return self.url("postgres", self.password, "postgres")

    def url(self, role: str, password: str, database: str) -> str:
        return socket_url(role, password, self.socket, database)

    def start(self, supervisor: Supervisor, options: Sequence[str] = ()) -> None:
        """Make the data directory when there is none, start the server and wait until it answers."""
        if not self.exists:
            self._refuse_other_version()
            self._create()
        self._settle_predecessor()
        command: list[str | Path] = [self.programs.directory / "postgres", "-D", self.data, "-k", self.socket]
        for option in (*COMMON_OPTIONS, *options):
            command += ["-c", option]
        supervisor.start(
            Program(
                "postgres",
                command,
                ENVIRONMENT,
                "/",
                stop_signal=signal.SIGINT,
                death_signal=signal.SIGINT,
                patience=60,
                popen=self.user.popen(),
            )
        )
        self._wait(supervisor)

    def _create(self) -> None:
        say(f"Making a PostgreSQL {self.programs.major} database in {self.data}")
        draft = self.parent / f"{self.data.name}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.user.owns(draft)
        password_file = self.socket / "password"
        write_private(password_file, self.password)
        self.user.owns(password_file)
        command: list[str | Path] = [
            self.programs.directory / "initdb",
            "-D",
            draft,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        command += [*self.programs.locale_options(), "-A", "scram-sha-256", f"--pwfile={password_file}"]
        made = subprocess.run(command, env=ENVIRONMENT, cwd="/", capture_output=True, text=True, **self.user.popen())
        password_file.unlink()
        if made.returncode:
            raise LauncherError(f"The database could not be made:\n{made.stdout}{made.stderr}")
        draft.rename(self.data)

    def _refuse_other_version(self) -> None:
        for other in self.parent.glob("pg[0-9]*/PG_VERSION"):
            raise LauncherError(
                f"{other.parent} was made by PostgreSQL {other.read_text().strip()}, but PostgreSQL "
                f"{self.programs.major} is what this copy starts now. To keep the data, dump it with the old server's "
                "pg_dump and restore it (docs/operations.md); to drop it, use ./run --fresh."
            )

    def _settle_predecessor(self) -> None:
        """Deal with the pid file of an earlier server: wait for one that still stops, remove a stale one.

        We hold the lock of the state directory, so a server over our data belongs to a launcher that was killed.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split("\n", 1)[0])
        if is_running(pid, str(self.data)):
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + 60
        while is_running(pid, str(self.data)):
            if time.monotonic() > deadline:
                raise LauncherError(f"An earlier database server (process {pid}) over {self.data} does not stop.")
            time.sleep(0.1)
        pid_file.unlink(missing_ok=True)

    def _wait(self, supervisor: Supervisor) -> None:
        """Wait until our own server answers; recovery after a crash may take a while."""
        deadline = time.monotonic() + 120
        while True:
            supervisor.check_alive()
            with contextlib.suppress(psycopg2.OperationalError):
                connection = psycopg2.connect(self.superuser_url)
                break
            if time.monotonic() > deadline:
                raise LauncherError("The database server did not answer within two minutes.")
            time.sleep(0.05)
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            found = cursor.fetchone()
            if found != (str(self.data),):
                raise LauncherError(f"Another database server answers at {self.socket}: {found}.")
