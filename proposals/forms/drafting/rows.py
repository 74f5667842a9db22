"""Lists of rows that grow and shrink by submit buttons, without JavaScript and without losing what was typed.

A row is plain text until it is judged: the page of a long budget must not build a Django form for each line. Controls
are named ``rows-<key>-<field>``; keys only order the rows. Buttons are named ``aksi``: ``tambah[-kind]``,
``hapus-<key>``, ``urungkan-<key>``, ``naik-<key>``, ``turun-<key>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from proposals.forms.fields.refusals import in_brief
from proposals.models import Proposal

NAME = re.compile(r"rows-([0-9]{1,6})-([a-z_]+)")
ACTION = re.compile(r"(tambah|hapus|urungkan|naik|turun)(?:-([a-z0-9]+))?")
REMOVED = "removed"


@dataclass
class Row:
    """One row as typed; ``values`` after judging, ``errors`` and ``notes`` by field, ``is_focused`` after a button.

    ``checks`` point something out about a row that is right in itself. ``refused`` holds, for the errors of single
    cells, the name of the cell and why in two words.
    """

    key: int
    raw: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    is_removed: bool = False
    is_focused: bool = False
    amount: int = 0

    @property
    def number(self) -> int:
        """The position as people count."""
        return self.key + 1

    # As text: a template writes a number in the way of the country, which takes time in a row of many numbers.
    @property
    def number_text(self) -> str:
        return str(self.key + 1)

    @property
    def place(self) -> str:
        """The key in the names of its buttons."""
        return str(self.key)

    @property
    def prefix(self) -> str:
        """How the names of its controls begin."""
        return f"rows-{self.key}"

    @property
    def has_messages(self) -> bool:
        return bool(self.errors or self.notes or self.checks)


class RowList:
    """The rows of one section, in order."""

    title: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    kept_fields: ClassVar[tuple[str, ...]] = ()  # they do not make a row a filled one
    maximum: ClassVar[int] = 100
    anchor: ClassVar[str]
    too_many: ClassVar[str]
    start = 0  # how many rows stand before these, where a page shows a part of a long list
    elsewhere = 0  # how many rows there are outside of that part

    def __init__(self, rows: list[Row], proposal: Proposal) -> None:
        self.rows = rows
        self.proposal = proposal
        self.list_errors: list[str] = []
        self.is_typed = True
        self.seen: dict[str, str] | None = None
        self._number()

    @classmethod
    def stored(cls, proposal: Proposal) -> Self:
        """Show the stored rows, or an empty one to begin with."""
        return cls.showing(cls.stored_rows(proposal), proposal)

    def stored_again(self) -> Self:
        """The rows as they are stored, beside those that were typed."""
        return self.stored(self.proposal)

    @classmethod
    def showing(cls, found: Iterable[dict[str, str]], proposal: Proposal) -> Self:
        """Show rows that nobody has typed into yet."""
        rows = [Row(key, raw) for key, raw in enumerate(found)]
        shown = cls(rows or cls.first_rows(), proposal)
        shown.is_typed = False
        return shown

    @classmethod
    def posted(cls, data: QueryDict, proposal: Proposal) -> Self:
        """Read the rows that were sent, in the order of their keys."""
        found: dict[int, dict[str, str]] = {}
        for name, value in data.items():
            match = NAME.fullmatch(name)
            if match and match[2] in (*cls.fields, REMOVED):
                found.setdefault(int(match[1]), {})[match[2]] = str(value)
        rows = [Row(key, raw, is_removed=bool(raw.pop(REMOVED, ""))) for key, raw in sorted(found.items())]
        return cls(rows or cls.first_rows(), proposal)

    @classmethod
    def first_rows(cls) -> list[Row]:
        """What an empty list begins with."""
        return [Row(0, {})]

    @classmethod
    def stored_rows(cls, proposal: Proposal) -> Iterator[dict[str, str]]:
        """Write the stored rows as they stand in the boxes."""
        raise NotImplementedError

    def judge(self, row: Row) -> None:
        """Fill ``values``, ``errors`` and ``notes`` of one filled row."""
        raise NotImplementedError

    def judge_list(self, *, complete: bool) -> None:
        """Judge the rows together; ``complete`` when the section is called finished."""

    def value_of(self, row: Row) -> dict[str, Any]:
        """Give a row as the service takes it."""
        return row.values

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def living(self) -> list[Row]:
        """The rows that count: filled and not removed."""
        return [row for row in self.rows if not row.is_removed and self.is_filled(row)]

    def is_filled(self, row: Row) -> bool:
        """Whether anything was typed into a row."""
        return any(text.strip() for name, text in row.raw.items() if name not in self.kept_fields)

    def is_valid(self, *, complete: bool) -> bool:
        """Judge all rows."""
        if self.is_too_long:
            self.list_errors.append(self.too_many)
            return False
        for row in self.living:
            self.judge(row)
        self.judge_list(complete=complete)
        return not self.list_errors and not any(row.errors for row in self.living)

    @property
    def is_too_long(self) -> bool:
        """Whether there are more rows than one list may have."""
        return len(self.living) + self.elsewhere > self.maximum

    def values(self) -> list[dict[str, Any]]:
        return [self.value_of(row) for row in self.living]

    def error_lines(self) -> list[tuple[str, str]]:
        """Each error with the id of its control, in the order of the page."""
        lines = [(message, self.anchor) for message in self.list_errors]
        return lines + [
            (message, f"rows-{row.key}-{name}") for row in self.rows for name, message in row.errors.items()
        ]

    def as_text(self) -> str:
        """All rows as a block that a spreadsheet takes."""
        return "\n".join("\t".join(row.raw.get(name, "") for name in self.shown_fields) for row in self.living)

    @property
    def shown_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.fields if name != "uuid")

    def clean_cell(self, row: Row, name: str, form_field: forms.Field, label: str) -> Any:
        """Clean one cell by a form field under the label of its row; None and a sentence when it is refused."""
        form_field.label = label
        try:
            value = form_field.clean(row.raw.get(name, ""))
        except ValidationError as refused:
            row.errors[name] = refused.messages[0]
            row.refused[name] = (label, in_brief(form_field, refused))
            return None
        if note := getattr(form_field, "note", ""):
            row.notes[name] = note
        return value

    def act(self, action: str) -> None:
        """Carry out a button: add, remove, bring back, move; an unknown one changes nothing."""
        match = ACTION.fullmatch(action)
        if match is None:
            return
        verb, argument = match.groups()
        if verb == "tambah":
            self._add(argument or "")
            self._number()
            return
        index = next((at for at, row in enumerate(self.rows) if str(row.key) == argument), None)
        if index is not None:
            MOVES[verb](self, index)
            self._number()

    def new_row(self, kind: str) -> Mapping[str, str]:
        """What a new row begins with."""
        return {}

    def _add(self, kind: str) -> None:
        if len(self.rows) + self.elsewhere >= self.maximum:
            self.list_errors.append(self.too_many)
            return
        self.rows.append(Row(self.start + len(self.rows), dict(self.new_row(kind)), is_focused=True))

    def _remove(self, index: int) -> None:
        """A filled row stays in sight until the page is left; after an empty one its neighbour has the focus.

        A list is never without a row: where the last one goes, a new one begins in its place.
        """
        row = self.rows[index]
        if self.is_filled(row):
            row.is_removed = row.is_focused = True
            return
        self.rows.remove(row)
        self.rows = self.rows or self.first_rows()
        self.rows[min(index, len(self.rows) - 1)].is_focused = True

    def _bring_back(self, index: int) -> None:
        self.rows[index].is_removed = False
        self.rows[index].is_focused = True

    def _up(self, index: int) -> None:
        self._swap(index, index - 1)

    def _down(self, index: int) -> None:
        self._swap(index, index + 1)

    def _swap(self, index: int, other: int) -> None:
        self.rows[index].is_focused = True
        if 0 <= other < len(self.rows):
            self.rows[index], self.rows[other] = self.rows[other], self.rows[index]

    def _number(self) -> None:
        for key, row in enumerate(self.rows, self.start):
            row.key = key


MOVES = {
    "hapus": RowList._remove,
    "urungkan": RowList._bring_back,
    "naik": RowList._up,
    "turun": RowList._down,
}
