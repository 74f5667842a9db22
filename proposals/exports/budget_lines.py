"""The RAB as it stands on paper (``domain.md`` 1.2): numbered rows by group, then sum, tax, total, rounding, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from proposals.exports.blocks import ROW_LIMIT, Block, left_out, letter, wrapped
from proposals.models import CostKind
from proposals.money import format_number, format_quantity, spell_rupiah

Row = Mapping[str, Any]
BODY = (CostKind.GROUP, CostKind.ITEM)
DESCRIPTION, UNIT = 18, 7  # the longest words that these columns surely hold


def budget_block(part: Mapping[str, Any]) -> Block:
    """Print the budget of a content; tax and rounding rows stand below the sum wherever they were typed."""
    rows = [row for row in part["rows"] if row["kind"] in BODY]
    return {
        "kind": "budget",
        "lines": _lines(rows[:ROW_LIMIT]),
        "left_out": left_out(len(rows)),
        "sums": _sums(part["rows"], part["total"]),
        "words": in_words(part["total"]),
    }


def in_words(amount: int) -> str:
    """The amount in words as it stands in brackets on paper: "(dua miliar ... rupiah)"."""
    return f"({spell_rupiah(amount)})"


def _lines(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Number the items anew in each group; a group closes with its sum when there is more than one."""
    lines: list[dict[str, Any]] = []
    groups = sum(row["kind"] == CostKind.GROUP for row in rows)
    name, subtotal, number, seen = "", 0, 0, 0
    for row in rows:
        if row["kind"] == CostKind.GROUP:
            lines.extend(_group_sum(name, subtotal, groups))
            name, subtotal, number, seen = letter(seen), 0, 0, seen + 1
            lines.append({"kind": "group", "number": name, "text": wrapped(row["description"])})
        else:
            number += 1
            subtotal += row["amount"]
            lines.append({"kind": "item", "cells": _cells(number, row)})
    lines.extend(_group_sum(name, subtotal, groups))
    return lines


def _group_sum(name: str, amount: int, groups: int) -> list[dict[str, Any]]:
    if not name or groups < 2:
        return []
    return [{"kind": "subtotal", "text": f"Jumlah {name}", "amount": format_number(amount)}]


def _cells(number: int, row: Row) -> list[str]:
    return [
        str(number),
        wrapped(row["description"], DESCRIPTION),
        format_quantity(Decimal(row["quantity"])) if row["quantity"] else "",
        wrapped(row["unit"], UNIT),
        "" if row["unit_price"] is None else format_number(row["unit_price"]),
        format_number(row["amount"]),
    ]


def _sums(rows: Sequence[Row], total: int) -> list[list[str]]:
    """The lines below the table, each a label and an amount."""
    items = sum(row["amount"] for row in rows if row["kind"] == CostKind.ITEM)
    taxes = [row for row in rows if row["kind"] == CostKind.TAX]
    before_rounding = items + sum(row["amount"] for row in taxes)
    sums = [["Jumlah", format_number(items)]]
    sums += [[_tax_label(row), format_number(row["amount"])] for row in taxes]
    sums.append(["Total", format_number(before_rounding)])
    if any(row["kind"] == CostKind.ROUNDING for row in rows):
        sums.append(["Dibulatkan", format_number(total)])
    return sums


def _tax_label(row: Row) -> str:
    label = row["description"] or "Pajak"
    rate = f"{format_quantity(Decimal(row['rate']))}%" if row["rate"] else ""
    return wrapped(label if not rate or rate in label else f"{label} {rate}")
