"""How many pages a proposal will fill as a PDF, estimated from its texts and rows without setting it.

Setting it takes a process and a tenth of a second, too much for a page that is opened again and again before sending.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from proposals.sections import Section
from proposals.snapshot import Content

LETTERS_A_LINE, LINES_A_PAGE = 95, 50
HEADINGS, LINES_A_HEADING = 14, 2.2
FIRST_PAGE_LINES = 12  # letterhead, title and the table of facts
LETTERS_A_CELL, LONGEST_CELL = 24, 300
UNSEEN = frozenset({"uuid", "sha256", "code", "kind", "content_type"})  # what no paper shows of a row


def estimated_pages(content: Content) -> int:
    """Estimate the pages of the whole proposal (``exports.papers.proposal_paper``), at least one; no query."""
    lines: float = FIRST_PAGE_LINES + HEADINGS * LINES_A_HEADING
    for section in Section:
        part = content[section.value]
        lines += sum(_lines(value) for name, value in part.items() if name != "rows")
        lines += sum(_row_lines(row) for row in part.get("rows", ()))
    return max(1, ceil(lines / LINES_A_PAGE))


def _lines(value: Any) -> int:
    if not isinstance(value, str):
        return 0
    return sum(max(1, ceil(len(line) / LETTERS_A_LINE)) for line in value.splitlines())


def _row_lines(row: dict[str, Any]) -> float:
    """A row of a table is as high as its longest cell."""
    cells = (len(value) for name, value in row.items() if isinstance(value, str) and name not in UNSEEN)
    return max(1, ceil(min(max(cells, default=0), LONGEST_CELL) / LETTERS_A_CELL)) * 0.75 + 0.4
