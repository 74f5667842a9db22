"""The rows of a budget that are open on its page: all of them, or one block with the others around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self
from uuid import UUID

from django.http import QueryDict

from proposals import row_marks
from proposals.forms.drafting.budget_blocks import (
    WINDOW,
    Block,
    as_text,
    as_typed,
    beginning,
    blocks,
    sent_start,
    span,
)
from proposals.forms.drafting.rows import Row, RowList
from proposals.models import CostItem, Proposal


class OpenRows(RowList):
    """Rows of boxes; where they are only a part, ``before`` and ``after`` hold the rows that stand as text."""

    is_part = False
    before: Sequence[Row] = ()
    after: Sequence[Row] = ()
    _items: Sequence[CostItem] | None = None

    @classmethod
    def stored_rows(cls, proposal: Proposal) -> Iterator[dict[str, str]]:
        return map(as_typed, proposal.cost_items.all())

    @classmethod
    def stored(cls, proposal: Proposal) -> Self:
        """Show the stored rows with their marks (one query)."""
        items = list(proposal.cost_items.all())
        shown = cls.showing(map(as_typed, items), proposal)
        shown.seen = row_marks.of_items(items)
        return shown

    @classmethod
    def opened(cls, proposal: Proposal, number: int) -> Self:
        """Show the block of one row, or the whole of a short budget (one query); -1 for the first one."""
        items = list(proposal.cost_items.all())
        is_part = len(items) > WINDOW
        first = beginning(number, len(items)) if is_part else 0
        last = min(first + WINDOW, len(items)) if is_part else len(items)
        shown = cls.showing(map(as_typed, items[first:last]), proposal)
        shown.seen = row_marks.of_items(items[first:last])
        if is_part:
            shown._stand_in(items, first, last)
        if number > 0:
            shown.rows[min(number - first, len(shown.rows)) - 1].is_focused = True
        return shown

    @classmethod
    def posted(cls, data: QueryDict, proposal: Proposal) -> Self:
        """Read the rows that were sent; those of one block together with the stored ones around it (one query)."""
        typed = super().posted(data, proposal)
        if row_marks.FIELD in data:
            typed.seen = row_marks.read(str(data[row_marks.FIELD]))
        if (start := sent_start(data)) is not None:
            typed.seen = typed.seen or {}
            items = list(proposal.cost_items.all())
            place = row_marks.window([item.uuid for item in items], typed.seen, typed._identities, start)
            typed._stand_in(items, *place)
        return typed

    def _stand_in(self, items: Sequence[CostItem], first: int, last: int) -> None:
        """Surround the rows with the stored ones: those in front of ``first`` and from ``last`` on."""
        self.is_part = True
        self._items = items
        self.before, self.after = as_text(items[:first]), as_text(items[last:])
        seen, sent = self.seen or {}, self._identities
        self.elsewhere = sum(item.uuid not in sent and row_marks.key(item.uuid) not in seen for item in items)
        self.number_from(first)

    @property
    def _identities(self) -> set[UUID | None]:
        return {identity_of(row) for row in self.rows}

    def number_from(self, start: int) -> None:
        """Count on from so many rows."""
        self.start = start
        self._number()

    def _number(self) -> None:
        super()._number()
        for rows, start in ((self.before, 0), (self.after, self.start + len(self.rows))):
            for key, row in enumerate(rows, start):
                row.key = key

    @property
    def all_rows(self) -> list[Row]:
        """The rows that count, of the whole budget."""
        return [*self.before, *self.living, *self.after]

    @property
    def count(self) -> int:
        """How many rows the page shows."""
        return len(self.before) + len(self.rows) + len(self.after)

    @property
    def first_text(self) -> str:
        """The number of the first row that is open, as the page carries it."""
        return str(self.start + 1)

    @property
    def span(self) -> str:
        """Which rows are open."""
        return span(self.rows)

    @property
    def blocks_before(self) -> list[Block]:
        return blocks(self.before)

    @property
    def blocks_after(self) -> list[Block]:
        return blocks(self.after)

    @property
    def seen_marks(self) -> str:
        """The marks as the page carries them."""
        return row_marks.written(self.seen or {})

    def stored_again(self) -> Self:
        return self.showing(map(as_typed, self.stored_items()), self.proposal)

    def stored_items(self) -> Sequence[CostItem]:
        """The stored rows; one query where the page shows all of its rows."""
        return list(self.proposal.cost_items.all()) if self._items is None else self._items


def identity_of(row: Row) -> UUID | None:
    """Read a row's identity; None when the page sends none."""
    try:
        return UUID(row.raw.get("uuid", ""))
    except ValueError:
        return None
