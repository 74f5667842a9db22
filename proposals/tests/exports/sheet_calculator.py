"""A spreadsheet small enough to trust: reads a workbook's formulas and computes them anew, from the cells alone."""

import io
import re
import zipfile
from decimal import ROUND_HALF_UP, Decimal

from defusedxml import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOKEN = re.compile(r'("[^"]*")|([A-Z]+[0-9]+:[A-Z]+[0-9]+)|(?<![A-Z])([A-Z]+[0-9]+)|(=)')


class Circular(Exception):
    """A formula depends on itself, which every spreadsheet complains about."""


class Sheet:
    """The cells of one sheet: ``values`` as the file holds them, ``formulas`` by place."""

    def __init__(self, content, number=1):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            strings = _strings(archive)
            self.xml = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
        self.values, self.formulas = {}, {}
        for cell in ElementTree.fromstring(self.xml).iter(f"{MAIN}c"):
            place, formula, value = cell.get("r"), cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
            if formula is not None:
                self.formulas[place] = formula.text
            text = "" if value is None else value.text or ""
            self.values[place] = strings[int(text)] if cell.get("t") == "s" else text

    def calculate(self, place, waiting=()):
        """Compute a cell from the cells it names."""
        if place in waiting:
            raise Circular(place)
        if place in self.formulas:
            return self._evaluate(self.formulas[place], (*waiting, place))
        text = self.values.get(place, "")
        return Decimal(text) if re.fullmatch(r"-?[0-9.]+(E[+-]?[0-9]+)?", text) else Text(text)

    def _evaluate(self, formula, waiting):
        def translate(match):
            text, area, place, equals = match.groups()
            return text or (f"RANGE({area!r})" if area else f"CELL({place!r})" if place else "==" if equals else "")

        functions = FUNCTIONS | {
            "RANGE": lambda area: Column(self.calculate(place, waiting) for place in _places(area)),
            "CELL": lambda place: self.calculate(place, waiting),
        }
        expression = TOKEN.sub(translate, formula).replace("IF(", "WHEN(")
        return eval(expression, {"__builtins__": {}}, functions)  # noqa: S307 - formulas that we have just written


class Text(str):
    """An empty cell counts as nothing; both branches of an IF are computed here, so text must not stop them."""

    def __mul__(self, other):
        return Decimal(0)

    __rmul__ = __mul__


class Column(list):
    def __mul__(self, other):
        return Column(_number(left) * _number(right) for left, right in zip(self, other, strict=True))


def _number(value):
    return value if isinstance(value, Decimal | int) else Decimal(0)


def _round(value, digits):
    if isinstance(value, Column):
        return Column(_round(item, digits) for item in value)
    return _number(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _sum(*parts):
    return sum((_number(item) for part in parts for item in (part if isinstance(part, list) else [part])), Decimal(0))


FUNCTIONS = {
    "ROUND": _round,
    "SUM": _sum,
    "SUMPRODUCT": _sum,
    "FLOOR": lambda value, step: value // step * step,
    "WHEN": lambda condition, then, otherwise: then if condition else otherwise,
    "OR": lambda *conditions: any(conditions),
}


def _places(area):
    first, last = area.split(":")
    letter = first.rstrip("0123456789")
    return [f"{letter}{row}" for row in range(int(first[len(letter) :]), int(last[len(letter) :]) + 1)]


def _strings(archive):
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in root.iter(f"{MAIN}si")]
