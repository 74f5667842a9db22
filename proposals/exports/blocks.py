"""What papers are made of: paragraphs, pairs of label and value, tables; plain data for ``typst/frame.typ``.

A word longer than its line has nowhere to break and would run off the paper: ``wrapped`` gives it places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from proposals.content_tables import Table
from proposals.number_format import NBSP, format_nip, format_number

Block = dict[str, Any]

EMPTY = "Belum diisi."
MARKED = re.compile(r"(?:[-–•*]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
# More rows than this would make a paper of hundreds of pages; the sums are always those of all rows.
ROW_LIMIT = 1000
LINE, CELL = 32, 14  # the longest words, in characters, that a line of text and a cell surely hold
ZERO_WIDTH_SPACE = "\u200b"


def wrapped(text: str, longest: int = LINE) -> str:
    """Let a word that is longer than this break anywhere beyond it."""
    if len(text) <= longest:
        return text
    return re.sub(rf"\S{{{longest}}}", lambda found: found.group() + ZERO_WIDTH_SPACE, text)


def prose(text: str) -> Block:
    """Keep a typed text's lines; an empty line parts paragraphs, a line with a mark of its own is an item."""
    lines = []
    is_first = True
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            is_first = True
            continue
        mark = MARKED.match(line)
        words = line[mark.end() :] if mark else line
        lines.append({"mark": mark.group().strip() if mark else "", "text": wrapped(words), "spaced": is_first})
        is_first = False
    return {"kind": "prose", "lines": lines or [{"mark": "", "text": EMPTY, "spaced": True}], "empty": not lines}


def enumeration(text: str) -> Block:
    """A list that people typed as lines, numbered a, b, c unless they have marked the lines themselves."""
    block = prose(text)
    lines = block["lines"]
    if len(lines) > 1 and not any(line["mark"] for line in lines):
        for number, line in enumerate(lines):
            line["mark"] = f"{letter(number).lower()}."
    return block


def facts(pairs: Iterable[tuple[str, str]]) -> Block:
    """Pairs of label and value; what was left out is a dash."""
    return {"kind": "facts", "pairs": [[label, wrapped(value) or "–"] for label, value in pairs]}


def table(found: Table, weights: Sequence[float]) -> Block:
    """A section's table as text; ``weights`` are the widths of its columns relative to each other."""
    texts = [(line.heading, *(cell.text for cell in line.cells)) for line in found.lines]
    rows = [[wrapped(text, CELL) for text in line] for line in texts]
    block = {
        "kind": "table",
        "caption": found.caption,
        "columns": [found.first_column, *(column.label for column in found.columns)],
        "weights": list(weights),
        "rows": rows[:ROW_LIMIT],
        "left_out": left_out(len(rows)),
    }
    return block if rows else prose("")


def left_out(count: int) -> str:
    """Say that a table was cut; empty when it was not."""
    if count <= ROW_LIMIT:
        return ""
    shown, all_rows = format_number(ROW_LIMIT), format_number(count)
    return f"Tabel ini memuat {shown} baris pertama dari {all_rows} baris. Jumlah dihitung dari semua baris."


def person(name: str, title: str, nip: str) -> str:
    """Name a person with office and NIP, whose groups stay on one line."""
    return ", ".join(part for part in (name, title, f"NIP {kept_nip(nip)}" if nip else "") if part)


def kept_nip(nip: str) -> str:
    """A NIP in its groups, on one line."""
    return format_nip(nip).replace(" ", NBSP)


def letter(number: int) -> str:
    """Count A, B, … Z, AA, AB, … from zero."""
    rest, position = divmod(number, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + position)
