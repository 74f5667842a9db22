"""What is wrong with one cell, in a sentence that says what to write instead; the address is put before it later.

The twin in the browser is ``static/js/budget_block.js``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from proposals.money import NumberRefused, Parsed, format_number, parse_quantity, parse_rupiah
from proposals.number_entry import LONGEST_ENTRY
from proposals.text import TextRefused, clean_line

# Letters that stand for more than one number ("12 m") are left to the person who meant one of them.
SCALES = {
    ("rb", "ribu", "k"): 10**3,
    ("jt", "juta"): 10**6,
    ("miliar", "milyar", "miliard", "milyard"): 10**9,
    ("triliun", "trilyun"): 10**12,
}
SCALED = re.compile(r"(?:rp\.?)? ?([0-9]+(?:[.,][0-9]+)*) ?([a-z]+)\.?", re.IGNORECASE)
HIGHEST_RATE = 100
LENGTHS = {"description": ("uraian", 300), "unit": ("satuan", 30)}
LABELS = {"quantity": "volume", "unit_price": "harga satuan", "rate": "tarif pajak"}
EMPTY_STEP = "Tulis kelipatan pembulatan, misalnya 1.000."
EMPTY_RATE = "Tulis tarif pajak dalam persen, misalnya 11."
RATE_DECIMALS = "Tulis tarif pajak dengan paling banyak dua angka di belakang koma."


class CellRefused(ValueError):
    """A cell cannot be taken as it is; the sentence is its only argument."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


def text(field: str, raw: str) -> str:
    """Clean a line of text and bound it, or raise CellRefused."""
    label, limit = LENGTHS[field]
    try:
        cleaned = clean_line(raw)
    except TextRefused as refused:
        raise CellRefused(refused.sentence) from None
    if len(cleaned) > limit:
        length = format_number(len(cleaned))
        raise CellRefused(f"{label.capitalize()} paling banyak {limit} karakter. Sekarang {length} karakter.")
    if not cleaned and field == "description":
        raise CellRefused("Isi uraian.")
    return cleaned


def number(field: str, raw: str) -> Parsed[Any]:
    """Read a quantity, a rate (``Decimal``) or a price (``int``), or raise CellRefused; None for an empty cell."""
    if not raw.strip():
        return Parsed(None)
    parse = parse_rupiah if field == "unit_price" else parse_quantity
    try:
        return parse(raw, LABELS[field])
    except NumberRefused as refused:
        raise CellRefused(_advice(refused, raw.strip()[:LONGEST_ENTRY])) from None


def rate(raw: str) -> Parsed[Any]:
    """Read the per cent of a tax, or raise CellRefused."""
    parsed = number("rate", raw)
    if parsed.value is None:
        raise CellRefused(EMPTY_RATE)
    if parsed.value > HIGHEST_RATE:
        raise CellRefused(f"Tarif pajak paling besar {HIGHEST_RATE}.")
    if parsed.value != round(parsed.value, 2):
        raise CellRefused(RATE_DECIMALS)
    return parsed


def step(raw: str) -> Parsed[Any]:
    """Read what a rounding rounds down to a multiple of, or raise CellRefused."""
    parsed = number("unit_price", raw)
    if not parsed.value:
        raise CellRefused(EMPTY_STEP)
    return parsed


def _advice(refused: NumberRefused, entry: str) -> str:
    if refused.code == "unit_word" and (meant := in_full(entry)) is not None:
        return f"“{entry}” bukan angka. Tulis {meant}."
    if refused.code == "invalid":
        return f"“{entry}” tidak dapat dibaca sebagai angka. {refused.sentence}"
    return refused.sentence


def in_full(entry: str) -> int | None:
    """What "12,5 jt" says in digits, where only one number can be meant."""
    match = SCALED.fullmatch(entry)
    scale = next((by for words, by in SCALES.items() if match and match[2].lower() in words), None)
    if match is None or scale is None:
        return None
    try:
        value: Decimal = parse_quantity(match[1]).value * scale
    except NumberRefused:
        return None
    return int(value) if value == int(value) else None
