"""A budget out of a workbook: every cell that cannot be taken is named by its place, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from typing import Any, BinaryIO

from proposals.imports.budget_block import Block, BlockRefused, require_rows, too_many
from proposals.imports.budget_columns import NAMES, NEEDED, Header, joined, letter, read_header
from proposals.imports.budget_lines import ImportedRow, read_line
from proposals.imports.budget_paste import require_columns
from proposals.imports.cell_texts import digits, shown
from proposals.imports.opening import Wanted, WorkbookRefused, open_workbook
from proposals.imports.workbook import Sheet
from proposals.models import CostKind
from proposals.money import format_number, format_quantity

SHEET = "RAB"
HEADINGS_WITHIN = 40
NUMBERS = ("quantity", "unit_price")
NO_HEADINGS = (
    "Baris judul tidak ditemukan pada lembar “{sheet}”. "
    "Tulis judul kolom Uraian, Volume, Satuan, dan Harga satuan di atas tabel, atau pakai templat Excel."
)
HIDDEN = "baris ini tersembunyi di Excel. Tampilkan atau hapus baris itu, lalu unggah lagi."
UNKNOWN = "?"
OF_TAX = {"description": "description", "quantity": "rate", "unit": "unit", "unit_price": "unit_price"}
UNSOLVED = "rumus belum dihitung. Buka berkas di Excel, simpan, lalu unggah lagi; atau tulis angkanya."


def read_workbook(file: BinaryIO, filename: str, size: int) -> Block:
    """Read the sheet "RAB" or the first one; raise BlockRefused with the sentence for the person who sent it."""
    try:
        return read_sheet(open_workbook(file, filename, size, Wanted(SHEET, too_many=too_many)))
    except WorkbookRefused as refused:
        raise BlockRefused(refused.sentence) from None


def read_sheet(sheet: Sheet) -> Block:
    """Make rows of a sheet's cells, or raise BlockRefused."""
    header, first = _header(sheet)
    rows: list[ImportedRow] = []
    for index, cells in enumerate(sheet.cells[first:], start=first):
        row = _row(sheet, header.columns, index, cells)
        if row is not None:
            rows.append(row)
    require_rows(rows)
    return Block(header.columns, rows, _remarks(sheet, header.columns, rows))


def _header(sheet: Sheet) -> tuple[Header, int]:
    """Find the headings and the line where the rows begin."""
    for index, cells in enumerate(sheet.cells[:HEADINGS_WITHIN]):
        header = read_header([shown(cell) for cell in cells])
        if not header.is_table_head:
            continue
        below = sheet.cells[index + 1] if index + 1 < len(sheet.cells) else []
        wider = joined(header, read_header([shown(cell) for cell in below]))
        below_is_heading = bool(header.missing) and wider.columns != header.columns
        require_columns(wider if below_is_heading else header, index + 1)
        return (wider, index + 2) if below_is_heading else (header, index + 1)
    raise BlockRefused(NO_HEADINGS.format(sheet=sheet.name))


def _row(sheet: Sheet, columns: dict[str, int], index: int, cells: list[Any]) -> ImportedRow | None:
    trouble: dict[str, str] = {}
    line: dict[str, str] = {}
    for field, column in columns.items():
        cell = cells[column] if column < len(cells) else ""
        line[field] = digits(cell) if field in (*NUMBERS, "amount") else shown(cell)
        if field in NEEDED and (sentence := _trouble(sheet, field, (index, column), cell)):
            trouble[field] = sentence
            # A cell in trouble is not an empty one: its line is a row all the same.
            line[field] = line[field] or sheet.survey.errors.get((index, column), UNKNOWN)
    row = read_line(index + 1, line)
    if row is None:
        return None
    row.found = {OF_TAX[field] if row.raw["kind"] == CostKind.TAX else field: text for field, text in trouble.items()}
    row.raw = {field: "" if text == UNKNOWN else text for field, text in row.raw.items()}
    if index in sheet.survey.hidden:
        row.found["row"] = HIDDEN
    _look_for_merged(sheet, columns, index, row)
    return row


def _trouble(sheet: Sheet, field: str, place: tuple[int, int], cell: Any) -> str:
    """What a sheet knows about a cell and its text does not."""
    if error := sheet.survey.errors.get(place):
        return f"berisi galat {error}. Perbaiki rumusnya, atau tulis isinya."
    if place in sheet.survey.unsolved:
        return UNSOLVED
    if field not in NUMBERS:
        return ""
    if isinstance(cell, list):
        return f"berisi tanggal atau jam ({cell[0]}), bukan angka. Ubah format sel menjadi angka, lalu tulis lagi."
    if isinstance(cell, bool):
        return f"berisi {digits(cell)}, bukan angka."
    if field == "unit_price" and isinstance(cell, float) and cell > 0 and cell != int(cell):
        return _not_whole(Decimal(f"{cell:.15g}"))
    return ""


def _not_whole(price: Decimal) -> str:
    """12.345 typed where the dot is the decimal mark became twelve and a bit: ask, do not guess.

    A price of a thousand or more cannot have come about like that: it is in full rupiah, with a fraction.
    """
    meant = price * 1000
    if price < 1000 and meant == int(meant):
        advice = f"Bila maksudnya Rp{format_number(int(meant))}, tulis {int(meant)}."
    else:
        advice = f"Tulis {floor(price)} atau {ceil(price)}."
    return f"berisi {format_quantity(price)}, padahal harga satuan dalam rupiah tanpa sen. {advice}"


def _look_for_merged(sheet: Sheet, columns: dict[str, int], index: int, row: ImportedRow) -> None:
    """An item's empty cell that is merged with another line's has no value of its own."""
    if row.raw["kind"] != CostKind.ITEM:
        return
    for field in NEEDED:
        if row.raw[field] or field in row.found:
            continue
        corner = sheet.survey.merged_into((index, columns[field]))
        if corner is not None:
            name = f"{letter(corner[1])}{corner[0] + 1}"
            row.found[field] = f"digabung dengan sel {name}. Pisahkan sel, lalu tulis {NAMES[field].lower()} baris ini."


def _remarks(sheet: Sheet, columns: dict[str, int], rows: list[ImportedRow]) -> list[str]:
    lines = {row.number - 1 for row in rows}
    needed = {columns[field] for field in NEEDED}
    count = sum(row in lines and column in needed for row, column in sheet.survey.solved)
    return [f"{count} sel berisi rumus. Yang dipakai hasilnya yang tersimpan di berkas."] if count else []
