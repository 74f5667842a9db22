"""Rupiah and quantities in one import: reading, writing, and the two roundings every total is made of."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from proposals.number_entry import MAX_RUPIAH, QUANTITY_LIMIT, NumberRefused, Parsed, parse_quantity, parse_rupiah
from proposals.number_format import (
    format_number,
    format_quantity,
    format_rupiah,
    round_half_up,
    short_rupiah,
    spell_quantity,
    spell_rupiah,
)

__all__ = [
    "MAX_RUPIAH",
    "QUANTITY_LIMIT",
    "NumberRefused",
    "Parsed",
    "format_number",
    "format_quantity",
    "format_rupiah",
    "parse_quantity",
    "parse_rupiah",
    "row_amount",
    "short_rupiah",
    "spell_quantity",
    "spell_rupiah",
    "tax_amount",
]


def row_amount(quantity: Decimal, unit_price: int) -> int:
    """Multiply a quantity by a unit price, half up to whole rupiah; exact for any size."""
    return round_half_up(Fraction(quantity) * unit_price)


def tax_amount(base: int, rate: Decimal) -> int:
    """Compute a tax of `rate` per cent (11 for PPN 11%) on a base, half up to whole rupiah."""
    return round_half_up(Fraction(rate) * base / 100)
