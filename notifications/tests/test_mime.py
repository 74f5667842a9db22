"""The message on the wire: headers that every mail program reads, lines that every server takes."""

import uuid
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from django.core.mail import BadHeaderError

from notifications import mime
from notifications.compose import Letter, Surroundings
from notifications.models import OutboxMessage
from proposals.models import Regency
from proposals.workdays import Calendar

AT = datetime(2025, 11, 10, 1, 0, tzinfo=UTC)
REGENCY = Regency(name="Kabupaten Lebong", product_name="Titian Lebong", contact_email="bappeda@lebong.example")
AROUND = Surroundings(AT, REGENCY, Calendar())


def wire(letter: Letter) -> bytes:
    key = uuid.UUID(int=1)
    message = OutboxMessage(id=key, to_addr="a@lebong.example", message_id=f"<{key}@lebong.example>", created_at=AT)
    return mime.build(message, letter, AROUND)


@pytest.mark.parametrize(
    "subject",
    [
        "[Titian] 6 hari kerja lagi: 2 draf belum selesai",
        "[Titian] Diterima: usulan 2025-0042 — Rehabilitasi Jaringan Irigasi Air Sipang dan Air…",
        "[Titian] " + "kata " * 16,
    ],
)
def test_a_subject_is_folded_without_an_empty_line_and_reads_the_same(subject):
    raw = wire(Letter(subject.strip(), "Teks\n", "<p>Teks</p>"))

    head = raw.split(b"\r\n\r\n")[0].decode("ascii")
    assert "\r\nSubject: \r\n" not in head
    assert max(map(len, head.split("\r\n"))) <= 78
    assert str(message_from_bytes(raw, policy=policy.default)["Subject"]) == subject.strip()


def test_a_line_break_cannot_smuggle_a_header_in():
    with pytest.raises(BadHeaderError):
        wire(Letter("Satu\nBcc: x@y.example", "Teks\n", "<p>Teks</p>"))


def test_lines_that_are_too_long_for_smtp_are_encoded():
    words = "catatan—" * 400
    raw = wire(Letter("Satu", f"{words}\n", f"<p>{words}</p>"))

    assert max(map(len, raw.split(b"\r\n"))) <= 998
    message = message_from_bytes(raw, policy=policy.default)
    assert message.get_body(("plain",)).get_content().strip() == words
    assert words in message.get_body(("html",)).get_content()


def test_every_line_ends_as_smtp_wants_it():
    raw = wire(Letter("Satu", "Baris satu\nBaris dua\n.\n", "<p>\n</p>\n"))

    assert raw.count(b"\n") == raw.count(b"\r\n")
