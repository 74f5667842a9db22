"""Content is whole under its hash or not there at all."""

import errno
import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from proposals.files.storage import DiskFull, open_stored, remove_leftovers, store, stored_path

CONTENT = b"isi berkas"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "baru" / "media"
    return settings.MEDIA_ROOT


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_content_lies_under_its_hash_and_can_be_read(media):
    stored = store([b"isi ", b"berkas"])

    assert (stored.sha256, stored.size) == (SHA256, len(CONTENT))
    assert stored.path == media / SHA256[:2] / SHA256[2:4] / SHA256
    assert files_below(media) == [stored.path]
    with open_stored(SHA256) as file:
        assert file.read() == CONTENT


def test_stored_content_is_not_for_others(media):
    stored = store([CONTENT])

    assert stat.S_IMODE(stored.path.stat().st_mode) == 0o640
    assert stat.S_IMODE(media.stat().st_mode) & stat.S_IRWXO == 0


def test_same_content_is_stored_once(media):
    first, second = store([CONTENT]), store(iter([CONTENT]))

    assert first == second
    assert files_below(media) == [first.path]


def test_damaged_content_is_replaced_by_a_whole_copy():
    path = store([CONTENT]).path
    path.chmod(0o640)
    path.write_bytes(b"terpo")

    store([CONTENT])

    assert path.read_bytes() == CONTENT


def test_interrupted_upload_leaves_nothing_and_can_be_repeated(media):
    def interrupted():
        yield b"isi "
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store(interrupted())

    assert files_below(media) == []
    assert store([CONTENT]).sha256 == SHA256


def test_full_disk_is_told_apart_and_leaves_nothing(media):
    def disk_fills():
        yield b"isi "
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull):
        store(disk_fills())

    assert files_below(media) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", SHA256.upper(), SHA256 + "\n", SHA256[:-1]])
def test_only_a_hash_opens_a_file(name):
    with pytest.raises(ValueError, match="SHA-256"):
        stored_path(name)


def test_content_that_is_not_there_is_not_found():
    with pytest.raises(FileNotFoundError):
        open_stored(SHA256)


def test_leftovers_of_killed_processes_are_removed_and_fresh_uploads_stay(media):
    store([CONTENT])
    old, fresh = media / ".tmp" / "old", media / ".tmp" / "fresh"
    old.write_bytes(b"a")
    fresh.write_bytes(b"b")
    moment = datetime(2025, 11, 10, tzinfo=UTC)
    os.utime(old, (moment.timestamp() - 90_000,) * 2)
    os.utime(fresh, (moment.timestamp(),) * 2)

    assert remove_leftovers(moment - timedelta(days=1)) == 1
    assert not old.exists()
    assert fresh.exists()
