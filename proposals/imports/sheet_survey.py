"""A sheet's XML read once, as a stream and under caps, before any parser that builds the whole table sees it.

One cell at XFD1048576 makes such a parser ask for 17 billion cells; and it tells neither errors nor formulas, merged
cells nor hidden rows, which are seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

MAX_ROW = 2_000
MAX_COLUMN = 100
MAX_ELEMENTS = 300_000
MAX_MERGED = 5_000
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
TRUE = ("1", "true")

Place = tuple[int, int]


class SheetRefused(Exception):
    """The sheet goes beyond a cap: ``place`` names the cell, ``filled`` counts the rows before it."""

    def __init__(self, place: str = "", filled: int = 0) -> None:
        super().__init__(place)
        self.place, self.filled = place, filled


class SheetBroken(Exception):
    """This is no XML of a sheet, or one with declarations that a sheet does not have."""


@dataclass(slots=True)
class Survey:
    """What the XML tells and the parser does not; places are (row, column) from zero."""

    errors: dict[Place, str] = field(default_factory=dict)
    unsolved: set[Place] = field(default_factory=set)
    solved: set[Place] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[Place, Place]] = field(default_factory=list)

    def merged_into(self, place: Place) -> Place | None:
        """The corner that holds the value of a merged cell, when it is another cell."""
        for corner, last in self.merged:
            if corner != place and corner[0] <= place[0] <= last[0] and corner[1] <= place[1] <= last[1]:
                return corner
        return None


def survey(chunks: Iterable[bytes], most_rows: int = MAX_ROW) -> Survey:
    """Read a sheet's XML, or raise SheetRefused or SheetBroken."""
    handler = _Handler(most_rows)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except (SAXException, DefusedXmlException, LookupError, ValueError):
        raise SheetBroken from None
    return handler.found


def place_of(name: str) -> Place:
    """Read "D7" as row 6, column 3."""
    match = PLACE.fullmatch(name)
    if match is None:
        raise SheetBroken
    column = 0
    for character in match[1]:
        column = column * 26 + ord(character) - ord("A") + 1
    return int(match[2]) - 1, column - 1


class _Handler(ContentHandler):
    def __init__(self, most_rows: int) -> None:
        super().__init__()
        self.most_rows = most_rows
        self.found = Survey()
        self.elements = self.filled = 0
        self.row = self.column = -1
        self.type = self.name = ""
        self.has_formula = self.in_value = self.row_is_filled = False
        self.text = ""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise SheetRefused
        begin = BEGIN.get(name.rpartition(":")[2])
        if begin is not None:
            begin(self, attrs)

    def endElement(self, name: str) -> None:
        end = END.get(name.rpartition(":")[2])
        if end is not None:
            end(self)

    def characters(self, content: str) -> None:
        if self.in_value and len(self.text) < 40:
            self.text += content

    def begin_row(self, attrs: AttributesImpl) -> None:
        number = attrs.get("r", "")
        self.row = int(number) - 1 if number else self.row + 1
        self.column, self.row_is_filled = -1, False
        if attrs.get("hidden") in TRUE:
            self.found.hidden.add(self.row)

    def begin_cell(self, attrs: AttributesImpl) -> None:
        self.name = attrs.get("r", "")
        if self.name:
            self.row, self.column = place_of(self.name)
        else:
            self.column += 1
        self.type, self.has_formula, self.text = attrs.get("t", ""), False, ""

    def begin_formula(self, attrs: AttributesImpl) -> None:
        self.has_formula = True

    def begin_value(self, attrs: AttributesImpl) -> None:
        self.in_value = True

    def end_value(self) -> None:
        self.in_value = False

    def end_cell(self) -> None:
        place = (self.row, self.column)
        if not self.text and not self.has_formula:
            return
        if self.row >= self.most_rows or self.column >= MAX_COLUMN:
            raise SheetRefused(self.name, self.filled)
        if not self.row_is_filled:
            self.row_is_filled = True
            self.filled += 1
        if self.type == "e":
            self.found.errors[place] = self.text
        elif self.has_formula:
            (self.found.solved if self.text else self.found.unsolved).add(place)

    def begin_merged(self, attrs: AttributesImpl) -> None:
        first, _, last = attrs.get("ref", "").partition(":")
        if len(self.found.merged) >= MAX_MERGED:
            raise SheetRefused
        self.found.merged.append((place_of(first), place_of(last or first)))


BEGIN = {
    "row": _Handler.begin_row,
    "c": _Handler.begin_cell,
    "f": _Handler.begin_formula,
    "v": _Handler.begin_value,
    "t": _Handler.begin_value,
    "mergeCell": _Handler.begin_merged,
}
END = {"v": _Handler.end_value, "t": _Handler.end_value, "c": _Handler.end_cell}
