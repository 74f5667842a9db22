"""What differs between two contents of one proposal, section by section."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from proposals.comparison.files import FileDifference, FileFate, compare_files
from proposals.comparison.rows import Key, Row, RowDifference, RowFate, Shape, compare_rows
from proposals.sections import Section

Content = Mapping[str, Any]
NO_FIELDS = frozenset({"rows", "total"})


def _by(*columns: str) -> Key:
    """Know a row by some of its columns; by none of them when all are empty."""

    def key(row: Row) -> Hashable | None:
        values = tuple(row.get(column) for column in columns)
        return values if any(values) else None

    return key


PLACE = ("kind", "village", "district", "place_name", "latitude", "longitude")
INDICATOR = ("kind", "name", "unit", "baseline", "target", "source")
COST = ("kind", "description", "quantity", "unit", "unit_price", "rate", "amount")
# Places and indicators have no identity: the most that two rows have in common decides. Budget rows have one, and a
# workbook that was imported without its row codes makes new ones: then the words are what a reader knows a row by.
SHAPES = {
    Section.LOCATION: Shape(
        PLACE,
        (
            *(_by(*PLACE), _by("kind", "village", "district", "place_name")),
            *(_by("kind", "village", "district"), _by("place_name"), _by("latitude", "longitude")),
        ),
    ),
    Section.BUDGET: Shape(COST, (_by("uuid"), _by(*COST), _by("kind", "description", "unit"))),
    Section.INDICATORS: Shape(
        INDICATOR, (_by(*INDICATOR), _by("kind", "name"), _by("name"), _by("kind", "unit", "baseline", "target"))
    ),
    Section.READINESS: Shape(
        ("label", "is_mandatory", "status", "expected_on", "reason"), (_by("code"),), is_ordered=False
    ),
}


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One answer outside a table, as it is stored on both sides."""

    field: str
    old: Any
    new: Any

    @property
    def is_changed(self) -> bool:
        return bool(self.old != self.new)


@dataclass(frozen=True)
class SectionDifference:
    """All answers, rows and files of a section, changed or not."""

    section: Section
    fields: Mapping[str, FieldDifference]
    rows: tuple[RowDifference, ...] = ()
    files: tuple[FileDifference, ...] = ()

    @cached_property
    def is_changed(self) -> bool:
        return (
            any(field.is_changed for field in self.fields.values())
            or any(row.fate is not RowFate.SAME for row in self.rows)
            or any(file.fate is not FileFate.SAME for file in self.files)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two contents side by side; the totals are whole rupiah."""

    sections: Mapping[Section, SectionDifference]
    old_total: int
    new_total: int

    @property
    def changed(self) -> frozenset[Section]:
        return frozenset(section for section, found in self.sections.items() if found.is_changed)

    def changed_without_note(self, noted: Iterable[str]) -> frozenset[Section]:
        """The changed sections that no note asked about; ``noted`` are codes of sections."""
        return self.changed - {Section(code) for code in noted}


def compare(before: Content, after: Content) -> Comparison:
    """Compare two contents of one proposal."""
    sections = {section: _section(section, before[section.value], after[section.value]) for section in Section}
    old, new = (int(content[Section.BUDGET.value]["total"]) for content in (before, after))
    return Comparison(sections, old, new)


def _section(section: Section, before: Content, after: Content) -> SectionDifference:
    names = [name for name in dict.fromkeys((*before, *after)) if name not in NO_FIELDS]
    fields = {name: FieldDifference(name, before.get(name), after.get(name)) for name in names}
    old_rows, new_rows = before.get("rows", ()), after.get("rows", ())
    if section is Section.ATTACHMENTS:
        return SectionDifference(section, fields, files=compare_files(old_rows, new_rows))
    shape = SHAPES.get(section)
    return SectionDifference(section, fields, rows=compare_rows(old_rows, new_rows, shape) if shape else ())
