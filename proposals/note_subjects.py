"""What a note hangs on: the choices of a section, the words for a choice, and whether that piece changed since.

Pure over the content of ``snapshot``; a RAB row is known by its uuid, so moving it is no change.
"""

from __future__ import annotations

from typing import Any

from proposals.models import CostKind, ReviewNote
from proposals.presentation import FIELD_LABELS, SHOWN_FIELDS
from proposals.sections import Section
from proposals.snapshot import Content

ROW_PREFIX = "baris-"
GONE = "Baris RAB yang sudah dihapus"


def choices(section: Section, content: Content) -> list[tuple[str, str]]:
    """The pieces of a section that a note can name: fields, and for the budget its rows."""
    if section is Section.BUDGET:
        rows = content[section.value]["rows"]
        return [(ROW_PREFIX + row["uuid"], row["description"]) for row in rows if row["kind"] != CostKind.GROUP]
    return [(field, FIELD_LABELS[field]) for field in SHOWN_FIELDS.get(section, ())]


def subject(note: ReviewNote, content: Content) -> str:
    """Name what a note hangs on, for its heading."""
    if note.cost_item is not None:
        row = _row(note, content)
        return str(row["description"]) if row else GONE
    return FIELD_LABELS.get(note.field, note.section_label)


def piece(note: ReviewNote, content: Content) -> Any:
    """The part of a content that a note hangs on; two contents with equal pieces say the same there."""
    if note.cost_item is not None:
        return _row(note, content)
    part = content[note.section]
    return part.get(note.field) if note.field else part


def _row(note: ReviewNote, content: Content) -> dict[str, Any] | None:
    wanted = str(note.cost_item)
    return next((row for row in content[Section.BUDGET.value]["rows"] if row["uuid"] == wanted), None)
