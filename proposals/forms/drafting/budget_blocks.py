"""A long budget on its page: one block of rows is open to be changed, the other blocks stand around it as text.

A page of five hundred rows of boxes is too heavy for a cheap phone. Blocks have fixed places (rows 1 to 100, 101 to
200), so that everybody means the same rows by the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict

from proposals import row_marks
from proposals.forms.drafting.rows import Row
from proposals.models import CostItem
from proposals.money import format_number, format_quantity
from proposals.text import sent_number

WINDOW = 100  # rows; a budget of up to so many is open as a whole
FIELD = "rows_from"  # on the page of one block: the number of its first row
QUERY = "baris"  # in an address: the number of the row to open
OPENS = re.compile(r"buka-([0-9]{1,4})")  # the button that saves, and then opens the block of this row


def as_typed(item: CostItem) -> dict[str, str]:
    """Write a stored row as it stands in the boxes."""
    return {
        "uuid": str(item.uuid),
        "kind": item.kind,
        "description": item.description,
        "quantity": "" if item.quantity is None else format_quantity(item.quantity),
        "unit": item.unit,
        "unit_price": "" if item.unit_price is None else format_number(item.unit_price),
        "rate": "" if item.rate is None else format_quantity(item.rate),
    }


def as_text(items: Iterable[CostItem]) -> list[Row]:
    """Give stored rows that are only shown: they are what they are, and need no judging."""
    return [Row(0, as_typed(item), values=row_marks.values(item), amount=item.amount) for item in items]


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring rows that stand as text and are opened together."""

    rows: Sequence[Row]

    @property
    def first(self) -> str:
        return self.rows[0].number_text

    @property
    def span(self) -> str:
        """Write "101–200"."""
        return span(self.rows)


def span(rows: Sequence[Row]) -> str:
    """Write which rows these are: "101–200", or "201"."""
    first, last = rows[0].number_text, rows[-1].number_text
    return first if first == last else f"{first}–{last}"


def blocks(rows: Iterable[Row]) -> list[Block]:
    """Part rows at the places where blocks begin."""
    return [Block(list(found)) for _, found in groupby(rows, key=lambda row: row.key // WINDOW)]


def beginning(number: int, count: int) -> int:
    """Give how many rows stand before the block of a row, the first or last one for a number beyond them."""
    return (min(max(number, 1), max(count, 1)) - 1) // WINDOW * WINDOW


def sent_start(data: QueryDict) -> int | None:
    """Give how many rows stood before those of the page that was sent; None when it showed them all."""
    if FIELD not in data:
        return None
    return max(sent_number(str(data[FIELD])) - 1, 0)
