"""Database and broker of one copy: our own servers, or those that the environment names."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ops.launcher import roles, valkey
from ops.launcher.database_url import with_role
from ops.launcher.messages import LauncherError
from ops.launcher.postgres import Server, outside_directory
from ops.launcher.state import Home
from ops.launcher.supervisor import Supervisor

DATABASE = "lebong"


@dataclass(frozen=True)
class Storage:
    """Where the data is, and whether the database holds nothing yet."""

    app_url: str
    owner_url: str
    redis_url: str
    is_new: bool

    def settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.app_url,
            "DATABASE_OWNER_URL": self.owner_url,
            "REDIS_URL": self.redis_url,
        }


def open_storage(supervisor: Supervisor, home: Home, sockets: Path, *, demo: bool) -> Storage:
    """Start or reach the database and the broker, and make sure the three roles exist."""
    if os.environ.get("DATABASE_URL"):
        app_url, owner_url, is_new = _named_database(home, demo)
    else:
        app_url, owner_url, is_new = _own_database(supervisor, home, sockets)
    redis_url = os.environ.get("REDIS_URL") or valkey.start(supervisor, home.path / "valkey", sockets / "vk.sock")
    return Storage(app_url, owner_url, redis_url, is_new)


def _own_database(supervisor: Supervisor, home: Home, sockets: Path) -> tuple[str, str, bool]:
    """Start our server. A database whose first filling was cut short holds nothing of anybody's: it is made anew."""
    passwords = home.secrets()
    server = Server(home.path, home.digest, sockets, passwords["superuser"])
    if not server.exists:
        home.note("filled", False)
    server.start(supervisor)
    is_new = not home.recall("filled")
    if is_new:
        roles.drop_database(server.superuser_url, DATABASE)
    roles.create_roles(server.superuser_url, {role: passwords[key] for role, key in roles.PASSWORD_KEYS.items()})
    roles.create_database(server.superuser_url, DATABASE)
    owner_url = server.url(roles.OWNER, passwords["owner"], DATABASE)
    roles.create_extensions(owner_url)
    return server.url(roles.WRITER, passwords["app_rw"], DATABASE), owner_url, is_new


def _named_database(home: Home, demo: bool) -> tuple[str, str, bool]:
    """Use the database of the environment: both roles when both are named, else the owner's, when this is a demo."""
    given, owner = os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL")
    if owner:
        return given, owner, not roles.has_tables(owner)
    if not demo:
        raise LauncherError(
            "Outside a demonstration, set DATABASE_OWNER_URL (the role that migrates) beside DATABASE_URL (app_rw)."
        )
    is_new = not roles.has_tables(given)
    passwords = home.secrets()
    made = roles.prepare_foreign(given, {roles.WRITER: passwords["app_rw"], roles.READER: passwords["app_ro"]})
    return with_role(given, roles.WRITER, made[roles.WRITER]), given, is_new


def discard(home: Home) -> None:
    """Throw away everything this copy keeps, its database included."""
    home.clear()
    shutil.rmtree(outside_directory(home.digest), ignore_errors=True)
