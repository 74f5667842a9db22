"""Writing many rows at once: one statement a table and chunk, whatever the driver.

Rows are mappings from column to value; columns that are left out get what the database gives them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

Row = Mapping[str, Any]


def write(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns (one statement; constraints and triggers apply)."""
    if not rows:
        return
    table = model._meta.db_table
    columns = ", ".join(connection.ops.quote_name(name) for name in rows[0])
    statement = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, default=str, ensure_ascii=False)])


def reserve(model: type[Model], number: int) -> list[int]:
    """Take primary keys from the table's sequence, in rising order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [key for (key,) in cursor.fetchall()]


def row_of(instance: Model, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The columns of an instance with its values, defaults included."""
    fields = instance._meta.concrete_fields
    return {str(field.column): getattr(instance, field.attname) for field in fields if field.column not in without}
