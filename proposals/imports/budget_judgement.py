"""The judgement of a block: every problem has its row and column, none is swallowed, and no amount is believed.

The twin in the browser is ``static/js/budget_block.js``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from proposals import budget
from proposals.imports import budget_cells
from proposals.imports.budget_block import Block, JudgedRow
from proposals.imports.budget_cells import CellRefused
from proposals.imports.budget_lines import ImportedRow
from proposals.models import MAX_RUPIAH, CostKind
from proposals.money import format_quantity, format_rupiah

EMPTY_CELLS = {"quantity": "volume kosong", "unit": "satuan kosong", "unit_price": "harga satuan kosong"}


def judge(block: Block) -> list[JudgedRow]:
    """Judge every cell, then the rows together; amounts are computed here, never believed."""
    judged = [_judge_row(block, row) for row in block.rows]
    amounts = budget.amounts([row.values for row in judged])
    for row, amount in zip(judged, amounts, strict=True):
        row.amount = amount
        _compare_amount(block, row)
    _point_out_repetitions(judged)
    _keep_identities_apart(judged)
    return judged


def _judge_row(block: Block, row: ImportedRow) -> JudgedRow:
    kind = CostKind(row.raw["kind"])
    judged = JudgedRow(row)
    values = {"uuid": _uuid(row.raw["uuid"]), "kind": kind, "unit": "", "quantity": None, "unit_price": None}
    judged.values = values | {"rate": None, "description": _text(block, judged, "description")}
    if kind is CostKind.ITEM:
        judged.values["unit"] = _text(block, judged, "unit")
        judged.values["quantity"] = _number(block, judged, "quantity")
        judged.values["unit_price"] = _number(block, judged, "unit_price")
        _look_for_gaps(block, judged)
    elif kind is CostKind.TAX:
        judged.values["rate"] = _number(block, judged, "rate")
    elif kind is CostKind.ROUNDING:
        judged.values["unit_price"] = _number(block, judged, "step")
    if sentence := row.found.get("row"):
        judged.problems["row"] = f"Baris {row.number}: {sentence}"
    return judged


def _text(block: Block, judged: JudgedRow, name: str) -> str:
    row = judged.source
    sentence = row.found.get(name)
    if sentence is None:
        try:
            return budget_cells.text(name, row.raw[name])
        except CellRefused as refused:
            sentence = refused.sentence
    judged.problems[name] = f"{block.address(row, name)}: {sentence}"
    return ""


def _number(block: Block, judged: JudgedRow, reading: str) -> Any:
    """Read a number of the row; ``step`` is a unit price that may not be empty."""
    row, name = judged.source, "unit_price" if reading == "step" else reading
    sentence = row.found.get(name)
    if sentence is None:
        try:
            parsed = READERS[reading](row.raw[name])
        except CellRefused as refused:
            sentence = refused.sentence
        else:
            if parsed.note:
                judged.notes.append(f"{block.address(row, name)}: {parsed.note}")
            elif reading == "rate" and 0 < parsed.value < 1:
                judged.notes.append(_small_rate(block.address(row, name), parsed.value))
            return parsed.value
    judged.problems[name] = f"{block.address(row, name)}: {sentence}"
    return None


READERS = {
    "quantity": lambda raw: budget_cells.number("quantity", raw),
    "unit_price": lambda raw: budget_cells.number("unit_price", raw),
    "rate": budget_cells.rate,
    "step": budget_cells.step,
}


def _small_rate(address: str, rate: Decimal) -> str:
    """A cell formatted as a percentage holds 0.11 for 11%."""
    read, meant = format_quantity(rate), format_quantity((rate * 100).normalize())
    return f"{address}: tarif pajak kami baca {read} persen. Bila maksud Anda {meant} persen, tulis {meant}."


def _look_for_gaps(block: Block, judged: JudgedRow) -> None:
    row = judged.source
    for name, remark in EMPTY_CELLS.items():
        if name not in judged.problems and not row.raw[name].strip():
            judged.notes.append(f"{block.address(row, name)}: {remark}.")
    if judged.values["quantity"] == 0:
        judged.notes.append(f"{block.address(row, 'quantity')}: volume 0.")


def _compare_amount(block: Block, judged: JudgedRow) -> None:
    """Refuse an amount beyond reason; point out where the source's own amount is another."""
    row, address = judged.source, block.address(judged.source, "quantity")
    if judged.amount > MAX_RUPIAH:
        judged.problems.setdefault("quantity", f"{address}: Jumlah baris paling besar {format_rupiah(MAX_RUPIAH)}.")
        return
    if judged.values["kind"] != CostKind.ITEM or judged.problems or not row.stated:
        return
    try:
        stated = budget_cells.number("unit_price", row.stated).value
    except CellRefused:
        return
    if stated is None or abs(stated - judged.amount) <= 1:
        return
    difference = format_rupiah(abs(stated - judged.amount))
    judged.notes.append(
        f"{block.address(row, 'amount')}: tertulis {format_rupiah(stated)}, sedangkan volume kali harga satuan "
        f"{format_rupiah(judged.amount)} (selisih {difference}). Yang dipakai hasil hitungan."
    )


def _point_out_repetitions(rows: Iterable[JudgedRow]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for judged in rows:
        row = judged.source
        if judged.values["kind"] != CostKind.ITEM:
            continue
        key = tuple(row.raw[name].strip().lower() for name in ("description", "quantity", "unit", "unit_price"))
        first = seen.setdefault(key, row.number)
        if first != row.number:
            judged.notes.append(f"Baris {row.number}: sama dengan baris {first}.")


def _keep_identities_apart(rows: Iterable[JudgedRow]) -> None:
    """A row copied within a sheet brings the code of the first; only that one is known by it."""
    seen: set[UUID] = set()
    for judged in rows:
        identity = judged.values["uuid"]
        if identity in seen:
            judged.values["uuid"] = None
        elif identity is not None:
            seen.add(identity)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
