"""PDF: begins as one, ends as one, and opens without a password."""

from __future__ import annotations

import re
from typing import BinaryIO

from proposals.files.refusal import Reason, Rejected

HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,8}%PDF-[12]\.[0-9]")
# Readers look for the end mark in the last kilobyte; some writers pad more than that.
TAIL = 2048
ENDING = re.compile(rb"startxref\s{1,8}[0-9]{1,12}\s{1,8}%%EOF")
# Every trailer of a locked document carries this entry; words inside streams are compressed and do not look like it.
ENCRYPTED = re.compile(rb"/Encrypt\s{0,8}(?:[0-9]{1,10}\s{1,8}[0-9]{1,5}\s{1,8}R|<<)")
OBJECT = b" obj"


def check(file: BinaryIO) -> None:
    """Raise Rejected unless the file is a whole PDF without encryption."""
    content = file.read()
    if not HEADER.match(content[:64]):
        raise Rejected(Reason.NOT_WHAT_IT_SAYS, kind="PDF")
    if not ENDING.search(content[-TAIL:]) or OBJECT not in content:
        raise Rejected(Reason.BROKEN)
    if ENCRYPTED.search(content):
        raise Rejected(Reason.LOCKED)
