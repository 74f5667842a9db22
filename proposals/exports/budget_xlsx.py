"""A budget as a workbook that opens, recalculates and comes back by the import, each row still known by its code."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from proposals.exports import budget_formulas as formulas
from proposals.exports.budget_sheet import (
    AMOUNT,
    DESCRIPTION,
    FIRST_ROW,
    IDENTITY,
    KIND,
    NAME,
    NUMBER,
    PRICE,
    QUANTITY,
    UNIT,
    Styles,
    lay_out,
    validate,
)
from proposals.exports.xlsx import new_workbook, write_text
from proposals.models import CostKind
from proposals.snapshot import Content

TITLE = "Rencana Anggaran Biaya (RAB)"
TOTAL = "Jumlah seluruhnya"


def budget_workbook(content: Content) -> bytes:
    """Write the budget of a proposal's content (``snapshot``); the same content gives the same bytes."""
    rows: list[Mapping[str, Any]] = content["budget"]["rows"]
    target = io.BytesIO()
    workbook = new_workbook(target, f"RAB {content['number']}")
    styles = Styles.of(workbook)
    sheet = workbook.add_worksheet(NAME)
    lay_out(sheet, styles, TITLE, _lines(content))
    numbered = 0
    for offset, row in enumerate(rows):
        numbered += row["kind"] == CostKind.ITEM
        _write_row(sheet, styles, FIRST_ROW + offset, row, rows, numbered)
    last = FIRST_ROW + max(len(rows), 1) - 1
    validate(sheet, FIRST_ROW, last)
    write_text(sheet, last + 1, NUMBER, "", styles.total_label)
    write_text(sheet, last + 1, DESCRIPTION, TOTAL, styles.total_label)
    for column in (QUANTITY, UNIT, PRICE):
        sheet.write_blank(last + 1, column, None, styles.total_label)
    sheet.write_formula(last + 1, AMOUNT, formulas.total(FIRST_ROW, last), styles.total, content["budget"]["total"])
    workbook.close()
    return target.getvalue()


def _lines(content: Content) -> tuple[str, ...]:
    return (f"{content['number']} · {content['identity']['title']}", content["agency"]["name"])


def _write_row(
    sheet: Worksheet,
    styles: Styles,
    at: int,
    row: Mapping[str, Any],
    rows: list[Mapping[str, Any]],
    number: int,
) -> None:
    kind = CostKind(row["kind"])
    for column in (NUMBER, QUANTITY, UNIT, PRICE, AMOUNT):
        sheet.write_blank(at, column, None, styles.text)
    write_text(sheet, at, DESCRIPTION, row["description"], styles.group if kind is CostKind.GROUP else styles.text)
    write_text(sheet, at, KIND, kind.label)
    write_text(sheet, at, IDENTITY, row["uuid"])
    if kind is CostKind.ITEM:
        sheet.write_number(at, NUMBER, number, styles.text)
        _write_number(sheet, styles, at, QUANTITY, row["quantity"])
        write_text(sheet, at, UNIT, row["unit"], styles.text)
    elif kind is CostKind.TAX:
        _write_number(sheet, styles, at, QUANTITY, row["rate"])
        write_text(sheet, at, UNIT, "%", styles.text)
    if row["unit_price"] is not None:
        sheet.write_number(at, PRICE, row["unit_price"], styles.rupiah)
    if (formula := _formula(kind, at, rows)) is not None:
        sheet.write_formula(at, AMOUNT, formula, styles.rupiah, row["amount"])


def _write_number(sheet: Worksheet, styles: Styles, at: int, column: int, text: str) -> None:
    if text:
        sheet.write_number(at, column, float(Decimal(text)), styles.number)


def _formula(kind: CostKind, at: int, rows: list[Mapping[str, Any]]) -> str | None:
    last = FIRST_ROW + len(rows) - 1
    if kind is CostKind.ITEM:
        return formulas.item(at)
    if kind is CostKind.TAX:
        return formulas.tax(at, FIRST_ROW, last)
    if kind is CostKind.ROUNDING and rows[at - FIRST_ROW]["unit_price"]:
        return formulas.rounding(at, FIRST_ROW, [row["kind"] for row in rows])
    return None
