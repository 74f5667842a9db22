"""JPG and PNG: whole files of a bearable size, told from their segments without a decoder.

Nothing is decompressed: the picture's size stands in the header, and both formats say where they end.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from proposals.files.refusal import Reason, Rejected
from proposals.number_format import format_number

MAX_SIDE = 20_000
MAX_PIXELS = 120_000_000

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PNG_HEADER_LENGTH = 13

JPG_BEGINS = b"\xff\xd8\xff"
JPG_ENDS = b"\xff\xd9"
START_OF_SCAN = 0xDA
# Frame headers carry the size; C4, C8 and CC in their range are tables.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check_png(file: BinaryIO) -> None:
    """Raise Rejected unless every chunk is whole, from the header to the end mark."""
    content = file.read()
    if not content.startswith(PNG_BEGINS):
        raise Rejected(Reason.NOT_WHAT_IT_SAYS, kind="PNG")
    names: list[bytes] = []
    for name, data in _png_chunks(content):
        if not names:
            _check_png_header(name, data)
        names.append(name)
    if names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise Rejected(Reason.BROKEN)


def check_jpg(file: BinaryIO) -> None:
    """Raise Rejected unless there is a frame, picture data and an end mark after them."""
    content = file.read()
    if not content.startswith(JPG_BEGINS):
        raise Rejected(Reason.NOT_WHAT_IT_SAYS, kind="JPG")
    framed = False
    for marker, start, end in _jpg_segments(content):
        if marker in FRAMES and end - start >= 5:
            framed = True
            height = int.from_bytes(content[start + 1 : start + 3])
            _check_pixels(int.from_bytes(content[start + 3 : start + 5]), height)
        # Previews in the metadata have end marks of their own; only one after the data of the picture counts.
        if marker == START_OF_SCAN and framed and content.find(JPG_ENDS, end) > 0:
            return
    raise Rejected(Reason.BROKEN)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield name and data of each chunk up to the end mark; a wrong checksum or a cut chunk ends it early."""
    view = memoryview(content)
    position = len(PNG_BEGINS)
    while position + 12 <= len(content):
        length = int.from_bytes(view[position : position + 4])
        end = position + 8 + length
        name, data = bytes(view[position + 4 : position + 8]), view[position + 8 : end]
        if end + 4 > len(content) or zlib.crc32(view[position + 4 : end]) != int.from_bytes(view[end : end + 4]):
            return
        yield name, data
        if name == b"IEND":
            return
        position = end + 4


def _check_png_header(name: bytes, data: memoryview) -> None:
    if name != b"IHDR" or len(data) != PNG_HEADER_LENGTH:
        raise Rejected(Reason.BROKEN)
    _check_pixels(int.from_bytes(data[0:4]), int.from_bytes(data[4:8]))


def _jpg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of each segment's data, up to the first scan."""
    position = 2
    while position + 4 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        end = position + 2 + int.from_bytes(content[position + 2 : position + 4])
        yield marker, position + 4, end
        if marker == START_OF_SCAN:
            return
        position = end


def _check_pixels(width: int, height: int) -> None:
    """Refuse a picture that would fill the memory of whoever opens it."""
    if not width or not height:
        raise Rejected(Reason.BROKEN)
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Rejected(Reason.TOO_MANY_PIXELS, width=format_number(width), height=format_number(height))
