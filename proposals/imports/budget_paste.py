"""A block copied out of a spreadsheet: tab-separated lines, with or without their headings.

The twin in the browser is ``static/js/budget_lines.js``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from proposals.imports.budget_block import Block, BlockRefused, require_rows, too_many
from proposals.imports.budget_columns import NAMES, NEEDED, Header, joined, letter, read_header
from proposals.imports.budget_lines import ImportedRow, read_line
from proposals.money import NumberRefused, parse_quantity

LONGEST_TEXT = 1_000_000
MOST_LINES = 2_000
MOST_COLUMNS = 40
HEADINGS_WITHIN = 5
# A cell with line breaks comes in quotes, its own quotes doubled; a quote that closes nothing is an inch.
CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)')
BLANKS = " \t\r\n\u00a0\u2007\u2009\u202f"
WITH_NUMBER = ("number", *NEEDED, "amount")
WITHOUT_NUMBER = (*NEEDED, "amount")

Line = tuple[int, list[str]]


def read_paste(text: str) -> Block:
    """Read a pasted block, or raise BlockRefused."""
    if len(text) > LONGEST_TEXT or text.count("\n") > MOST_LINES:
        raise BlockRefused(too_many(text.count("\n") + 1))
    lines = [(number, cells) for number, cells in enumerate(split(text), start=1) if any(cells)]
    if not lines:
        raise BlockRefused("Tempel baris dari Excel lebih dulu.")
    columns, body = _columns(lines)
    all_items = not set(NEEDED) <= set(columns)
    rows = [_row(number, cells, columns, all_items=all_items) for number, cells in body]
    found = [row for row in rows if row is not None]
    require_rows(found)
    return Block(columns, found)


def split(text: str) -> list[list[str]]:
    """Cut text into lines of trimmed cells."""
    lines: list[list[str]] = [[]]
    unified = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    for match in CELL.finditer(unified):
        quoted, plain, end = match.groups("")
        if len(lines[-1]) < MOST_COLUMNS:
            cell = quoted.replace('""', '"') if quoted else plain
            lines[-1].append(cell.strip(BLANKS))
        if end == "\n":
            lines.append([])
        elif not end:
            break
    return lines


def _row(number: int, cells: Sequence[str], columns: dict[str, int], *, all_items: bool) -> ImportedRow | None:
    line = {name: cells[position] for name, position in columns.items() if position < len(cells)}
    return read_line(number, line, all_items=all_items)


def _columns(lines: list[Line]) -> tuple[dict[str, int], list[Line]]:
    """Find the columns and the lines below the headings."""
    for index, (number, cells) in enumerate(lines[:HEADINGS_WITHIN]):
        header = read_header(cells)
        if not header.is_table_head:
            continue
        body = lines[index + 1 :]
        if header.missing and body and (wider := joined(header, read_header(body[0][1]))).columns != header.columns:
            header, body = wider, body[1:]
        require_columns(header, number)
        return header.columns, body
    width = max(len(cells) for _, cells in lines)
    names = WITH_NUMBER if _begins_with_number(lines, width) else WITHOUT_NUMBER
    return {name: position for position, name in enumerate(names) if position < width}, lines


def require_columns(header: Header, number: int) -> None:
    """Refuse headings that lack a column or name one twice."""
    wrong = []
    if header.missing:
        lacking = ", ".join(NAMES[name] for name in header.missing)
        needed = ", ".join(NAMES[name] for name in NEEDED)
        wrong.append(f"Baris {number}: kolom {lacking} tidak ditemukan. Judul kolom yang diperlukan: {needed}.")
    for name in header.twice:
        first = letter(header.columns[name])
        wrong.append(
            f"Baris {number}: kolom {NAMES[name]} ada lebih dari satu, yang pertama kolom {first}. Sisakan satu."
        )
    if wrong:
        raise BlockRefused(*wrong)


def _begins_with_number(lines: list[Line], width: int) -> bool:
    """Whether the first of five columns or more is "No": then the numbers stand one column later."""
    if width < len(WITHOUT_NUMBER):
        return False
    later, earlier = _numbers_at(lines, 2, 4), _numbers_at(lines, 1, 3)
    return later > earlier or (later == earlier and width > len(WITHOUT_NUMBER))


def _numbers_at(lines: list[Line], *positions: int) -> int:
    return sum(_is_number(cells[at]) for _, cells in lines for at in positions if at < len(cells))


def _is_number(text: str) -> bool:
    try:
        parse_quantity(text)
    except NumberRefused:
        return False
    return True
