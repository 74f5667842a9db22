"""The formulas of a budget sheet, which recalculate what the server computes (``proposals.budget``).

Rows are numbered from zero, as the library counts; formulas name them from one, in English and with commas, as files
hold them whatever language the program shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proposals.exports.budget_sheet import AMOUNT, PRICE, QUANTITY, UNIT
from proposals.models import CostKind

LETTERS = "ABCDEFGH"


def cell(row: int, column: int) -> str:
    """Name a cell."""
    return f"{LETTERS[column]}{row + 1}"


def column_range(column: int, first: int, last: int) -> str:
    return f"{cell(first, column)}:{cell(last, column)}"


def item(row: int) -> str:
    """Quantity times price, half up to whole rupiah."""
    return f"=ROUND({cell(row, QUANTITY)}*{cell(row, PRICE)},0)"


def tax(row: int, first: int, last: int) -> str:
    """The rate, in per cent, of all items: a row without quantity or without price adds nothing to them."""
    quantities, prices = column_range(QUANTITY, first, last), column_range(PRICE, first, last)
    return f"=ROUND(SUMPRODUCT(ROUND({quantities}*{prices},0))*{cell(row, QUANTITY)}/100,0)"


def rounding(row: int, first: int, kinds: Sequence[str]) -> str:
    """What everything but this and later roundings is above a multiple of the step, taken off."""
    counted = [first + at for at, kind in enumerate(kinds) if kind != CostKind.ROUNDING or first + at < row]
    total = f"SUM({','.join(ranges(counted))})" if counted else "0"
    return f"=FLOOR({total},{cell(row, PRICE)})-{total}"


def open_row(row: int, first: int, last: int) -> str:
    """A row of the template: an item, a tax when its unit is %, nothing while it is empty."""
    quantity, unit, price = (cell(row, column) for column in (QUANTITY, UNIT, PRICE))
    bare_tax, bare_item = tax(row, first, last)[1:], item(row)[1:]
    return f'=IF({unit}="%",{bare_tax},IF(OR({quantity}="",{price}=""),"",{bare_item}))'


def total(first: int, last: int) -> str:
    return f"=SUM({column_range(AMOUNT, first, last)})"


def ranges(rows: Iterable[int]) -> list[str]:
    """Write rows of the column of amounts as few ranges."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [column_range(AMOUNT, *run) for run in runs]
