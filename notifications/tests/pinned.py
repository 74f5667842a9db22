"""Comparing a mail with its pinned text; ``WRITE_GOLDEN=1`` writes the files anew, to be read before they are kept."""

import os
import re
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


def assert_pinned(name: str, text: str) -> None:
    """Compare with a golden file; a fingerprint differs from run to run and is replaced."""
    path, found = GOLDEN / name, FINGERPRINT.sub("0" * 64, text)
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def assert_mail_pinned(name: str, mail) -> None:
    """Compare subject, text and HTML of a delivered mail."""
    assert_pinned(f"{name}.txt", f"Subject: {mail.message['Subject']}\n\n{mail.text}")
    assert_pinned(f"{name}.html", mail.html)
