"""The demo's budget rows with their amounts, for the documents and for checking that they add up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from proposals.money import row_amount, tax_amount


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row; ``kind`` is group, item, tax or rounding, ``amount`` whole rupiah."""

    kind: str
    description: str
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: int | None = None
    rate: Decimal | None = None
    amount: int = 0


def budget_rows(rows: list[dict[str, Any]]) -> list[BudgetRow]:
    """Price the rows of a file; a tax is on the sum of all items."""
    items = [row for row in rows if "item" in row]
    base = sum(row_amount(Decimal(row["quantity"]), row["unit_price"]) for row in items)
    return [_row(row, base) for row in rows]


def total(rows: list[BudgetRow]) -> int:
    return sum(row.amount for row in rows)


def _row(row: dict[str, Any], base: int) -> BudgetRow:
    if "group" in row:
        return BudgetRow("group", row["group"])
    if "tax" in row:
        rate = Decimal(row["rate"])
        return BudgetRow("tax", row["tax"], rate=rate, amount=tax_amount(base, rate))
    if "rounding" in row:
        return BudgetRow("rounding", row["rounding"], amount=row["amount"])
    quantity = Decimal(row["quantity"])
    return BudgetRow(
        "item",
        row["item"],
        quantity=quantity,
        unit=row["unit"],
        unit_price=row["unit_price"],
        amount=row_amount(quantity, row["unit_price"]),
    )
