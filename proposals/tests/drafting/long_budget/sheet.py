"""Rows of a long budget, and its page as a browser without JavaScript reads it."""

from decimal import Decimal
from html.parser import HTMLParser

TEXTS = (
    "Pasangan batu kali dengan mortar jenis PC-PP tipe N pada talud saluran sekunder",
    "Pekerjaan galian tanah biasa sedalam satu sampai dua meter dengan tenaga manusia",
    "Pengadaan dan pemasangan pipa HDPE PN-10 diameter 110 mm lengkap dengan sambungan",
    "Upah pekerja harian untuk pembersihan lokasi dan pengangkutan bahan ke lapangan",
)
EMPTY = {"uuid": None, "quantity": None, "unit": "", "unit_price": None, "rate": None}


def item(number, **cells):
    text = f"{TEXTS[number % len(TEXTS)]} {number}"
    return EMPTY | {
        "kind": "item",
        "description": text,
        "quantity": Decimal("12.5"),
        "unit": "m3",
        "unit_price": 1_250_000,
        **cells,
    }


def stored(proposal):
    return list(proposal.cost_items.values_list("uuid", "version", "description", "quantity", "unit_price", "position"))


class Sheet(HTMLParser):
    """What a browser without JavaScript would send of a page: the controls of its form."""

    def __init__(self, text):
        super().__init__()
        self.fields, self.buttons, self.focused = {}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "autofocus" in found:
            self.focused.append(found.get("id") or found.get("value"))
        if tag == "button" and found.get("name") == "aksi":
            self.buttons.append(found["value"])
        if tag == "input" and "name" in found and found.get("type") not in ("radio", "checkbox"):
            self.fields[found["name"]] = found.get("value", "")

    @property
    def numbers(self):
        return [int(name.split("-")[1]) + 1 for name in self.fields if name.endswith("-description")]
