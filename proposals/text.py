"""Text as people send it, made safe to store: one Unicode form, one line ending, nothing invisible that deceives.

Characters that break PostgreSQL, XML or a workbook are refused with a sentence rather than dropped in silence;
marks that only reorder what the eye sees are removed.
"""

from __future__ import annotations

import re
import unicodedata

REFUSAL = "Ada karakter yang tidak diizinkan. Hapus karakter itu lalu simpan lagi."

# C0 and C1 controls but tab and line feed, lone surrogates, and the two code points XML forbids.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Embeddings, overrides and isolates: "invoice-fdp.exe" can look like "invoice-exe.pdf" with them.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE_ENDINGS = re.compile("\r\n?|[\u2028\u2029]")
# What shows nothing: blanks of every width, joiners, fillers, marks. Trimmed at the edges by `str.strip`, because a
# regular expression for the end of a text takes quadratic time on a long run of blanks.
EDGES = (
    " \t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u200d\u200e\u200f"
    "\u2060\u2061\u2062\u2063\u2064\u2800\u3164\ufeff\uffa0"
)
BLANKS = re.compile(r"\s+")
# What people put between the digits of a telephone number or an NIP.
BETWEEN_DIGITS = re.compile(r"[\s().\-]")


class TextRefused(ValueError):
    """The text holds a character that cannot be kept; `sentence` says what to do."""

    def __init__(self, sentence: str = REFUSAL) -> None:
        """Keep the sentence for the field."""
        self.sentence = sentence
        super().__init__(sentence)


def clean_text(value: str) -> str:
    """Return text in NFC with LF endings, trimmed, without bidi controls; only invisible characters give "".

    Raises TextRefused for control characters, NUL and lone surrogates. Joiners inside words and emoji stay.
    """
    lined = LINE_ENDINGS.sub("\n", value)
    if FORBIDDEN.search(lined):
        raise TextRefused
    visible = BIDI_CONTROLS.sub("", lined)
    return unicodedata.normalize("NFC", visible.strip(EDGES))


def clean_line(value: str) -> str:
    """Return clean text on one line: every run of blanks, tabs and line breaks becomes one space."""
    return BLANKS.sub(" ", clean_text(value))


def bare_number(value: str) -> str:
    """Return a telephone number or an NIP as it is stored: without what groups it, in the digits of every keyboard."""
    return BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", clean_line(value)))


def sent_number(given: str) -> int:
    """Read a number that a page sends back (a version, a key); -1, which nothing has, for whatever is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
