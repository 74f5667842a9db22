"""A block of budget rows from elsewhere: as found, and as judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from proposals.imports.budget_columns import letter
from proposals.imports.budget_lines import ImportedRow
from proposals.money import format_number

MAX_ROWS = 500
TOO_MANY = f"RAB paling banyak berisi {MAX_ROWS} baris."
NOTHING = "Tidak ada baris yang dapat dibaca. Pastikan ada uraian di bawah baris judul."


class BlockRefused(ValueError):
    """Nothing can be made of what was given; ``sentences`` say why, each with its place."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Block:
    """Rows as found, the column of each field, and remarks about the whole."""

    columns: dict[str, int]
    rows: list[ImportedRow]
    remarks: list[str] = field(default_factory=list)

    def packed(self) -> list[Any]:
        """As JSON holds it."""
        return [self.columns, [row.packed() for row in self.rows], self.remarks]

    @classmethod
    def unpacked(cls, packed: list[Any]) -> Block:
        columns, rows, remarks = packed
        return cls(columns, [ImportedRow.unpacked(row) for row in rows], remarks)

    def address(self, row: ImportedRow, name: str) -> str:
        """Where a cell stands, for people: "Baris 7, kolom D"."""
        position = self.columns.get("quantity" if name == "rate" else name)
        return f"Baris {row.number}" if position is None else f"Baris {row.number}, kolom {letter(position)}"


@dataclass(slots=True)
class JudgedRow:
    """A row with what is wrong (by field), what is only worth a look, and what the service takes."""

    source: ImportedRow
    problems: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    amount: int = 0

    @property
    def needs_a_look(self) -> bool:
        return bool(self.problems or self.notes)


def require_rows(rows: Sequence[ImportedRow]) -> None:
    """Refuse an empty block and one beyond what a budget holds."""
    if not rows:
        raise BlockRefused(NOTHING)
    if len(rows) > MAX_ROWS:
        raise BlockRefused(too_many(len(rows)))


def too_many(count: int | str) -> str:
    shown = format_number(count) if isinstance(count, int) else count
    return f"Ada {shown} baris. {TOO_MANY}"
