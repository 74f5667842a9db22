"""Give a test a database of its own by cloning a template, which takes a tenth of a second.

Truncating tables after a test would be refused to the role the tests run as, and by the append-only tables to anyone.
"""

from psycopg2 import sql

from ops.launcher.database_url import with_database
from ops.launcher.roles import statements

FIRST_WITH_STRATEGY = 150_000


def create_clone(owner_url: str, template: str, name: str) -> None:
    """Make database `name` a copy of `template`, replacing an earlier one; nobody may be connected to the template."""
    with statements(with_database(owner_url, "postgres")) as cursor:
        _drop(cursor, name)
        cursor.execute("SHOW server_version_num")
        strategy = " STRATEGY file_copy" if int(cursor.fetchone()[0]) >= FIRST_WITH_STRATEGY else ""  # type: ignore[index]
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}" + strategy)
        cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def drop(owner_url: str, name: str) -> None:
    """Remove a database together with whoever is still connected to it."""
    with statements(with_database(owner_url, "postgres")) as cursor:
        _drop(cursor, name)


def _drop(cursor, name: str) -> None:  # type: ignore[no-untyped-def]
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
