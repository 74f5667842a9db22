"""How numbers are written for people: dots between thousands, decimal comma, short forms, words.

Rupiah are whole (`int`); quantities are `Decimal`. `proposals.money` exports all of it, so that money is one import.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from num2words import num2words

NBSP = "\u00a0"
MINUS = "\u2212"
SHORT_UNITS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


def format_number(value: int) -> str:
    """Write a whole number with dots between the thousands: 12.450.000.000."""
    return _sign(value) + f"{abs(value):,}".replace(",", ".")


def format_rupiah(value: int) -> str:
    """Write rupiah in full, without a space and without sen: Rp12.450.000.000."""
    return f"{_sign(value)}Rp{format_number(abs(value))}"


def format_quantity(value: Decimal) -> str:
    """Write a quantity with a decimal comma and without idle zeros: 1.250,5."""
    whole, decimals = _parts(value)
    return _sign(value) + format_number(whole) + (f",{decimals}" if decimals else "")


def short_rupiah(value: int) -> str:
    """Write rupiah for a dashboard card: Rp12,45 miliar, Rp850 juta; below a million in full.

    The unit is a word, never a letter ("M" is read as million and as miliar), after a non-breaking space.
    Two decimals at most, half up; what rounds up to a thousand of one unit is one of the next.
    """
    magnitude = abs(value)
    for size, word in SHORT_UNITS:
        rounds_up = size > SHORT_UNITS[-1][0] and round_half_up(Fraction(magnitude * 10**5, size)) >= 10**5
        if magnitude >= size or rounds_up:
            amount = Decimal(round_half_up(Fraction(magnitude * 100, size))) / 100
            return f"{_sign(value)}Rp{format_quantity(amount)}{NBSP}{word}"
    return format_rupiah(value)


def spell_rupiah(value: int) -> str:
    """Spell rupiah out in words, the check that catches a missing zero: "dua miliar ... rupiah"."""
    return f"{_words(value)} rupiah"


def spell_quantity(value: Decimal) -> str:
    """Spell a quantity out, its decimals digit by digit: "satu koma dua lima"."""
    whole, decimals = _parts(value)
    spelled = [_words(whole), *(["koma"] if decimals else []), *(_words(int(digit)) for digit in decimals)]
    return " ".join(spelled)


def format_size(size: int) -> str:
    """Write a number of bytes as 3,6 MB or 384 kB; people compare it with a limit of 25 MB."""
    for unit, name in ((1024**2, "MB"), (1024, "kB")):
        if size >= unit:
            return f"{format_quantity(Decimal(round(size * 10 / unit)) / 10)} {name}"
    return f"{size} byte"


def format_nip(nip: str) -> str:
    """Group the eighteen digits of a NIP: 19850312 201001 1 004; anything else stays as it is."""
    if len(nip) != 18 or not nip.isdigit():
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def round_half_up(exact: Fraction) -> int:
    """Round half away from zero, as people do on paper."""
    magnitude = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return magnitude if exact >= 0 else -magnitude


def _sign(value: int | Decimal) -> str:
    return MINUS if value < 0 else ""


def _parts(value: Decimal) -> tuple[int, str]:
    """Split a quantity into its whole part and its decimals without idle zeros, sign dropped."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    return int(whole), decimals.rstrip("0")


def _words(value: int) -> str:
    return str(num2words(value, lang="id"))
