"""The demonstration's mailbox: what the local mail sink has written, read straight from its Maildir."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

# Listing reads one header for each mail; a demonstration does not need more than the newest.
LISTED = 2000
HEADER_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the list shows of a mail."""

    key: str
    at: datetime | None
    recipient: str
    subject: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail with both parts, either of which may be empty."""

    envelope: Envelope
    sender: str
    text: str
    html: str


def newest(directory: Path) -> list[Envelope]:
    """List the newest mails, the latest first."""
    return list(_envelopes(directory))


def read(directory: Path, key: str) -> Mail | None:
    """Read one mail by its key; None when there is none."""
    box = _open(directory)
    if box is None or key not in box:
        return None
    message = BytesParser(policy=policy.default).parsebytes(box.get_bytes(key))
    return Mail(_envelope(key, message), str(message.get("From", "")), _part(message, "plain"), _part(message, "html"))


def _envelopes(directory: Path) -> Iterator[Envelope]:
    box = _open(directory)
    if box is None:
        return
    parser = BytesHeaderParser(policy=policy.default)
    # A Maildir key begins with the second and microsecond of its arrival.
    for key in sorted(box.keys(), key=_arrival, reverse=True)[:LISTED]:
        with box.get_file(key) as file:
            yield _envelope(key, parser.parsebytes(file.read(HEADER_BYTES)))


def _open(directory: Path) -> mailbox.Maildir | None:
    if not (directory / "new").is_dir():
        return None
    return mailbox.Maildir(directory, create=False)


def _arrival(key: str) -> tuple[int, int]:
    second, _, rest = key.partition(".")
    micro = rest.partition("M")[2].partition("P")[0]
    return int(second) if second.isdigit() else 0, int(micro) if micro.isdigit() else 0


def _envelope(key: str, message: EmailMessage) -> Envelope:
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        at = None
    return Envelope(key, at, str(message.get("To", "")), str(message.get("Subject", "")))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
