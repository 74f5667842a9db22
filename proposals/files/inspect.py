"""The gate for files: a file is what its structure says, and its name must agree.

Each format is checked without being rendered, unpacked to disk or decoded, in under a second and in little memory.
The sender's content type plays no part. Where a virus scanner is configured, it is asked last.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from proposals.files import images, office, pdf
from proposals.files.kinds import CONTENT_TYPES, EXTENSIONS, LEGACY_EXTENSIONS, MACRO_EXTENSIONS, Inspection, Kind
from proposals.files.names import display_name, extension
from proposals.files.refusal import FileRefused, Reason, Rejected, size_text
from proposals.files.scanning import Scan, scan

MAX_BYTES = 25 * 1024 * 1024

CHECKS: dict[Kind, Callable[[BinaryIO], None]] = {
    Kind.PDF: pdf.check,
    Kind.JPG: images.check_jpg,
    Kind.PNG: images.check_png,
    Kind.XLSX: office.check_xlsx,
    Kind.DOCX: office.check_docx,
}


def inspect(source: Path | BinaryIO, filename: str, size: int, *, limit: int = MAX_BYTES) -> Inspection:
    """Tell what a file is, or raise FileRefused with the sentence for the person who sent it.

    The size given and the bytes present must both be within the limit. An open file is left at its beginning.
    """
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return inspect(opened, filename, size, limit=limit)
    name = display_name(filename)
    actual = max(size, source.seek(0, os.SEEK_END))
    source.seek(0)
    try:
        kind = _kind_by_name(name)
        if not actual:
            raise Rejected(Reason.EMPTY)
        if actual > limit:
            raise Rejected(Reason.TOO_LARGE, size=size_text(actual), limit=size_text(limit))
        CHECKS[kind](source)
    except Rejected as rejected:
        raise FileRefused(rejected.reason, name, **rejected.facts) from None
    finally:
        source.seek(0)
    if (scanned := scan(source)) is Scan.INFECTED:
        raise FileRefused(Reason.UNSAFE, name)
    return Inspection(kind, CONTENT_TYPES[kind], scanned)


def _kind_by_name(name: str) -> Kind:
    """Return the kind the name claims, by its last extension."""
    ending = extension(name)
    if ending in LEGACY_EXTENSIONS:
        raise Rejected(Reason.LEGACY, extension=LEGACY_EXTENSIONS[ending])
    if ending in MACRO_EXTENSIONS:
        raise Rejected(Reason.UNSAFE)
    if ending not in EXTENSIONS:
        raise Rejected(Reason.NOT_ALLOWED)
    return EXTENSIONS[ending]
