"""The rows of a section as tables: places, budget, indicators, readiness, each cell with its column's heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from proposals.dates import plain_date
from proposals.models import CostKind
from proposals.money import format_number, format_quantity, spell_rupiah
from proposals.sections import Section
from proposals.snapshot import Content


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, with the column's heading for phones."""

    label: str
    text: str
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: ``key`` is the row's identity where it has one, ``heading`` its first cell."""

    key: str
    kind: str
    heading: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a section; ``total`` and ``total_in_words`` only for the budget."""

    caption: str
    first_column: str
    columns: tuple[Cell, ...]
    lines: tuple[Line, ...]
    total: str = ""
    total_in_words: str = ""

    @property
    def width(self) -> int:
        return len(self.columns) + 1


def _table(caption: str, headings: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> Table:
    """Build a table of texts; the first column heads its line."""
    columns = tuple(Cell(heading, "") for heading in headings[1:])
    return Table(
        caption,
        headings[0],
        columns,
        tuple(
            Line("", "", first, tuple(Cell(column.label, text) for column, text in zip(columns, rest, strict=True)))
            for first, *rest in lines
        ),
    )


def _locations(part: Content) -> Table:
    lines = [
        (
            f"{row['kind']} {row['village']}".strip() or "Lokasi belum terdaftar",
            row["district"],
            row["place_name"],
            ", ".join(coordinate.replace(".", ",") for coordinate in (row["latitude"], row["longitude"]) if coordinate),
        )
        for row in part["rows"]
    ]
    return _table("Lokasi", ("Desa/kelurahan", "Kecamatan", "Nama lokasi", "Koordinat"), lines)


def _indicators(part: Content) -> Table:
    lines = [
        (row["name"], row["kind_label"], row["unit"], row["baseline"], row["target"], row["source"])
        for row in part["rows"]
    ]
    headings = ("Indikator", "Jenis", "Satuan", "Kondisi awal", "Target", "Sumber data")
    return _table("Indikator", headings, lines)


def _readiness(part: Content) -> Table:
    lines = [
        (row["label"], "Wajib" if row["is_mandatory"] else "Tidak wajib", row["status_label"], _readiness_remark(row))
        for row in part["rows"]
    ]
    return _table("Syarat kesiapan", ("Syarat", "Sifat", "Keadaan", "Keterangan"), lines)


def _readiness_remark(row: Mapping[str, Any]) -> str:
    if row["expected_on"]:
        return f"Perkiraan selesai {plain_date(date.fromisoformat(row['expected_on']))}"
    return str(row["reason"])


BUDGET_COLUMNS = (
    Cell("Volume", "", is_amount=True),
    Cell("Satuan", ""),
    Cell("Harga satuan (Rp)", "", is_amount=True),
    Cell("Jumlah (Rp)", "", is_amount=True),
)


def _budget(part: Content) -> Table:
    return Table(
        "Rencana Anggaran Biaya",
        "Uraian",
        BUDGET_COLUMNS,
        tuple(Line(row["uuid"], row["kind"], row["description"], _cost_cells(row)) for row in part["rows"]),
        format_number(part["total"]),
        spell_rupiah(part["total"]),
    )


def _cost_cells(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    if row["kind"] == CostKind.GROUP:
        return ()
    volume = format_quantity(Decimal(row["quantity"])) if row["quantity"] else ""
    unit = f"{format_quantity(Decimal(row['rate']))}%" if row["kind"] == CostKind.TAX and row["rate"] else row["unit"]
    price = "" if row["unit_price"] is None else format_number(row["unit_price"])
    texts = (volume, unit, price, format_number(row["amount"]))
    return tuple(Cell(c.label, text, c.is_amount) for c, text in zip(BUDGET_COLUMNS, texts, strict=True))


TABLES: dict[Section, Callable[[Content], Table]] = {
    Section.LOCATION: _locations,
    Section.BUDGET: _budget,
    Section.INDICATORS: _indicators,
    Section.READINESS: _readiness,
}
