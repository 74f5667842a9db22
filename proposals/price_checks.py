"""Soft checks of a budget's rows (``ux.md`` 2.4): they point something out and never refuse it.

Rows are mappings with ``kind``, ``description``, ``quantity`` (Decimal or its text), ``unit`` and ``unit_price``
(rupiah), as in ``proposals.budget`` and in a version's content. For the office that drafts and the reviewer alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Subquery

from proposals.models import CostKind, ReferencePrice
from proposals.money import format_quantity, format_rupiah
from proposals.price_match import match_key

FACTOR = 2  # more than twice the reference price, or less than half of it
THOUSAND = 1_000
USUAL_PRICE = 100_000  # beside such a price, one below a thousand was hardly meant in full rupiah
SMALLEST_TOTAL = 10_000_000  # rupiah; nobody asks the centre for less
REFERENCE = (
    "Harga satuan ini {factor} kali standar satuan harga ({price}). "
    "Pastikan sudah benar, atau tulis alasannya di Uraian."
)
NO_QUANTITY = "Volume 0, sehingga jumlah baris ini Rp0. Pastikan sudah benar."
NO_UNIT = "Satuan kosong. Tulis satuannya, misalnya m³ atau unit."
IN_THOUSANDS = "Harga satuan ini hanya {price}. Bila maksudnya {meant}, tulis lengkap dalam rupiah, bukan dalam ribuan."
SMALL_TOTAL = (
    "Jumlah seluruhnya hanya {total}. Pastikan semua harga ditulis dalam rupiah, bukan dalam ribuan atau jutaan."
)
Row = Mapping[str, Any]


def row_checks(rows: Sequence[Row]) -> list[list[str]]:
    """Give each row's remarks, in order; one query when a row has a price, however many rows there are."""
    references = _references(rows)
    usual = any((row["unit_price"] or 0) >= USUAL_PRICE for row in rows if row["kind"] == CostKind.ITEM)
    return [_of_row(row, references, usual) if row["kind"] == CostKind.ITEM else [] for row in rows]


def total_check(total: int) -> str:
    """Say that a total is too small to be in full rupiah; nothing for an empty budget."""
    return SMALL_TOTAL.format(total=format_rupiah(total)) if 0 < total < SMALLEST_TOTAL else ""


def _of_row(row: Row, references: Mapping[str, list[int]], usual: bool) -> list[str]:
    price, found = row["unit_price"], []
    if row["quantity"] is not None and Decimal(row["quantity"]) == 0:
        found.append(NO_QUANTITY)
    if price is not None and not row["unit"]:
        found.append(NO_UNIT)
    if price and (known := references.get(_key(row))):
        nearest = min(known, key=lambda reference: max(price, reference) / min(price, reference))
        if price > FACTOR * nearest or price * FACTOR < nearest:
            found.append(REFERENCE.format(factor=_times(price, nearest), price=format_rupiah(nearest)))
    elif price and price < THOUSAND and usual:
        found.append(IN_THOUSANDS.format(price=format_rupiah(price), meant=format_rupiah(price * THOUSAND)))
    return found


def _references(rows: Sequence[Row]) -> dict[str, list[int]]:
    """The prices of the newest year, by what they are for."""
    keys = {_key(row) for row in rows if row["kind"] == CostKind.ITEM and row["unit_price"] and row["description"]}
    found: dict[str, list[int]] = defaultdict(list)
    if keys:
        newest = ReferencePrice.objects.order_by("-year").values("year")[:1]
        stored = ReferencePrice.objects.order_by().filter(match_key__in=keys, year=Subquery(newest))
        for key, price in stored.values_list("match_key", "unit_price"):
            found[key].append(price)
    return found


def _key(row: Row) -> str:
    return match_key(row["description"], row["unit"])


def _times(price: int, reference: int) -> str:
    """Write how many times: one decimal, two below one, "kurang dari 0,01" at the end."""
    factor = Decimal(price) / reference
    step = Decimal("1") if factor >= 100 else Decimal("0.1") if factor >= 1 else Decimal("0.01")
    rounded = factor.quantize(step, ROUND_HALF_UP)
    return format_quantity(rounded) if rounded else "kurang dari 0,01"
