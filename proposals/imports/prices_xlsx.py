"""A year's reference prices out of a workbook: all of it, or each wrong cell by its place and nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from proposals.imports import budget_cells
from proposals.imports.budget_cells import CellRefused
from proposals.imports.budget_columns import letter
from proposals.imports.budget_xlsx import HEADINGS_WITHIN, HIDDEN, UNSOLVED
from proposals.imports.cell_texts import digits, shown
from proposals.imports.opening import Wanted, open_workbook
from proposals.imports.workbook import Sheet
from proposals.money import format_number
from proposals.text import TextRefused, clean_line

SHEET = "Harga"
MAX_PRICES = 10_000
LONGEST_CODE = 40
HEADINGS = {"kode": "code", "uraian": "description", "satuan": "unit", "harga": "unit_price"}
ASIDE = ("(rp)", "satuan")  # "Harga satuan (Rp)" names the price as "Harga" does
NO_HEADINGS = "Baris judul tidak ditemukan pada lembar “{sheet}”. Tulis judul kolom Kode, Uraian, Satuan, dan Harga."
NOTHING = "Tidak ada harga di bawah baris judul."
Price = tuple[str, str, str, int]


@dataclass(slots=True)
class PriceList:
    """The prices read (code, description, unit, rupiah), or every problem with its row and column."""

    prices: list[Price] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_prices(file: BinaryIO, filename: str, size: int) -> PriceList:
    """Read the sheet "Harga" or the first one; raise ``WorkbookRefused`` when the file itself cannot be read."""
    most = MAX_PRICES + HEADINGS_WITHIN
    return _Reader(open_workbook(file, filename, size, Wanted(SHEET, too_many, most))).read()


def too_many(count: str) -> str:
    return f"Ada {count} harga. Satu tahun paling banyak {format_number(MAX_PRICES)} harga."


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.found = PriceList()
        self.columns: dict[str, int] = {}
        self.codes: dict[str, int] = {}

    def read(self) -> PriceList:
        first = self._find_headings()
        if first is None:
            return PriceList(problems=[NO_HEADINGS.format(sheet=self.sheet.name)])
        for index in range(first, len(self.sheet.cells)):
            self._read_row(index)
        count = len(self.found.prices)
        if not count and not self.found.problems:
            self.found.problems.append(NOTHING)
        if count > MAX_PRICES:
            self.found.problems.append(too_many(format_number(count)))
        return self.found

    def _find_headings(self) -> int | None:
        for index, cells in enumerate(self.sheet.cells[:HEADINGS_WITHIN]):
            named = {_heading(cell): place for place, cell in reversed(list(enumerate(cells)))}
            if set(HEADINGS) <= named.keys():
                self.columns = {name: named[word] for word, name in HEADINGS.items()}
                return index + 1
        return None

    def _read_row(self, index: int) -> None:
        cells = {name: self._cell(index, place) for name, place in self.columns.items()}
        if not any(shown(cell) for cell in cells.values()) and not self._sheet_trouble(index):
            return
        before = len(self.found.problems)
        if index in self.sheet.survey.hidden:
            self._say(index, "", HIDDEN)
        code = self._code(index, cells["code"])
        description, unit = (self._text(index, name, cells[name]) for name in ("description", "unit"))
        price = self._price(index, cells["unit_price"])
        if len(self.found.problems) == before:
            self.found.prices.append((code, description, unit, price))

    def _cell(self, index: int, place: int) -> Any:
        cells = self.sheet.cells[index]
        return cells[place] if place < len(cells) else ""

    def _sheet_trouble(self, index: int) -> bool:
        survey = self.sheet.survey
        return any((index, at) in survey.errors or (index, at) in survey.unsolved for at in self.columns.values())

    def _refused(self, index: int, name: str) -> bool:
        """Whether the sheet itself says that a cell has no usable value."""
        place = (index, self.columns[name])
        if error := self.sheet.survey.errors.get(place):
            self._say(index, name, f"berisi galat {error}. Perbaiki rumusnya, atau tulis isinya.")
        elif place in self.sheet.survey.unsolved:
            self._say(index, name, UNSOLVED)
        else:
            return False
        return True

    def _code(self, index: int, cell: Any) -> str:
        if self._refused(index, "code"):
            return ""
        try:
            code = clean_line(shown(cell).replace(",", ".") if isinstance(cell, float) else shown(cell))
        except TextRefused as refused:
            self._say(index, "code", refused.sentence)
            return ""
        if not code:
            self._say(index, "code", "Isi kode.")
        elif len(code) > LONGEST_CODE:
            self._say(index, "code", f"Kode paling banyak {LONGEST_CODE} karakter.")
        elif code in self.codes:
            self._say(index, "code", f"Kode “{code}” sudah ada pada baris {self.codes[code]}.")
        self.codes.setdefault(code, index + 1)
        return code

    def _text(self, index: int, name: str, cell: Any) -> str:
        if self._refused(index, name):
            return ""
        try:
            text = budget_cells.text(name, shown(cell))
        except CellRefused as refused:
            self._say(index, name, refused.sentence)
            return ""
        if not text:
            self._say(index, name, "Isi satuan.")
        return text

    def _price(self, index: int, cell: Any) -> int:
        if self._refused(index, "unit_price"):
            return 0
        try:
            # The prices of a catalogue may have cents; what is compared with them has not.
            raw = str(round(Decimal(f"{cell:.15g}"))) if isinstance(cell, float) else digits(cell)
            price = budget_cells.number("unit_price", raw).value
        except CellRefused as refused:
            self._say(index, "unit_price", refused.sentence)
            return 0
        if not price:
            self._say(index, "unit_price", "Tulis harga satuan dalam rupiah, lebih dari 0.")
        return price or 0

    def _say(self, index: int, name: str, sentence: str) -> None:
        column = f", kolom {letter(self.columns[name])}" if name else ""
        self.found.problems.append(f"Baris {index + 1}{column}: {sentence}")


def _heading(cell: Any) -> str:
    words = shown(cell).lower().split()
    return " ".join(word for word in words if word not in ASIDE) or " ".join(words)
