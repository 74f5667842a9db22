"""PostgreSQL refuses to run as root; this finds the user it runs as instead, and what that user can reach."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from ops.launcher.messages import LauncherError, say


class ServerUser:
    """The system user of the database server: ourselves, or for root `postgres`, else `nobody`."""

    def __init__(self) -> None:
        self.entry = self._substitute() if os.geteuid() == 0 else None

    @staticmethod
    def _substitute() -> pwd.struct_passwd:
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise LauncherError("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.")

    def popen(self) -> dict[str, Any]:
        """Arguments that make subprocess start a program as this user."""
        if self.entry is None:
            return {}
        return {"user": self.entry.pw_uid, "group": self.entry.pw_gid, "extra_groups": []}

    def owns(self, path: Path) -> Path:
        """Hand a file or directory over to this user and return it."""
        if self.entry is not None:
            os.chown(path, self.entry.pw_uid, self.entry.pw_gid)
        return path

    def reaches(self, directory: Path) -> bool:
        """Say whether this user can pass through every directory on the way to this one."""
        return subprocess.run(["test", "-x", str(directory)], cwd="/", **self.popen()).returncode == 0

    def can_start(self, program: Path) -> bool:
        try:
            return subprocess.run([program, "--version"], cwd="/", capture_output=True, **self.popen()).returncode == 0
        except OSError:
            return False


# Survives a reboot, can be entered by every user; what we find there is used only when it is ours.
PUBLIC_PLACE = Path("/var/tmp")  # noqa: S108 - see above


def public_copy(package: Path, name: str) -> Path:
    """Copy an installed package and its sibling `.libs` to where any user can start it; return the copied package.

    Used when the project lies under a directory that only root may enter. No existing directory is opened up for it.
    """
    target = PUBLIC_PLACE / name
    if not target.exists():
        say("The database server's user cannot enter this directory; making it a copy in /var/tmp.")
        draft = Path(tempfile.mkdtemp(prefix=name, dir=PUBLIC_PLACE))
        for source in (package, package.with_name(package.name + ".libs")):
            if source.exists():
                shutil.copytree(source, draft / source.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(draft)], check=True)
        draft.rename(target)
    if target.lstat().st_uid != os.geteuid():
        raise LauncherError(f"{target} belongs to another user; remove it first.")
    return target / package.name
