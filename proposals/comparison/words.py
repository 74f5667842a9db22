"""Which words of a text were taken out and which came in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the space before it, so that spaces are no words of their own; numbers with their dots stay whole.
TOKEN = re.compile(r"\s*(?:\w+(?:[.,/-]\w+)*|[^\w\s])|\s+")
WORD = re.compile(r"\w")
# Pairs of equal tokens that a matching may have to look at: about 50 ms. A text of 3,000 words has some 100,000; what
# has more (one word a thousand times) is shown as replaced.
MOST_PAIRS = 300_000
LEAST_KEPT = (
    0.3  # of the longer side; below it two texts have only "dan" and "yang" in common, and confetti helps nobody
)
SHOWN_AROUND = 100  # characters kept on either side of a change where the rest is left out
ELLIPSIS = " … "


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: SAME and REMOVED pieces together are the old text, SAME and ADDED ones the new."""

    kind: Kind
    text: str


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts, first by lines, then the changed lines by words."""
    found: list[Piece] = []
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for is_same, was, now in _runs(before, after):
        found += [_same(was)] if is_same else _by_words("".join(was), "".join(now))
    return tuple(_tidied(found))


def shortened(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """Leave out what stays the same far from any change."""
    shown = list(found)
    return tuple(
        Piece(piece.kind, _cut(piece.text, is_first=place == 0, is_last=place == len(shown) - 1))
        if piece.kind is Kind.SAME and len(shown) > 1
        else piece
        for place, piece in enumerate(shown)
    )


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    head = "" if is_first else text[:SHOWN_AROUND].rpartition(" ")[0]
    tail = "" if is_last else text[-SHOWN_AROUND:].partition(" ")[2]
    return text if len(text) <= 3 * SHOWN_AROUND else head + ELLIPSIS + tail


def _by_words(old: str, new: str) -> list[Piece]:
    replaced = [Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new)]
    found: list[Piece] = []
    for is_same, was, now in _runs(TOKEN.findall(old), TOKEN.findall(new)):
        found += [_same(was)] if is_same else [Piece(Kind.REMOVED, "".join(was)), Piece(Kind.ADDED, "".join(now))]
    kept = sum(len(piece.text) for piece in found if piece.kind is Kind.SAME)
    return found if kept >= LEAST_KEPT * max(len(old), len(new)) else replaced


def _same(tokens: Sequence[str]) -> Piece:
    return Piece(Kind.SAME, "".join(tokens))


Run = tuple[bool, Sequence[str], Sequence[str]]


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Split two lists of tokens into runs that are the same and runs that differ, in order."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    yield True, old[:start], new[:start]
    if _pairs(was, now) > MOST_PAIRS:
        yield False, was, now
    else:
        matcher = SequenceMatcher(None, was, now, autojunk=False)
        for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
            yield tag == "equal", was[old_from:old_to], now[new_from:new_to]
    yield True, old[len(old) - end :], new[len(new) - end :]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """The length of the common beginning."""
    shorter = min(len(old), len(new))
    return next((place for place in range(shorter) if old[place] != new[place]), shorter)


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    counted = Counter(new)
    return sum(number * counted[token] for token, number in Counter(old).items())


def _tidied(found: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours, and put what was removed before what was added; a comma alone does not split a change."""
    same = removed = added = between = ""
    for piece in found:
        if piece.kind is not Kind.SAME:
            removed += between + (piece.text if piece.kind is Kind.REMOVED else "")
            added += between + (piece.text if piece.kind is Kind.ADDED else "")
            between = ""
        elif not removed and not added:
            same += piece.text
        elif not WORD.search(piece.text):
            between += piece.text
        else:
            yield from _told(same, removed, added)
            same, removed, added, between = between + piece.text, "", "", ""
    yield from _told(same, removed, added)
    yield from _told(between, "", "")


def _told(same: str, removed: str, added: str) -> Iterator[Piece]:
    """What stayed, then a change; the space before it is no part of it when both sides begin with the same."""
    if removed and added:
        space = _leading_space(removed[: _common(removed, added)])
        same, removed, added = same + removed[:space], removed[space:], added[space:]
    texts = zip((Kind.SAME, Kind.REMOVED, Kind.ADDED), (same, removed, added), strict=True)
    yield from (Piece(kind, text) for kind, text in texts if text)


def _leading_space(text: str) -> int:
    return len(text) - len(text.lstrip())
