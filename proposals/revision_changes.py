"""What an agency has changed since its proposal came back, section by section, in short words under each note."""

from __future__ import annotations

from collections.abc import Iterator

from proposals.content_tables import Line, Table
from proposals.history_words import Change
from proposals.presentation import File, SectionSummary, summary
from proposals.sections import Section
from proposals.snapshot import Content

SHORT = 80  # characters that fit into "old → new" under a note; longer texts are only named


def changes_since(before: Content, after: Content) -> dict[Section, list[Change]]:
    """Compare the version that was returned with the working copy; sections without changes have an empty list."""
    old = {part.section: part for part in summary(before)}
    return {part.section: list(_changes(old[part.section], part)) for part in summary(after)}


def _changes(old: SectionSummary, new: SectionSummary) -> Iterator[Change]:
    for was, now in zip(old.rows, new.rows, strict=True):
        if was.value != now.value:
            yield _change(now.label, was.value, now.value)
    if old.table and new.table:
        yield from _table_changes(old.table, new.table)
    yield from _file_changes(old.files, new.files)


def _change(label: str, old: str, new: str) -> Change:
    if max(len(old), len(new)) > SHORT:
        return Change(label)
    return Change(label, old or "—", new or "—")


def _table_changes(old: Table, new: Table) -> Iterator[Change]:
    """Follow rows by their identity; rows without one are new or gone when no equal row stands on the other side."""
    before = {_identity(line): line for line in old.lines}
    after = {_identity(line): line for line in new.lines}
    for key, line in after.items():
        if key not in before:
            yield Change(f"Baris baru: {line.heading}")
        elif before[key] != line:
            yield from _cell_changes(before[key], line)
    for key, line in before.items():
        if key not in after:
            yield Change(f"Baris dihapus: {line.heading}")


def _identity(line: Line) -> object:
    return line.key or line


def _cell_changes(old: Line, new: Line) -> Iterator[Change]:
    if old.heading != new.heading:
        yield _change("Uraian", old.heading, new.heading)
    for was, now in zip(old.cells, new.cells, strict=False):
        if was.text != now.text:
            yield _change(f"{now.label} “{new.heading}”", was.text, now.text)


def _file_changes(old: tuple[File, ...], new: tuple[File, ...]) -> Iterator[Change]:
    before, after = {file.uuid: file for file in old}, {file.uuid: file for file in new}
    for uuid, file in after.items():
        if uuid not in before:
            yield Change(f"Berkas baru: {file.label}")
    for uuid, file in before.items():
        if uuid not in after:
            yield Change(f"Berkas diganti atau dihapus: {file.label}")
