"""When two descriptions of a good or service are one: the key under which a price is looked up."""

from __future__ import annotations

import re
import unicodedata

LONGEST_KEY = 340
POWER = re.compile(r"\b(k?m|cm) ?\^? ?([23])\b")
SPELLED = re.compile(r"\bmeter (persegi|kubik)\b")
UNITS = {"persegi": "m2", "kubik": "m3"}
APART = re.compile(r"[^\w]+|_+")


def match_key(description: str, unit: str) -> str:
    """Write description and unit so that only letters and digits count: "Semen, 50 kg" and "SEMEN 50 KG" are one.

    "m²", "m^2", "m 2" and "meter persegi" are "m2", likewise the cubic ones.
    """
    return f"{_plain(description)}|{_plain(unit)}"[:LONGEST_KEY]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = SPELLED.sub(lambda found: UNITS[found[1]], folded)
    return APART.sub(" ", POWER.sub(r"\1\2", folded)).strip()
