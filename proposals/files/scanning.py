"""The virus scanner, where one is configured (``CLAMD_URL``): clamd is asked by its INSTREAM command.

Its signatures are the operator's to fetch. A scanner that is away, slow or over its own limits never stops an upload:
the file is taken and waits to be scanned.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

CONNECT_SECONDS, ANSWER_SECONDS = 2, 15
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
DEFAULT_PORT = 3310


class Scan(StrEnum):
    """What the scanner said; OFF when there is none, AWAY when it gave no verdict."""

    OFF = "off"
    CLEAN = "clean"
    INFECTED = "infected"
    AWAY = "away"


def scan(source: BinaryIO) -> Scan:
    """Have an open file scanned from its beginning; it is left at its beginning."""
    if not settings.CLAMD_URL:
        return Scan.OFF
    source.seek(0)
    try:
        answer = _ask(source)
    except OSError as error:
        logger.warning("the virus scanner at %s did not answer: %s", settings.CLAMD_URL, error)
        return Scan.AWAY
    finally:
        source.seek(0)
    if answer.endswith(" OK"):
        return Scan.CLEAN
    if answer.endswith(" FOUND"):
        logger.warning("the virus scanner found something: %s", answer)
        return Scan.INFECTED
    logger.warning("the virus scanner gave no verdict: %r", answer)
    return Scan.AWAY


def _ask(source: BinaryIO) -> str:
    """Send everything and read the one line that comes back; OSError when either fails."""
    with _connect() as connection:
        connection.sendall(b"zINSTREAM\0")
        for piece in _pieces(source):
            connection.sendall(len(piece).to_bytes(4, "big") + piece)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            received = connection.recv(LONGEST_ANSWER)
            if not received:
                break
            answer += received
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connect() -> socket.socket:
    """Open ``unix:///run/clamav/clamd.ctl`` or ``tcp://host:3310``."""
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
    else:
        target = (address.hostname or "127.0.0.1", address.port or DEFAULT_PORT)
        connection = socket.create_connection(target, CONNECT_SECONDS)
    connection.settimeout(ANSWER_SECONDS)
    return connection


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece
