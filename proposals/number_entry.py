"""What people type into a number box, read in one documented way or refused with a sentence.

The rules are a table of cases (`tests/money/number_cases.json`) shared with the twin in the browser. A lone group of
three is read by the habit of the field and noted; "12 jt", signs, exponents and other digits are refused, not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, NoReturn, TypeVar

from proposals.number_format import format_number, format_quantity, format_rupiah, spell_quantity

MAX_RUPIAH = 10**15
QUANTITY_LIMIT = 10**12
MAX_DECIMALS = 3
LONGEST_ENTRY = 60

Kind = Literal["rupiah", "quantity"]
Code = Literal["invalid", "negative", "unit_word", "decimals", "too_large"]
SENTENCES: dict[tuple[Code, Kind], str] = {
    ("invalid", "rupiah"): "Tulis {label} dalam rupiah tanpa sen, misalnya 385.000.",
    ("invalid", "quantity"): "Tulis {label} dengan angka, misalnya 4,75.",
    ("negative", "rupiah"): "{Label} harus 0 atau lebih.",
    ("negative", "quantity"): "{Label} harus 0 atau lebih.",
    ("unit_word", "rupiah"): "“{entry}” bukan angka. Tulis angkanya lengkap, misalnya 12.000.000.",
    ("unit_word", "quantity"): "“{entry}” bukan angka. Tulis angkanya lengkap, misalnya 12.000.",
    ("decimals", "quantity"): "Tulis {label} dengan paling banyak tiga angka di belakang koma, misalnya 4,755.",
    ("too_large", "rupiah"): f"{{Label}} paling besar {format_rupiah(MAX_RUPIAH)}.",
    ("too_large", "quantity"): f"{{Label}} paling besar {format_number(QUANTITY_LIMIT - 1)},999.",
}
DOT_NOTE = "“{entry}” kami baca sebagai {read}. Bila maksud Anda {other}, tulis {written}."
COMMA_NOTE = "“{entry}” kami baca sebagai {read}. Tulis {written} agar tidak keliru."

SPACES = re.compile("[ \t\r\n\u00a0\u2007\u2009\u202f]+")
CURRENCY = re.compile(r"rp\.?(?=[0-9\-\u2212])", re.IGNORECASE)
ROUND_TAIL = re.compile(r"[.,][-\u2013\u2014]$")
PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
THOUSANDS = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}
UNIT_WORDS: dict[Kind, re.Pattern[str]] = {
    "rupiah": re.compile(r"[0-9.,]+(rb|ribu|jt|juta|mil[iy]ard?|tril[iy]un|[kmbt])\.?", re.IGNORECASE),
    "quantity": re.compile(r"[0-9.,]+(rb|ribu|jt|juta|mil[iy]ard?|tril[iy]un)\.?", re.IGNORECASE),
}

N = TypeVar("N", int, Decimal)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[N]):
    """A number as understood, and a soft note where it could have been meant in another way."""

    value: N
    note: str = ""


class NumberRefused(ValueError):
    """What was typed cannot be read; `code` says why and `sentence` says what to write."""

    def __init__(self, code: Code, kind: Kind, label: str, entry: str) -> None:
        """Build the sentence; the label is given as it reads in mid-sentence."""
        capitalised = label[:1].upper() + label[1:]
        self.code = code
        self.sentence = SENTENCES[code, kind].format(label=label, Label=capitalised, entry=entry[:LONGEST_ENTRY])
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Reading:
    """Digits before and after the decimal mark; `lone` is the mark of a single group of three, if that is all."""

    whole: str
    decimals: str = ""
    lone: str = ""


def parse_rupiah(text: str, label: str = "nilai") -> Parsed[int]:
    """Read whole rupiah up to 10^15, or raise NumberRefused; sen are refused unless they are zeros.

    "385,000" is 385.000 with a note, since no rupiah has three decimals.
    """
    reading = _read(text, "rupiah", label)
    if reading.lone == ",":
        reading = Reading(reading.whole + reading.decimals, lone=",")
    if reading.decimals not in ("", "0", "00"):
        raise NumberRefused("invalid", "rupiah", label, text.strip())
    value = int(reading.whole)
    if value > MAX_RUPIAH:
        raise NumberRefused("too_large", "rupiah", label, text.strip())
    if reading.lone != ",":
        return Parsed(value)
    note = COMMA_NOTE.format(entry=text.strip(), read=format_rupiah(value), written=format_number(value))
    return Parsed(value, note)


def parse_quantity(text: str, label: str = "volume") -> Parsed[Decimal]:
    """Read a quantity below 10^12 with at most three decimals, or raise NumberRefused.

    "1.250" is one thousand two hundred and fifty, with a note that says how to write 1,25.
    """
    reading = _read(text, "quantity", label)
    if len(reading.decimals.rstrip("0")) > MAX_DECIMALS:
        raise NumberRefused("decimals", "quantity", label, text.strip())
    value = Decimal(f"{reading.whole}.{reading.decimals or 0}")
    if value >= QUANTITY_LIMIT:
        raise NumberRefused("too_large", "quantity", label, text.strip())
    if reading.lone != ".":
        return Parsed(value)
    other = Decimal(reading.whole) / 1000
    note = DOT_NOTE.format(
        entry=text.strip(), read=spell_quantity(value), other=spell_quantity(other), written=format_quantity(other)
    )
    return Parsed(value, note)


def _read(text: str, kind: Kind, label: str) -> Reading:
    """Strip what may surround a number and tell whole from decimals, or raise NumberRefused."""

    def refuse(code: Code) -> NoReturn:
        raise NumberRefused(code, kind, label, text.strip())

    compact = SPACES.sub("", text[: 4 * LONGEST_ENTRY])
    bare = ROUND_TAIL.sub("", CURRENCY.sub("", compact, count=1) if CURRENCY.match(compact) else compact)
    if bare[:1] in ("-", "\u2212"):
        rest = bare[1:]
        refuse("negative" if PLAIN.fullmatch(CURRENCY.sub("", rest, count=1)) else "invalid")
    if UNIT_WORDS[kind].fullmatch(bare):
        refuse("unit_word")
    reading = _split(bare) if PLAIN.fullmatch(bare) else None
    if reading is None:
        refuse("invalid")
    if len(bare) > LONGEST_ENTRY:
        refuse("too_large")
    return reading


def _split(digits: str) -> Reading | None:
    """Decide which mark is the decimal one (ux 5.9); None when the groups make no number."""
    marks = [mark for mark in ".," if mark in digits]
    if not marks:
        return Reading(digits)
    if len(marks) == 2:
        decimal, thousands = sorted(marks, key=digits.rfind, reverse=True)
        whole, _, decimals = digits.rpartition(decimal)
        return Reading(whole.replace(thousands, ""), decimals) if THOUSANDS[thousands].fullmatch(whole) else None
    mark = marks[0]
    grouped = THOUSANDS[mark].fullmatch(digits) is not None
    single = digits.count(mark) == 1
    if grouped and (mark == "." or not single):
        return Reading(digits.replace(mark, ""), lone="." if single else "")
    if not single:
        return None
    whole, _, decimals = digits.partition(mark)
    return Reading(whole, decimals, lone="," if grouped else "")
