"""How differences between two contents read: labels, values in words, rows with old and new, sentences for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from proposals.comparison import (
    Comparison,
    FileDifference,
    FileFate,
    Piece,
    RowDifference,
    RowFate,
    SectionDifference,
    pieces,
    shortened,
)
from proposals.content_tables import TABLES, Cell, Line, Table
from proposals.money import format_rupiah
from proposals.presentation import FIELD_LABELS, SHOWN_FIELDS, value_text
from proposals.sections import Section
from proposals.snapshot import Content

# The word of a row's fate and the look of its tag.
FATES = {
    RowFate.SAME: ("Tidak berubah", "state-tag-draft"),
    RowFate.ADDED: ("Baris baru", "state-tag-approved"),
    RowFate.REMOVED: ("Dihapus", "state-tag-rejected"),
    RowFate.CHANGED: ("Diubah", "state-tag-returned"),
    RowFate.MOVED: ("Dipindah", "state-tag-submitted"),
}
NOTHING = Cell("", "")


@dataclass(frozen=True, slots=True)
class Field:
    """One answer, old and new as people read them."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return pieces(self.old, self.new)

    @property
    def changes(self) -> tuple[Piece, ...]:
        """The pieces without what stays the same far from a change."""
        return shortened(self.pieces)


@dataclass(frozen=True, slots=True)
class Value:
    """One cell of a row, old and new."""

    label: str
    old: str
    new: str
    is_amount: bool

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of a table; ``delta`` is a sentence, empty where the money stayed."""

    fate: RowFate
    heading: Value
    values: tuple[Value, ...]
    is_moved: bool
    delta: str

    @property
    def is_changed(self) -> bool:
        return self.fate is not RowFate.SAME

    @property
    def tags(self) -> list[tuple[str, str]]:
        """The words for what happened to it, each with its look."""
        also = [RowFate.MOVED] if self.is_moved and self.fate is RowFate.CHANGED else []
        return [FATES[fate] for fate in (self.fate, *also)]


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """One attachment: its slot, and what happened to it in a sentence."""

    label: str
    fate: FileFate
    sentence: str
    links: tuple[tuple[str, str], ...]  # the file's identity, the words of the link

    @property
    def is_changed(self) -> bool:
        return self.fate is not FileFate.SAME


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """Everything a section says on both sides; ``table`` gives the headings, ``total`` is the budget's alone."""

    section: Section
    is_changed: bool
    fields: tuple[Field, ...]
    table: Table | None
    rows: tuple[ComparedRow, ...]
    files: tuple[ComparedFile, ...]
    total: Value | None = None
    delta: str = ""


def compared_sections(before: Content, after: Content, found: Comparison) -> list[ComparedSection]:
    """Word a comparison in the order of the task list; no query."""
    return [_section(section, before, after, found) for section in Section]


def _section(section: Section, before: Content, after: Content, found: Comparison) -> ComparedSection:
    differences = found.sections[section]
    is_budget = section is Section.BUDGET
    old, new = (TABLES[section](content[section.value]) if section in TABLES else None for content in (before, after))
    return ComparedSection(
        section,
        differences.is_changed,
        _fields(section, differences),
        new,
        tuple(_rows(differences.rows, old, new)) if old and new else (),
        tuple(_file(file) for file in differences.files),
        Value("Jumlah seluruhnya", old.total, new.total, is_amount=True) if is_budget and old and new else None,
        delta_text(found.new_total - found.old_total) if is_budget else "",
    )


def _fields(section: Section, differences: SectionDifference) -> tuple[Field, ...]:
    stored = [differences.fields[name] for name in SHOWN_FIELDS.get(section, ()) if name in differences.fields]
    return tuple(
        Field(FIELD_LABELS[one.field], value_text(one.field, one.old), value_text(one.field, one.new)) for one in stored
    )


def _rows(differences: Sequence[RowDifference], old: Table, new: Table) -> Iterator[ComparedRow]:
    for one in differences:
        was = old.lines[one.old_place] if one.old_place is not None else None
        now = new.lines[one.new_place] if one.new_place is not None else None
        heading = Value(new.first_column, was.heading if was else "", now.heading if now else "", is_amount=False)
        yield ComparedRow(one.fate, heading, _values(was, now), one.is_moved, delta_text(one.delta))


def _values(was: Line | None, now: Line | None) -> tuple[Value, ...]:
    pairs = zip_longest(was.cells if was else (), now.cells if now else (), fillvalue=NOTHING)
    return tuple(
        Value(old.label or new.label, old.text, new.text, old.is_amount or new.is_amount) for old, new in pairs
    )


def _file(found: FileDifference) -> ComparedFile:
    old, new = found.old or found.new, found.new or found.old
    if old is None or new is None:
        raise ValueError("a difference has at least one side")
    versions = f"v{old['version_no']} → v{new['version_no']}"
    sentences = {
        FileFate.SAME: f"{new['filename']} tidak berubah",
        FileFate.ADDED: f"{new['filename']} ditambahkan",
        FileFate.REMOVED: f"{old['filename']} dihapus",
        FileFate.REPLACED: f"{_replaced(old['filename'], new['filename'])} ({versions})",
        FileFate.REFILED: f"{new['filename']} dipindah dari {old['label']} ke {new['label']}",
    }
    sides = {side["uuid"]: f"Buka v{side['version_no']}" for side in (found.old, found.new) if side}
    return ComparedFile(new["label"], found.fate, sentences[found.fate], tuple(sides.items()))


def _replaced(old: str, new: str) -> str:
    return f"{new} diganti" if old == new else f"{old} diganti dengan {new}"


def delta_text(amount: int) -> str:
    """Say by how many rupiah something went up or down: "turun Rp124.500.000"; nothing when it stayed."""
    return f"{'naik' if amount > 0 else 'turun'} {format_rupiah(abs(amount))}" if amount else ""
