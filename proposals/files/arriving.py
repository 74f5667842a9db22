"""Uploads while they arrive: a body that is too large ends early, and a disk that fills is told apart."""

from __future__ import annotations

import contextlib
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from lebong_proposals import clock
from proposals.files.inspect import MAX_BYTES
from proposals.files.storage import FULL, DiskFull

# Fields, names and boundaries beside the file.
FORM_OVERHEAD = 256 * 1024
CHUNK = 256 * 1024
# A browser reads the answer only after it has sent everything: this much more is taken, and thrown away.
POLITE_BYTES, POLITE_SECONDS = 64 * 1024**2, 10


class FileTooBig(RequestDataTooBig):
    """The body holds a file over the limit; it was not read."""


class BoundedUploadHandler(FileUploadHandler):
    """Refuses a body that no allowed file could fill, before any of it is kept."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raise FileTooBig by the declared length; the server reads no further than that."""
        if content_length > MAX_BYTES + FORM_OVERHEAD:
            _throw_away(input_data, content_length)
            raise FileTooBig("the body is larger than any file that is taken")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the content to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


class RoomyUploadHandler(TemporaryFileUploadHandler):
    """Django's handler for files on disk, which says when there is no room for one."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk, or raise DiskFull."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            raise self._given_up(error) from error

    def file_complete(self, file_size: int) -> Any:
        """Finish the file, or raise DiskFull."""
        try:
            return super().file_complete(file_size)
        except OSError as error:
            raise self._given_up(error) from error

    def _given_up(self, error: OSError) -> OSError:
        """Close what was begun, which removes it; tell a full disk from other faults."""
        with contextlib.suppress(OSError):
            self.file.close()
        return DiskFull(error.errno, "no room for the file") if error.errno in FULL else error


def _throw_away(input_data: IO[bytes], length: int) -> None:
    """Read on for a while, so that the answer is seen instead of a broken line."""
    until, left = clock.stopwatch() + POLITE_SECONDS, min(length, POLITE_BYTES)
    while left > 0 and clock.stopwatch() < until:
        chunk = input_data.read(min(CHUNK, left))
        if not chunk:
            return
        left -= len(chunk)
