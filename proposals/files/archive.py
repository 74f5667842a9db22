"""Zip archives: everything is measured before it is believed.

The end record and the central directory are bounded before they are read, declared sizes before anything is
inflated, and inflating stops where the declaration ends. Nothing is written to disk.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from proposals.files.refusal import Reason, Rejected

BEGINS = b"PK\x03\x04"
END_RECORD = struct.Struct("<4s4H2LH")
END_MARK = b"PK\x05\x06"
ZIP64_LOCATOR = b"PK\x06\x07"
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
LONGEST_COMMENT = 65_535

MAX_MEMBERS = 2_000
MAX_DIRECTORY = 1024**2
MAX_UNPACKED = 100 * 1024**2
MAX_RATIO = 200
# Small parts of repeated markup compress extremely well and harm nobody.
RATIO_COUNTS_FROM = 5 * 1024**2
CHUNK = 256 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED_FLAG = 0x1


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """Open a bounded archive whose members all have harmless names and declared sizes, or raise Rejected."""
    _check_end_record(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OverflowError):
        raise Rejected(Reason.BROKEN) from None
    members = archive.infolist()
    for member in members:
        _check_member(member)
    if len({member.filename.lower() for member in members}) != len(members):
        raise Rejected(Reason.BROKEN)
    if unpacked_size(archive) > MAX_UNPACKED:
        raise Rejected(Reason.TOO_LARGE_INSIDE)
    if sum(member.compress_size for member in members) > file.seek(0, os.SEEK_END):
        raise Rejected(Reason.BROKEN)
    return archive


def unpacked_size(archive: zipfile.ZipFile) -> int:
    """Return the bytes that all members declare together."""
    return sum(member.file_size for member in archive.infolist())


def inflate(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's content in chunks; Rejected when it is longer, shorter or other than it declares.

    Done here instead of by `zipfile`, which stops at the declared size and so never sees what other readers would.
    """
    decompressor = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    remaining, inflated, checksum = member.compress_size, 0, 0
    _seek_content(file, member)
    while remaining:
        packed = file.read(min(CHUNK, remaining))
        if not packed:
            raise Rejected(Reason.BROKEN)
        remaining -= len(packed)
        for chunk in _unpack(decompressor, packed):
            inflated += len(chunk)
            if inflated > member.file_size:
                raise Rejected(Reason.BROKEN)
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
    finished = decompressor is None or (decompressor.eof and not decompressor.unused_data)
    if not finished or inflated != member.file_size or checksum != member.CRC:
        raise Rejected(Reason.BROKEN)


def _unpack(decompressor: zlib._Decompress | None, packed: bytes) -> Iterator[bytes]:
    """Yield the plain bytes of one packed chunk, never many at a time."""
    if decompressor is None:
        yield packed
        return
    filled = True
    while packed or filled:
        try:
            chunk = decompressor.decompress(packed, CHUNK)
        except zlib.error:
            raise Rejected(Reason.BROKEN) from None
        # A chunk filled to the brim may have left more behind, even when all input is taken.
        packed, filled = decompressor.unconsumed_tail, len(chunk) == CHUNK
        if chunk:
            yield chunk


def _check_end_record(file: BinaryIO) -> None:
    """Bound the directory before anybody parses it; the large variant of the format is never needed here."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END_RECORD.size - LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(END_MARK)
    if at < 0 or at + END_RECORD.size > len(tail):
        raise Rejected(Reason.BROKEN)
    *_, entries, directory, _start, comment = END_RECORD.unpack_from(tail, at)
    if at + END_RECORD.size + comment != len(tail) or tail[max(0, at - 20) : at].startswith(ZIP64_LOCATOR):
        raise Rejected(Reason.BROKEN)
    if entries > MAX_MEMBERS or directory > MAX_DIRECTORY:
        raise Rejected(Reason.TOO_LARGE_INSIDE)


def _check_member(member: zipfile.ZipInfo) -> None:
    """Refuse members that lead out of the archive, hide, are locked or would explode."""
    name = member.orig_filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
        raise Rejected(Reason.BROKEN)
    if stat.S_ISLNK(member.external_attr >> 16) or member.compress_type not in METHODS:
        raise Rejected(Reason.BROKEN)
    if member.flag_bits & ENCRYPTED_FLAG:
        raise Rejected(Reason.LOCKED)
    if member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * max(1, member.compress_size):
        raise Rejected(Reason.TOO_LARGE_INSIDE)


def _seek_content(file: BinaryIO, member: zipfile.ZipInfo) -> None:
    """Step over the member's local header."""
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or not header.startswith(BEGINS):
        raise Rejected(Reason.BROKEN)
    *_, name_length, extra_length = LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, os.SEEK_CUR)
