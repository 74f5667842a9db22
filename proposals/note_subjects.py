"""What a note hangs on: the choices of a section, the words for a choice, and whether that piece changed since.

Pure over the content of ``snapshot``; a RAB row is known by its uuid, so moving it is no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from proposals.models import CostKind, ReviewNote
from proposals.money import format_quantity, format_rupiah
from proposals.presentation import FIELD_LABELS, SHOWN_FIELDS, value_text
from proposals.revision_changes import changes_since
from proposals.sections import Section
from proposals.snapshot import Content

ROW_PREFIX = "baris-"
GONE = "Baris RAB yang sudah dihapus"
NOTHING = "—"


LONG = 80  # characters above which old and new stand below each other


@dataclass(frozen=True, slots=True)
class PieceChange:
    """What a note hangs on, before and after; both empty where only the label is worth saying."""

    label: str
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        return max(len(self.old), len(self.new)) > LONG


def choices(section: Section, content: Content) -> list[tuple[str, str]]:
    """The pieces of a section that a note can name: fields, and for the budget its rows."""
    if section is Section.BUDGET:
        rows = enumerate(content[section.value]["rows"], start=1)
        return [
            (ROW_PREFIX + row["uuid"], _named(number, row)) for number, row in rows if row["kind"] != CostKind.GROUP
        ]
    return [(field, FIELD_LABELS[field]) for field in SHOWN_FIELDS.get(section, ())]


def subject(note: ReviewNote, content: Content) -> str:
    """Name what a note hangs on, for its heading."""
    if note.cost_item is not None:
        row = _row(note, content)
        return _named(row_number(note, content), row) if row else GONE
    return FIELD_LABELS.get(note.field, note.section_label)


def place(note: ReviewNote, content: Content, before: Content | None = None, *, link: str = " – ") -> str:
    """Name the section and, if a note hangs on a piece of it, that: for readers who see the notes of all sections.

    A budget row that is gone keeps the name that it had ``before``; ``link`` stands between section and piece.
    """
    what = subject(note, content)
    if what == GONE and before and (row := _row(note, before)):
        what = f"{row['description']} (sudah dihapus)"
    return note.section_label if what == note.section_label else f"{note.section_label}{link}{what}"


def row_number(note: ReviewNote, content: Content) -> int:
    """Tell the number of the budget row a note hangs on; 0 where it hangs on none, or on one that is gone."""
    identities = [row["uuid"] for row in content[Section.BUDGET.value]["rows"]]
    wanted = str(note.cost_item)
    return identities.index(wanted) + 1 if wanted in identities else 0


def _named(number: int, row: dict[str, Any]) -> str:
    """Name a budget row with the number that the RAB shows: rows of several groups often have one name."""
    return f"{row['description']} (baris {number})"


def piece(note: ReviewNote, content: Content) -> Any:
    """The part of a content that a note hangs on; two contents with equal pieces say the same there."""
    if note.cost_item is not None:
        return _row(note, content)
    part = content[note.section]
    return part.get(note.field) if note.field else part


def changes(note: ReviewNote, then: Content, now: Content) -> list[PieceChange]:
    """Word what became of the piece a note hangs on; for a whole section, what changed in it."""
    if note.cost_item is not None:
        return [PieceChange(subject(note, then), _row_text(_row(note, then)), _row_text(_row(note, now)))]
    if note.field:
        old, new = (value_text(note.field, piece(note, content)) for content in (then, now))
        return [PieceChange(FIELD_LABELS[note.field], old or NOTHING, new or NOTHING)]
    found = changes_since(then, now)[Section(note.section)]
    return [PieceChange(change.label, change.old, change.new) for change in found]


def _row_text(row: dict[str, Any] | None) -> str:
    if row is None:
        return GONE
    volume = f"{format_quantity(Decimal(row['quantity']))} {row['unit']}" if row["quantity"] else ""
    price = f"@ {format_rupiah(row['unit_price'])}" if row["unit_price"] is not None else ""
    rate = f"{format_quantity(Decimal(row['rate']))}%" if row["rate"] else ""
    return ", ".join(part for part in (row["description"], volume, price, rate, format_rupiah(row["amount"])) if part)


def _row(note: ReviewNote, content: Content) -> dict[str, Any] | None:
    wanted = str(note.cost_item)
    return next((row for row in content[Section.BUDGET.value]["rows"] if row["uuid"] == wanted), None)
