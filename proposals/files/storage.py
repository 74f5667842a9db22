"""The private store: bytes lie under their SHA-256, outside everything a web server serves.

A file appears under its name only when it is whole and on the disk: it is written beside its place, synced, renamed,
and the folder synced. Equal content is stored once. Names people gave are never part of a path.

What nobody needs any more is recognised by its age: storing content again makes its file new. Placing and removing
take turns, so that nothing can be removed between being found and being named by a row.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

WAITING_ROOM = ".tmp"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SHA256 = re.compile(r"[0-9a-f]{64}")


class DiskFull(OSError):
    """There is no room for the file; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where content lies and how it is known."""

    sha256: str
    size: int
    path: Path


def store(chunks: Iterable[bytes]) -> StoredFile:
    """Keep content and return its hash, or raise DiskFull; a failure or an interruption leaves nothing behind."""
    waiting_room = _folder(Path(settings.MEDIA_ROOT) / WAITING_ROOM)
    _insist_on_reserve(waiting_room)
    handle, temporary = tempfile.mkstemp(dir=waiting_room)
    try:
        with os.fdopen(handle, "wb") as file:
            sha256, size = _write(file, chunks)
        return StoredFile(sha256, size, _place(Path(temporary), sha256, size))
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(error.errno, "no room for the file") from error
        raise
    finally:
        Path(temporary).unlink(missing_ok=True)


def stored_path(sha256: str) -> Path:
    """Return where content with this hash lies or would lie; raise ValueError for anything but a hash."""
    if not SHA256.fullmatch(sha256):
        raise ValueError("stored files are known by their SHA-256")
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def open_stored(sha256: str) -> BinaryIO:
    """Open stored content for reading; FileNotFoundError when it is not there."""
    return stored_path(sha256).open("rb")


def remove_leftovers(before: datetime) -> int:
    """Remove what killed processes left in the waiting room before a real moment; return how many files."""
    removed = 0
    for path in (Path(settings.MEDIA_ROOT) / WAITING_ROOM).glob("*"):
        # A file that is finished meanwhile has left the room by itself.
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
    return removed


def stored_before(before: datetime) -> Iterator[str]:
    """Yield the hashes of stored files that were last stored before a real moment."""
    for path in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        with contextlib.suppress(FileNotFoundError):
            if SHA256.fullmatch(path.name) and path.stat().st_mtime < before.timestamp():
                yield path.name


def remove_stored(sha256: str, before: datetime) -> bool:
    """Remove a stored file unless it has been stored again since a real moment; say whether it was removed."""
    path = stored_path(sha256)
    with _turn(), contextlib.suppress(FileNotFoundError):
        if path.stat().st_mtime < before.timestamp():
            path.unlink()
            return True
    return False


def _insist_on_reserve(folder: Path) -> None:
    """Raise DiskFull while too little of the disk is free: the database may live on it, and must go on."""
    disk = shutil.disk_usage(folder)
    if disk.free < settings.DISK_RESERVE * disk.total:
        raise DiskFull(errno.ENOSPC, f"only {disk.free} of {disk.total} bytes are free")


def _write(file: BinaryIO, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write and sync everything; return hash and size."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        file.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    file.flush()
    os.fchmod(file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _place(temporary: Path, sha256: str, size: int) -> Path:
    """Move a whole file to its place; what stands there already is the same unless a disk has damaged it."""
    path = stored_path(sha256)
    _folder(path.parent)
    with _turn():
        if path.exists() and path.stat().st_size == size:
            os.utime(path)
        else:
            temporary.replace(path)
    _sync(path.parent)
    return path


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn at the names of stored files; a killed process loses its turn by itself."""
    handle = os.open(_folder(Path(settings.MEDIA_ROOT) / WAITING_ROOM), os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _folder(path: Path) -> Path:
    """Make a folder and those above it, each synced into the one that holds it."""
    if not path.is_dir():
        _folder(path.parent)
        path.mkdir(mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS, exist_ok=True)
        _sync(path.parent)
    return path


def _sync(folder: Path) -> None:
    """Make a rename in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
