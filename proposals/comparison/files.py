"""Which files are new, gone or replaced: known by themselves, else by their slot, else by their name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from proposals.comparison.rows import Key, Row, pair


class FileFate(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    REFILED = "refiled"  # the same file in another slot, after the funding source was changed


KEYS: tuple[Key, ...] = (
    lambda row: row["uuid"],
    lambda row: row["slot"] or None,
    lambda row: None if row["slot"] else row["filename"],
)


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One attachment on both sides."""

    fate: FileFate
    old: Row | None = None
    new: Row | None = None


def compare_files(before: Sequence[Row], after: Sequence[Row]) -> tuple[FileDifference, ...]:
    """Compare two lists of attachments: in the new order, then what is gone."""
    known = pair(before, after, KEYS)
    found = [_told(before[known[place]] if place in known else None, row) for place, row in enumerate(after)]
    kept = set(known.values())
    gone = [FileDifference(FileFate.REMOVED, old=row) for place, row in enumerate(before) if place not in kept]
    return (*found, *gone)


def _told(old: Row | None, new: Row) -> FileDifference:
    if old is None:
        return FileDifference(FileFate.ADDED, new=new)
    if old["uuid"] != new["uuid"]:
        return FileDifference(FileFate.REPLACED, old, new)
    return FileDifference(FileFate.SAME if old["slot"] == new["slot"] else FileFate.REFILED, old, new)
