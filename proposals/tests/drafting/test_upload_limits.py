"""What no slot could take ends before it is kept, and a full disk is told without leaving anything behind."""

import os
import resource
import subprocess
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ops.testing.journeys import PDF
from proposals.files import arriving
from proposals.files.inspect import MAX_BYTES
from proposals.models import AttachmentSlot

ROOM = 1024 * 1024
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def send(desk, draft):
    slot = AttachmentSlot.objects.get(code="terms_of_reference")
    desk.raise_request_exception = False

    def upload(content, headers=None):
        sent = {"slot": slot.pk, "file": SimpleUploadedFile("KAK.pdf", content)}
        return desk.post(f"/usulan/{draft.number}/lampiran/unggah/", sent, headers=headers)

    return upload


@contextmanager
def little_room(disk):
    """A disk of its own with room for one megabyte; who may not mount one limits the size of every file instead."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", disk], check=True)
        try:
            yield
        finally:
            # Lazily: a file that a failed test left open must not keep the disk for the runs to come.
            subprocess.run(["umount", "--lazy", disk], check=True)
        return
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.fixture
def small_disk(maker, settings, tmp_path):
    """A store that is full after one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with little_room(disk):
        settings.MEDIA_ROOT = disk / "media"
        yield disk


def pdf(size):
    return PDF.replace(b"\n2 0", b"\n%" + b"x" * (size - len(PDF) - 2) + b"\n2 0", 1)


def test_a_body_over_the_limit_is_refused_with_the_limit_in_words(send, draft):
    page = f"http://testserver/usulan/{draft.number}/lampiran/"

    response = send(b"x" * (MAX_BYTES + arriving.FORM_OVERHEAD), {"Referer": page})

    assert response.status_code == 413
    assert "Berkas terbesar yang dapat diunggah 25 MB." in response.text
    assert f'href="{page}" data-back>Kembali</a>' in response.text
    assert not draft.attachments.exists()


def test_a_file_just_over_the_limit_is_refused_at_its_slot(send, draft):
    response = send(b"%PDF" + b"x" * (MAX_BYTES - 3))

    assert response.status_code == 422
    assert "Berkas KAK.pdf berukuran 25,1 MB. Batasnya 25 MB." in response.text
    assert not draft.attachments.exists()


def test_a_body_without_end_is_not_read_to_its_end():
    endless = BytesIO(b"x" * (arriving.POLITE_BYTES + 5))

    with pytest.raises(arriving.FileTooBig):
        arriving.BoundedUploadHandler().handle_raw_input(endless, {}, 10**12, "boundary")

    assert endless.tell() == arriving.POLITE_BYTES


@pytest.mark.parametrize("headers", [None, SCRIPT], ids=["page", "script"])
def test_a_full_disk_is_told_and_keeps_nothing(small_disk, send, draft, headers):
    response = send(pdf(2 * ROOM), headers=headers)

    assert response.status_code == 507
    assert "Berkas belum tersimpan karena ruang penyimpanan server penuh. Berkas lain aman." in response.text
    assert not draft.attachments.exists()
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []


def test_the_rest_works_while_the_disk_is_full_and_a_smaller_file_fits(small_disk, send, draft, desk, page_of):
    send(pdf(2 * ROOM))

    assert desk.get(page_of(draft, "attachments")).status_code == 200
    assert send(pdf(ROOM // 4)).status_code == 303
    assert draft.attachments.get().size == ROOM // 4


def test_a_disk_that_fills_while_the_file_arrives_is_told_too(small_disk, send, draft, settings):
    """The large file is written beside the store first, by the handler that receives it."""
    settings.FILE_UPLOAD_TEMP_DIR = os.fspath(small_disk)

    response = send(pdf(4 * ROOM))

    assert response.status_code == 507
    assert "Ruang penyimpanan server penuh" in response.text
    assert not draft.attachments.exists()
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
