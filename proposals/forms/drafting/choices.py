"""What a person chose on the conflict page: for each field that differs, the stored entry or the own one."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from proposals import row_marks
from proposals.forms.drafting.rows import NAME
from proposals.forms.drafting.section import SectionForm

PREFIX, ROW_PREFIX, ROWS = "pilih-", "pilih-baris-", "pilih-rows"
THEIRS, MINE = "mereka", "saya"


def resolved(data: QueryDict, stored: SectionForm) -> QueryDict:
    """Give what was sent with the stored entries in the places where they were chosen."""
    merged = data.copy()
    for name, choice in data.items():
        if not name.startswith(PREFIX) or choice != THEIRS:
            continue
        if name.startswith(ROW_PREFIX):
            _take_row(merged, name.removeprefix(ROW_PREFIX), stored)
        elif name == ROWS:
            _take_rows(merged, stored)
        elif (field := name.removeprefix(PREFIX)) in stored.base_fields:
            merged[field] = _written(stored[field].value())
    return merged


def _take_row(data: QueryDict, identity: str, stored: SectionForm) -> None:
    """Put one stored row in the place of the sent one; a row that was taken out is taken out here too."""
    sent = {match[1]: value for name, value in data.items() if (match := NAME.fullmatch(name)) and match[2] == "uuid"}
    number = next((each for each, uuid in sent.items() if uuid == identity), None)
    raw = next((row.raw for row in stored.rows or () if row.raw.get("uuid") == identity), None)
    if number is not None:
        _drop(data, f"rows-{number}-")
    if raw is not None:
        _put(data, number or str(max(map(int, sent), default=-1) + 1), raw)


def _take_rows(data: QueryDict, stored: SectionForm) -> None:
    """Put the whole stored list in the place of the sent one."""
    for prefix in ("rows-", "requirement-"):
        _drop(data, prefix)
    for row in stored.rows or ():
        _put(data, str(row.key), row.raw)
    for name in stored.fields:
        if name.startswith("requirement-"):
            data[name] = _written(stored[name].value())
    if stored.seen_rows is not None:
        data[row_marks.FIELD] = row_marks.written(stored.seen_rows)


def _put(data: QueryDict, number: str, raw: dict[str, str]) -> None:
    for name, text in raw.items():
        data[f"rows-{number}-{name}"] = text


def _drop(data: QueryDict, prefix: str) -> None:
    for name in [name for name in data if name.startswith(prefix)]:
        del data[name]


def _written(value: Any) -> str:
    return "" if value is None else str(value)
