"""Which rows of a list are new, gone, changed or only in another place."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]
Key = Callable[[Row], Hashable | None]


class RowFate(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a section are told apart: what counts as a change, and by what a row is known, best key first."""

    columns: tuple[str, ...]
    keys: tuple[Key, ...]
    is_ordered: bool = True


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row on both sides with its places (from 0); ``columns`` are those that changed.

    A row that was changed and moved is CHANGED with ``is_moved``.
    """

    fate: RowFate
    old: Row | None = None
    new: Row | None = None
    old_place: int | None = None
    new_place: int | None = None
    columns: tuple[str, ...] = ()
    is_moved: bool = False

    @property
    def delta(self) -> int:
        """By how many rupiah a budget's row went up."""
        return _amount(self.new) - _amount(self.old)


def compare_rows(before: Sequence[Row], after: Sequence[Row], shape: Shape) -> tuple[RowDifference, ...]:
    """Compare two lists of rows: in the new order, what is gone behind the row that it stood behind."""
    known = pair(before, after, shape.keys)
    moved = _moved(known) if shape.is_ordered else frozenset()
    gone_behind = _gone_behind(before, known)
    found = [_gone(before, place) for place in gone_behind[None]]
    for place, row in enumerate(after):
        if place not in known:
            found.append(RowDifference(RowFate.ADDED, new=row, new_place=place))
            continue
        old_place = known[place]
        found.append(_both(before[old_place], row, old_place, place, shape, is_moved=place in moved))
        found += [_gone(before, gone) for gone in gone_behind[old_place]]
    return tuple(found)


def pair(before: Sequence[Row], after: Sequence[Row], keys: Sequence[Key]) -> dict[int, int]:
    """Find for each new row (by its place) the old one; each old row serves once, the best key first."""
    known: dict[int, int] = {}
    for key in keys:
        taken = set(known.values())
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place, row in enumerate(before):
            if place not in taken:
                waiting[key(row)].append(place)
        waiting.pop(None, None)
        for place, row in enumerate(after):
            if place not in known and waiting.get(key(row)):
                known[place] = waiting[key(row)].popleft()
    return dict(sorted(known.items()))


def _both(old: Row, new: Row, old_place: int, new_place: int, shape: Shape, *, is_moved: bool) -> RowDifference:
    columns = tuple(column for column in shape.columns if old.get(column) != new.get(column))
    fate = RowFate.CHANGED if columns else RowFate.MOVED if is_moved else RowFate.SAME
    return RowDifference(fate, old, new, old_place, new_place, columns, is_moved)


def _gone(before: Sequence[Row], place: int) -> RowDifference:
    return RowDifference(RowFate.REMOVED, old=before[place], old_place=place)


def _gone_behind(before: Sequence[Row], known: Mapping[int, int]) -> defaultdict[int | None, list[int]]:
    """The places of the rows that are gone, by the place of the last row before them that is still there."""
    kept = set(known.values())
    found: defaultdict[int | None, list[int]] = defaultdict(list)
    last: int | None = None
    for place in range(len(before)):
        if place in kept:
            last = place
        else:
            found[last].append(place)
    return found


def _moved(known: Mapping[int, int]) -> frozenset[int]:
    """The new places of as few rows as can have been moved: all but the longest rising sequence of old places."""
    ends: list[int] = []  # the smallest old place that ends a rising sequence of each length
    reached: list[tuple[int, int]] = []  # new place, length of the longest sequence that ends there
    for place, old_place in known.items():
        length = bisect_left(ends, old_place)
        ends[length : length + 1] = [old_place]
        reached.append((place, length))
    stayed, wanted = set(), len(ends) - 1
    last = None
    for place, length in reversed(reached):
        if length == wanted and (last is None or known[place] < last):
            stayed.add(place)
            wanted, last = wanted - 1, known[place]
    return frozenset(known) - stayed


def _amount(row: Row | None) -> int:
    return int(row.get("amount") or 0) if row else 0
