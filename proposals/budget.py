"""What the rows of a budget (RAB) come to, computed by the server alone (``product.md`` D16).

Rows are mappings with ``kind``, ``quantity``, ``unit_price`` and ``rate``. A tax row taxes all item rows, wherever it
stands; a rounding row rounds what the items and taxes come to down to its unit price ("dibulatkan ke").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from proposals.models import CostKind
from proposals.money import row_amount, tax_amount

Row = Mapping[str, Any]


def amounts(rows: Sequence[Row]) -> list[int]:
    """Give every row's amount in whole rupiah, in order: zero for a group, never above zero for a rounding."""
    items = {index: _item(row) for index, row in enumerate(rows) if row["kind"] == CostKind.ITEM}
    base = sum(items.values())
    taxes = {index: _tax(row, base) for index, row in enumerate(rows) if row["kind"] == CostKind.TAX}
    total = base + sum(taxes.values())
    found = []
    for index, row in enumerate(rows):
        amount = items.get(index, taxes.get(index, 0))
        if row["kind"] == CostKind.ROUNDING and row["unit_price"]:
            amount = -(total % row["unit_price"])
            total += amount
        found.append(amount)
    return found


def _item(row: Row) -> int:
    if row["quantity"] is None or row["unit_price"] is None:
        return 0
    return row_amount(row["quantity"], row["unit_price"])


def _tax(row: Row, base: int) -> int:
    return 0 if row["rate"] is None else tax_amount(base, row["rate"])
