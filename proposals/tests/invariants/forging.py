"""What only the owner of the tables can do: break a promise, to see whether it is noticed."""

import json
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


class Forger:
    """Changes rows as the database's owner, with the triggers of a table off while it does."""

    def __init__(self, connection):
        self.connection = connection

    def __call__(self, table, statement, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            assert cursor.rowcount, "nothing was forged"
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def run(self, statement):
        with self.connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def forge(owner_connection):
    return Forger(owner_connection)


@pytest.fixture
def broken():
    """Run the command and give the broken invariants with what is said about them; empty when all hold."""

    def check():
        out = StringIO()
        with suppress(CommandError):
            call_command("check_invariants", "--json", stdout=out)
        report = json.loads(out.getvalue())
        assert [row["code"] for row in report["invariants"]] == [f"I{n}" for n in range(1, 11)]
        return {row["code"]: row["wrong"] for row in report["invariants"] if row["violations"]}

    return check
