"""A cell of a workbook as the text that our own parsers read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def shown(cell: Any) -> str:
    """A cell as text, without the mark that an export puts before what looks like a formula."""
    if isinstance(cell, list):
        return str(cell[0])
    if isinstance(cell, str):
        text = cell.strip()
        return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS else text
    return digits(cell)


def digits(cell: Any) -> str:
    """A number as our own parser reads it without doubt: no dots, a decimal comma, fifteen digits as in the sheet."""
    if isinstance(cell, bool):
        return "BENAR" if cell else "SALAH"
    if isinstance(cell, int | float):
        return f"{Decimal(f'{cell:.15g}'):f}".replace(".", ",")
    return str(cell[0]) if isinstance(cell, list) else str(cell).strip()
