"""Rows of every table, made by real work, and ways to write past the services: what the last line must stop."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction


def copy(row, **changes):
    """Insert a second row like this one, with other values where they are given."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del values[row._meta.pk.attname]
    twin = type(row)(**values | changes)
    twin.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return twin


@contextmanager
def refused(*, constraint=None, sqlstate=None):
    """Expect the database itself to refuse, by the constraint or the code that is meant."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        yield
    cause = caught.value.__cause__
    if constraint:
        assert cause.diag.constraint_name == constraint
    if sqlstate:
        assert cause.pgcode == sqlstate
