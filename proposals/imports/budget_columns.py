"""Which column of a budget table holds what: by the words of its header row, or by position when there is none.

The twin in the browser is ``static/js/budget_lines.js``; ``tests/imports/block_cases.json`` holds both to one reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

NEEDED = ("description", "quantity", "unit", "unit_price")
NAMES = {
    "description": "Uraian",
    "quantity": "Volume",
    "unit": "Satuan",
    "unit_price": "Harga satuan",
    "amount": "Jumlah",
    "number": "No",
    "kind": "Jenis",
    "uuid": "Kode baris",
}
# The first that fits names the column; a heading is compared in lower case, without brackets and marks.
HEADINGS = (
    ("uuid", re.compile(r"kode baris")),
    ("kind", re.compile(r"jenis( baris)?")),
    ("number", re.compile(r"no|nomor|no urut")),
    ("unit_price", re.compile(r"(harga|hrg|biaya|tarif)( per| tiap)?( satuan| sat| unit)?")),
    ("quantity", re.compile(r"volume|vol|kuantitas|qty|banyak(nya)?|volume pekerjaan|volume kegiatan")),
    ("unit", re.compile(r"satuan|sat|unit|satuan volume")),
    ("amount", re.compile(r"(jumlah|total|jml)( (harga|biaya|total|anggaran))?|nilai")),
    (
        "description",
        re.compile(
            r"(uraian|rincian|deskripsi|nama|jenis|item|komponen)"
            r"( (pekerjaan|kegiatan|belanja|biaya|barang|barang jasa|komponen))?|pekerjaan|kegiatan|komponen biaya"
        ),
    ),
)
BRACKETED = re.compile(r"\([^()]*\)|\brp\b\.?")
MARKS = re.compile(r"[\s./:*\-_]+")
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that a row of headings names, by field; what it lacks, and what it names twice."""

    columns: dict[str, int]
    twice: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(field for field in NEEDED if field not in self.columns)

    @property
    def is_table_head(self) -> bool:
        """Two of the needed headings in one row are no accident."""
        return len(self.missing) <= len(NEEDED) - 2 and "description" in self.columns


def field_named(heading: str) -> str:
    """Tell which field a heading names; empty when none."""
    if len(heading) > LONGEST_HEADING:
        return ""
    words = MARKS.sub(" ", BRACKETED.sub(" ", heading.lower())).strip()
    return next((field for field, pattern in HEADINGS if pattern.fullmatch(words)), "")


def read_header(cells: Sequence[str]) -> Header:
    """Read one row as a row of headings."""
    places: dict[str, list[int]] = {}
    for position, cell in enumerate(cells):
        if field := field_named(cell):
            places.setdefault(field, []).append(position)
    if "quantity" not in places and len(places.get("amount", ())) == 2:
        # "Jumlah | Satuan | Harga | Total": the first is how many, the second how much.
        places["quantity"] = [places["amount"].pop(0)]
    twice = tuple(field for field, found in places.items() if len(found) > 1)
    return Header({field: found[0] for field, found in places.items()}, twice)


def joined(upper: Header, lower: Header) -> Header:
    """Read two rows of headings as one: the lower names what the upper, merged over it, leaves open."""
    taken = {position: field for field, position in upper.columns.items()}
    extra = {
        field: position
        for field, position in lower.columns.items()
        if field not in upper.columns and (position not in taken or taken[position] not in NEEDED)
    }
    return Header(upper.columns | extra, upper.twice)


def letter(position: int) -> str:
    """Name a column as a spreadsheet does: A for 0, AA for 26."""
    name, rest = "", position + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = ascii_uppercase[digit] + name
    return name
