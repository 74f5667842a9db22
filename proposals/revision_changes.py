"""What an agency has changed since its proposal came back, section by section, in short words under each note."""

from __future__ import annotations

from collections.abc import Iterator

from proposals.comparison import FileFate, RowFate, compare
from proposals.differences import ComparedFile, ComparedRow, ComparedSection, compared_sections
from proposals.history_words import Change
from proposals.sections import Section
from proposals.snapshot import Content

SHORT = 80  # characters that fit into "old → new" under a note; longer texts are only named


def changes_since(before: Content, after: Content) -> dict[Section, list[Change]]:
    """Compare the version that was returned with the working copy; sections without changes have an empty list."""
    found = compare(before, after)
    return {part.section: list(_changes(part)) for part in compared_sections(before, after, found)}


def _changes(part: ComparedSection) -> Iterator[Change]:
    for field in part.fields:
        if field.is_changed:
            yield _change(field.label, field.old, field.new)
    for row in part.rows:
        yield from _row_changes(row)
    for file in part.files:
        if file.is_changed:
            yield _file_change(file)


def _change(label: str, old: str, new: str) -> Change:
    if max(len(old), len(new)) > SHORT:
        return Change(label)
    return Change(label, old or "—", new or "—")


def _row_changes(row: ComparedRow) -> Iterator[Change]:
    if row.fate is RowFate.ADDED:
        yield Change(f"Baris baru: {row.heading.new}")
    elif row.fate is RowFate.REMOVED:
        yield Change(f"Baris dihapus: {row.heading.old}")
    elif row.is_moved:
        yield Change(f"Baris dipindah: {row.heading.new}")
    if row.fate is not RowFate.CHANGED:
        return
    if row.heading.is_changed:
        yield _change(row.heading.label, row.heading.old, row.heading.new)
    for value in row.values:
        if value.is_changed:
            yield _change(f"{value.label} “{row.heading.new}”", value.old, value.new)


def _file_change(file: ComparedFile) -> Change:
    return Change(f"Berkas baru: {file.label}" if file.fate is FileFate.ADDED else f"{file.label}: {file.sentence}")
