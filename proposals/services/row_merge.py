"""Two people in one budget: rows that only one of them changed are both kept; a row that both changed is asked about.

Three texts decide about a row: what the page showed (its mark), what is stored, and what was sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from proposals.models import CostItem
from proposals.row_marks import digest, key, values, window

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowConflict:
    """One row that both changed; None where it was taken out."""

    uuid: UUID
    theirs: Row | None
    mine: Row | None


@dataclass(slots=True)
class Merged:
    """The rows as they should be, what was taken over from the others (positions), and what must be asked."""

    rows: list[Row] = field(default_factory=list)
    taken_over: list[int] = field(default_factory=list)
    conflicts: list[RowConflict] = field(default_factory=list)


def merge(
    existing: Sequence[CostItem], sent: Sequence[Row], seen: Mapping[str, str], start: int | None = None
) -> Merged:
    """Merge the rows that were sent into the stored ones, by what the page had shown (``row_marks``).

    ``start`` is given for a page that shows a part of the budget: how many rows stood before that part. Rows outside
    of it stay as they are and are nobody's change; positions count through the whole budget.
    """
    if start is None:
        return _merge(existing, sent, seen)
    first, last = window([item.uuid for item in existing], seen, {row["uuid"] for row in sent}, start)
    merged = _merge(existing[first:last], sent, seen)
    merged.taken_over = [first + place for place in merged.taken_over]
    merged.rows = [*map(values, existing[:first]), *merged.rows, *map(values, existing[last:])]
    return merged


def _merge(existing: Sequence[CostItem], sent: Sequence[Row], seen: Mapping[str, str]) -> Merged:
    stored = {item.uuid: values(item) for item in existing}
    merged = Merged()
    others: list[Row] = []
    mine: list[Row] = []
    for row in sent:
        found, is_theirs = _decide(row, stored.get(row["uuid"]), seen, merged)
        if found is not None:
            mine.append(found)
        if is_theirs and found is not None:
            others.append(found)
    sent_ids = {row["uuid"] for row in sent}
    for identity, row in stored.items():
        if identity in sent_ids:
            continue
        before = seen.get(key(identity))
        if before is None:
            others.append(row)
        elif before != digest(row):
            merged.conflicts.append(RowConflict(identity, row, None))
    merged.rows = _in_order(mine, list(stored.values()), sent, seen)
    places = {id(row): place for place, row in enumerate(merged.rows, start=1)}
    merged.taken_over = sorted(places[id(row)] for row in others)
    return merged


def _decide(row: Row, stored: Row | None, seen: Mapping[str, str], merged: Merged) -> tuple[Row | None, bool]:
    """Choose one sent row, and whether the choice is the others'; a row of the page's own stands as it was sent."""
    before = seen.get(key(row["uuid"])) if row["uuid"] is not None else None
    if before is None:
        return row, False
    untouched = digest(row) == before
    if stored is None:
        if untouched:
            return None, True
        merged.conflicts.append(RowConflict(row["uuid"], None, row))
    elif digest(stored) not in (before, digest(row)):
        if untouched:
            return stored, True
        merged.conflicts.append(RowConflict(row["uuid"], stored, row))
    return row, False


def _in_order(mine: list[Row], stored: list[Row], sent: Sequence[Row], seen: Mapping[str, str]) -> list[Row]:
    """Keep the order of whoever changed it; what only the other side has follows the row it stood behind."""
    own = [key(row["uuid"]) for row in sent if row["uuid"] is not None and key(row["uuid"]) in seen]
    kept = set(own)
    sent_ids = {row["uuid"] for row in sent}
    theirs = [row for row in stored if row["uuid"] not in sent_ids and key(row["uuid"]) not in seen]
    if own != [each for each in seen if each in kept]:
        return _woven(mine, theirs, stored)
    by_id = {row["uuid"]: row for row in mine}
    their_ids = {row["uuid"] for row in theirs}
    both = [by_id.get(row["uuid"], row) for row in stored if row["uuid"] in by_id or row["uuid"] in their_ids]
    stored_ids = {row["uuid"] for row in stored}
    return _woven(both, [row for row in mine if row["uuid"] is None or row["uuid"] not in stored_ids], mine)


def _woven(frame: list[Row], added: list[Row], source: list[Row]) -> list[Row]:
    """Insert rows into a list, each behind the row that it follows in the list it comes from."""
    result = list(frame)
    adding = {id(row) for row in added}
    previous: Row | None = None
    for row in source:
        if id(row) in adding:
            result.insert(_place_behind(previous, result), row)
        previous = row
    return result


def _place_behind(previous: Row | None, result: list[Row]) -> int:
    if previous is None:
        return 0
    for place, row in enumerate(result):
        if row is previous or (previous["uuid"] is not None and row["uuid"] == previous["uuid"]):
            return place + 1
    return len(result)
