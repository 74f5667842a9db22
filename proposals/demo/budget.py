"""The budget rows of the demo's files in the shape in which a section is saved, and what they come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from proposals.budget import amounts
from proposals.models import CostKind


def budget_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Name every field of a row; the files name only those that say something."""
    return [_row(row) for row in rows]


def priced(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], int]]:
    """Set each row's amount beside it, in whole rupiah."""
    full = budget_rows(rows)
    return list(zip(full, amounts(full), strict=True))


def total(rows: list[dict[str, Any]]) -> int:
    return sum(amounts(budget_rows(rows)))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    kind = next(kind for kind in CostKind if kind.value in row)
    return {
        "kind": kind.value,
        "description": row[kind.value],
        "quantity": Decimal(row["quantity"]) if "quantity" in row else None,
        "unit": row.get("unit", ""),
        "unit_price": row.get("unit_price", row.get("to")),
        "rate": Decimal(row["rate"]) if "rate" in row else None,
    }
