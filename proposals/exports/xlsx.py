"""The one door to spreadsheets: text that cannot run, numbers as numbers, and the same bytes for the same content."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would take for a formula or a command, also in its full-width form.
STARTS = tuple("=+-@\t\r\n\0＝＋－＠")
MARK = "'"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767
# A workbook carries the time of its making; a real one would make two exports of one budget differ.
CREATED = datetime(2025, 1, 1, tzinfo=UTC)


def safe_cell(text: str) -> str:
    """Give text that no spreadsheet runs and no XML parser refuses: marked where it begins like a formula."""
    marked = f"{MARK}{text}" if text.startswith(STARTS) else text
    return FORBIDDEN.sub("", marked)[:LONGEST_CELL]


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
    """Write text as text, whatever it looks like."""
    sheet.write_string(row, column, safe_cell(text), style)


def new_workbook(target: BinaryIO, title: str) -> Workbook:
    """Begin a workbook that turns nothing into formulas, links or numbers by itself; ``close()`` finishes it."""
    workbook = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    workbook.set_properties({"title": safe_cell(title), "created": CREATED})
    workbook.set_calc_mode("auto")
    return workbook
