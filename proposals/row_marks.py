"""The marks by which a budget page tells what its rows were when it was made, so that two people's rows can be merged.

A page carries one mark a row, in the page's order: the beginning of the row's identity and a digest of what people
type into it. Amounts and positions are not part of it: they follow from all the rows together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2s
from typing import Any
from uuid import UUID

from proposals.models import CostItem

FIELD = "rows_seen"
TYPED_FIELDS = ("kind", "description", "quantity", "unit", "unit_price", "rate")
MARK = re.compile(r"([0-9a-f]{10})([0-9a-f]{8})")


def key(identity: UUID) -> str:
    """Shorten a row's identity; unique within one budget for all practical purposes."""
    return identity.hex[:10]


def digest(row: Mapping[str, Any]) -> str:
    """Digest what people type into a row."""
    typed = "\x1f".join(_text(row[field]) for field in TYPED_FIELDS)
    return blake2s(typed.encode(), digest_size=4).hexdigest()


def values(item: CostItem) -> dict[str, Any]:
    """Give a stored row as the service takes it."""
    return {"uuid": item.uuid, **{field: getattr(item, field) for field in TYPED_FIELDS}}


def of_items(items: Iterable[CostItem]) -> dict[str, str]:
    """Mark stored rows."""
    return {key(item.uuid): digest(values(item)) for item in items}


def of_rows(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Mark rows that have an identity."""
    return {key(row["uuid"]): digest(row) for row in rows if row["uuid"] is not None}


def written(marks: Mapping[str, str]) -> str:
    """Write marks as a page carries them."""
    return "".join(found + value for found, value in marks.items())


def read(text: str) -> dict[str, str]:
    """Read marks back; what is no mark is passed over."""
    return dict(match.groups() for match in MARK.finditer(text))  # type: ignore[misc]


def window(
    stored: Sequence[UUID], seen: Mapping[str, str], sent: Collection[UUID | None], start: int
) -> tuple[int, int]:
    """Tell which stored rows a page is about that shows a part of a budget: from, and up to (places in ``stored``).

    From the first to the last row that it had shown or sends. Where none of them is left, no row: only the place
    where the part began, behind ``start`` rows.
    """
    known = [place for place, identity in enumerate(stored) if key(identity) in seen or identity in sent]
    if known:
        return known[0], known[-1] + 1
    place = min(max(start, 0), len(stored))
    return place, place


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
