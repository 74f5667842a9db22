"""One line of somebody's budget table as a row of ours: what kind it is, or that it is no row at all.

A line is texts by field. The twin in the browser is ``static/js/budget_lines.js``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from proposals.models import CostKind

RAW_FIELDS = ("uuid", "kind", "description", "quantity", "unit", "unit_price", "rate")
NO_AMOUNT = re.compile(r"[-–—]?")
WORDS = re.IGNORECASE | re.ASCII
SUMMARY = re.compile(r"(sub ?)?(jumlah|total)\b|terbilang\b", WORDS)
TAX = re.compile(r"\b(ppn|pph|pajak)\b", WORDS)
PER_CENT = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?%")
ROUNDING = re.compile(r"(di)?bulatkan\b|pembulatan\b", WORDS)
COLUMN_NUMBER = re.compile(r"[(\[]?[0-9]{1,2}[)\]]?")
WORD = re.compile(r"[A-Za-z]{3}")
KINDS = {text.lower(): kind for kind in CostKind for text in (kind.value, kind.label)}


@dataclass(slots=True)
class ImportedRow:
    """A row as found: ``number`` is its line in the source, ``raw`` what stands in it, ``found`` what the source
    itself shows to be wrong, by field ("row" for the whole line), ``stated`` the amount written beside it."""

    number: int
    raw: dict[str, str]
    found: dict[str, str] = field(default_factory=dict)
    stated: str = ""

    def packed(self) -> list[Any]:
        """As JSON holds it."""
        return [self.number, [self.raw[name] for name in RAW_FIELDS], self.found, self.stated]

    @classmethod
    def unpacked(cls, packed: list[Any]) -> ImportedRow:
        number, raw, found, stated = packed
        return cls(number, dict(zip(RAW_FIELDS, raw, strict=True)), found, stated)


def read_line(number: int, line: Mapping[str, str], *, all_items: bool = False) -> ImportedRow | None:
    """Make a row of a line; None for an empty one, a total, or the numbers under the headings.

    ``all_items`` when the table has no columns by which an item could be told from a heading.
    """
    texts = {name: line.get(name, "") for name in ("description", "unit", "uuid", "number", "kind")}
    texts |= {name: _amount(line.get(name, "")) for name in ("quantity", "unit_price")}
    given = KINDS.get(texts["kind"].lower())
    bare = not (texts["quantity"] or texts["unit"] or texts["unit_price"])
    if not texts["description"] and bare and WORD.search(texts["number"]):
        texts["description"] = texts["number"]
    if not texts["description"] and bare:
        return None
    if given is None and (_is_column_numbers(texts) or (bare and SUMMARY.match(texts["description"]))):
        return None
    kind = given or _kind(texts, bare=bare and not all_items)
    raw = dict.fromkeys(RAW_FIELDS, "") | {"kind": kind.value, "uuid": texts["uuid"]}
    raw |= {"description": texts["description"]} | _numbers(kind, texts)
    return ImportedRow(number, raw, stated=_amount(line.get("amount", "")))


def _amount(text: str) -> str:
    """A dash in a column of numbers is how a sheet writes nothing."""
    return "" if NO_AMOUNT.fullmatch(text) else text


def _is_column_numbers(texts: Mapping[str, str]) -> bool:
    return all(COLUMN_NUMBER.fullmatch(texts[name]) for name in ("description", "quantity", "unit", "unit_price"))


def _kind(texts: Mapping[str, str], *, bare: bool) -> CostKind:
    description, unit = texts["description"], texts["unit"]
    if not texts["unit_price"] and (unit == "%" or (TAX.search(description) and (_rate(texts) or bare))):
        return CostKind.TAX
    if ROUNDING.match(description) and not texts["quantity"] and not unit:
        return CostKind.ROUNDING
    return CostKind.GROUP if bare else CostKind.ITEM


def _rate(texts: Mapping[str, str]) -> str:
    """The per cent of a tax: in the column of quantities, or in its name."""
    written = texts["quantity"] if texts["unit"] in ("", "%") else ""
    named = PER_CENT.search(texts["description"])
    return written.removesuffix("%").rstrip() or (named[1] if named else "")


def _numbers(kind: CostKind, texts: Mapping[str, str]) -> dict[str, str]:
    """Keep what this kind of row has."""
    if kind is CostKind.TAX:
        return {"rate": _rate(texts)}
    if kind is CostKind.ROUNDING:
        return {"unit_price": texts["unit_price"]}
    if kind is CostKind.GROUP:
        return {}
    return {name: texts[name] for name in ("quantity", "unit", "unit_price")}
