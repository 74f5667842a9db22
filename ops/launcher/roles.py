"""The three roles of the database, and the databases the owner owns.

`lebong_owner` migrates; `app_rw` serves pages and tasks; `app_ro` reads. What the last two may do with each table
is granted by `manage.py migrate`, which knows the tables.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ops.launcher.database_url import credentials_of, name_of
from ops.launcher.messages import LauncherError

OWNER = "lebong_owner"
WRITER = "app_rw"
READER = "app_ro"
# The role, and the name of its password among the secrets of a state directory.
PASSWORD_KEYS = {OWNER: "owner", WRITER: "app_rw", READER: "app_ro"}
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "citext")


@contextlib.contextmanager
def statements(url: str) -> Iterator[Cursor]:
    """A cursor outside any transaction: databases cannot be created or dropped inside one."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        yield cursor


def create_roles(url: str, passwords: Mapping[str, str], extra: str = "") -> None:
    """Make the roles that are missing and give all of them these passwords; `extra` are attributes of the owner."""
    with statements(url) as cursor:
        for role, password in passwords.items():
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            attributes = f"LOGIN {extra if role == OWNER else ''} PASSWORD {{}}"
            cursor.execute(
                sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(role), sql.Literal(password))
            )


def create_database(superuser_url: str, name: str) -> None:
    """Make a database that belongs to the owner role, unless it exists."""
    with statements(superuser_url) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER)))


def drop_database(superuser_url: str, name: str) -> None:
    with statements(superuser_url) as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def create_extensions(url: str) -> None:
    with statements(url) as cursor:
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def has_tables(url: str) -> bool:
    """Say whether anything was ever migrated into this database."""
    with statements(url) as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        return bool(cursor.fetchone() == (True,))


def prepare_foreign(owner_url: str, fallback: Mapping[str, str]) -> Mapping[str, str]:
    """Make the two application roles on a server that is not ours and return their passwords.

    Roles belong to the whole server, so the passwords follow from the owner's: two copies with different databases
    on one server agree without knowing of each other. An owner without a password gets the `fallback` ones.
    """
    role, password, server = credentials_of(owner_url)
    passwords = {
        name: hashlib.sha256(f"{name}|{role}|{password}|{server}".encode()).hexdigest() if password else fallback[name]
        for name in (WRITER, READER)
    }
    try:
        create_roles(owner_url, passwords)
        create_extensions(owner_url)
        with statements(owner_url) as cursor:
            for name in passwords:
                cursor.execute(
                    sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                        sql.Identifier(name_of(owner_url)), sql.Identifier(name)
                    )
                )
    except psycopg2.Error as error:
        raise LauncherError(
            "The database of DATABASE_URL could not be prepared; its role must own the database and be allowed to "
            f"create roles. PostgreSQL says: {error}"
        ) from error
    return passwords
