"""The state directory of one running copy: its lock, its secrets, its settings file.

Everything a copy keeps lies under `LEBONG_HOME`, so two copies with different directories never meet.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from ops.launcher.environment import PROJECT
from ops.launcher.messages import LauncherError

SECRET_NAMES = ("superuser", "owner", "app_rw", "app_ro", "secret_key")


class Home:
    """One state directory. Root leaves it traversable, because PostgreSQL then runs as another user."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[str] | None = None
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for directory in (self.logs, self.media):
            directory.mkdir(mode=0o700, exist_ok=True)

    @classmethod
    def from_environment(cls) -> "Home":
        return cls(Path(os.environ.get("LEBONG_HOME") or PROJECT / "var").resolve())

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def media(self) -> Path:
        return self.path / "media"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def settings_file(self) -> Path:
        return self.path / "settings.env"

    @property
    def digest(self) -> str:
        """A short name for this directory, for the places outside it that belong to it."""
        return hashlib.sha256(str(self.path).encode()).hexdigest()[:10]

    def lock(self) -> None:
        """Claim the directory until this process ends; a second claimant is refused."""
        self._lock = (self.path / "run.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LauncherError(
                f"Another ./run already serves the state in {self.path}; "
                "stop it first, or give this one its own LEBONG_HOME."
            ) from None

    def clear(self) -> None:
        """Throw the state away, keeping only the lock that we hold."""
        for entry in self.path.iterdir():
            if entry.name == "run.lock":
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        for directory in (self.logs, self.media):
            directory.mkdir(mode=0o700, exist_ok=True)

    def secrets(self) -> dict[str, str]:
        """Return this copy's random passwords and key, made on first use and readable by nobody else."""
        path = self.path / "secrets.json"
        kept = json.loads(path.read_text()) if path.exists() else {}
        missing = {name: secrets.token_urlsafe(48) for name in SECRET_NAMES if name not in kept}
        if missing:
            write_private(path, json.dumps(kept | missing, indent=1))
        return {**kept, **missing}

    def recall(self, name: str) -> Any:
        """Return a fact noted by an earlier run, or None."""
        return self._facts().get(name)

    def note(self, name: str, value: Any) -> None:
        """Remember a fact for later runs."""
        write_private(self.path / "state.json", json.dumps({**self._facts(), name: value}, indent=1))

    def _facts(self) -> dict[str, Any]:
        path = self.path / "state.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def write_settings(self, settings: Mapping[str, str]) -> None:
        """Leave the settings where `manage.py`, called by hand beside a running copy, finds them."""
        header = "# Written by ./run at each start; the environment takes precedence over it.\n"
        write_private(self.settings_file, header + "".join(f"{name}={value}\n" for name, value in settings.items()))


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable and writable by its owner only."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)
