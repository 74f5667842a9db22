"""XLSX and DOCX: an honest archive with the right main part, without programs, outside links or passwords."""

from __future__ import annotations

import io
import re
import zipfile
from typing import BinaryIO

from proposals.files import archive
from proposals.files.kinds import LEGACY_EXTENSIONS, OFFICE, Kind
from proposals.files.refusal import Reason, Rejected

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
TYPES_PART = "[Content_Types].xml"
MAIN_TYPES = {
    Kind.XLSX: f"{OFFICE}spreadsheetml.sheet.main+xml".encode(),
    Kind.DOCX: f"{OFFICE}wordprocessingml.document.main+xml".encode(),
}
LARGEST_NESTED = 25 * 1024**2
# Embedded objects hold programs, except the workbooks behind charts, which are looked into.
PROGRAM_PARTS = re.compile(
    r"vba(project|data)|macrosheets/|activex/|dialogsheets/|embeddings/(?!.*\.(xlsx|docx|pptx)$)", re.IGNORECASE
)
LINK_PARTS = re.compile(r"externallinks/|querytables/|(^|/)connections\.xml$", re.IGNORECASE)
PROGRAM_TYPES = (b"macroEnabled", b"vnd.ms-office.vbaProject")
PROGRAM_MARKS = (b"ddeLink", b"DDEAUTO")
FIELD_THAT_RUNS = re.compile(rb"<w:instrText[^<>]{0,200}>\s{0,200}DDE")
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]{0,4000}>")
OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
OVERLAP = 4096


def check_xlsx(file: BinaryIO) -> None:
    """Raise Rejected unless the file is an unlocked workbook without macros and outside links."""
    _check(file, Kind.XLSX)


def check_docx(file: BinaryIO) -> None:
    """Raise Rejected unless the file is an unlocked document without macros and outside links."""
    _check(file, Kind.DOCX)


def _check(file: BinaryIO, kind: Kind) -> None:
    head = file.read(len(OLE))
    if head == OLE:
        _refuse_ole(file, kind)
    if not head.startswith(archive.BEGINS):
        raise Rejected(Reason.NOT_WHAT_IT_SAYS, kind=kind)
    opened = archive.open_archive(file)
    _check_main_part(file, opened, kind)
    for member in opened.infolist():
        _check_name(member.filename)
    nested = sum(_check_part(file, member) for member in opened.infolist())
    if archive.unpacked_size(opened) + nested > archive.MAX_UNPACKED:
        raise Rejected(Reason.TOO_LARGE_INSIDE)


def _refuse_ole(file: BinaryIO, kind: Kind) -> None:
    """Tell a locked document, which hides in the old container, from an old one under a new name."""
    if ENCRYPTED_PACKAGE in file.read():
        raise Rejected(Reason.LOCKED)
    endings = {Kind(new[1:].upper()): new for new in LEGACY_EXTENSIONS.values()}
    raise Rejected(Reason.LEGACY, extension=endings[kind])


def _check_main_part(file: BinaryIO, opened: zipfile.ZipFile, kind: Kind) -> None:
    """Require the table of contents to name a main part of this kind."""
    try:
        table = opened.getinfo(TYPES_PART)
    except KeyError:
        raise Rejected(Reason.NOT_WHAT_IT_SAYS, kind=kind) from None
    types = b"".join(archive.inflate(file, table)) if table.file_size <= archive.MAX_DIRECTORY else b""
    if any(mark in types for mark in PROGRAM_TYPES):
        raise Rejected(Reason.UNSAFE)
    if MAIN_TYPES[kind] not in types:
        raise Rejected(Reason.NOT_WHAT_IT_SAYS, kind=kind)


def _check_name(name: str) -> None:
    if PROGRAM_PARTS.search(name):
        raise Rejected(Reason.UNSAFE)
    if LINK_PARTS.search(name):
        raise Rejected(Reason.LINKED)


def _check_part(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Read one part to its end and look into it; return the size of what a nested archive declares."""
    markup = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    seen, kept = b"", bytearray()
    for chunk in archive.inflate(file, member):
        if not seen and chunk.startswith(archive.BEGINS) and member.file_size <= LARGEST_NESTED:
            kept += chunk
        elif not seen and chunk.startswith(archive.BEGINS):
            raise Rejected(Reason.TOO_LARGE_INSIDE)
        elif kept:
            kept += chunk
        elif markup:
            _check_markup(seen[-OVERLAP:] + chunk, first=not seen)
        seen = chunk
    return _check_nested(io.BytesIO(kept)) if kept else 0


def _check_markup(text: bytes, *, first: bool) -> None:
    """Refuse entities, programs and references that open something outside."""
    if any(mark in text for mark in DECLARATIONS) or (first and text.startswith(WIDE_TEXT)):
        raise Rejected(Reason.BROKEN)
    if any(mark in text for mark in PROGRAM_MARKS) or (b"instrText" in text and FIELD_THAT_RUNS.search(text)):
        raise Rejected(Reason.UNSAFE)
    if b"External" not in text:
        return
    for relation in RELATION.findall(text):
        if OUTSIDE.search(relation) and not HYPERLINK.search(relation):
            raise Rejected(Reason.LINKED)


def _check_nested(file: BinaryIO) -> int:
    """Look at an archive inside the archive by its directory; a third level is refused."""
    opened = archive.open_archive(file)
    for member in opened.infolist():
        _check_name(member.filename)
        first = next(archive.inflate(file, member), b"")
        if first.startswith(archive.BEGINS):
            raise Rejected(Reason.TOO_LARGE_INSIDE)
    return archive.unpacked_size(opened)
