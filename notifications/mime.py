"""The message as it goes over the wire; the same row gives the same headers, whoever sends it and however often.

The standard library's older message classes: Django's fold a long subject behind an empty first line, and the newer
ones take ten times as long, which is most of the time of a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from functools import lru_cache

from django.conf import settings
from django.core.mail import BadHeaderError

from notifications.compose import Letter, Surroundings
from notifications.models import OutboxMessage
from proposals.exports.letterhead import Paper

WIRE = compat32.clone(linesep="\r\n")
# What RFC 5321 lets a line hold without its line ending.
LONGEST_LINE = 998


def sender_address() -> str:
    """The envelope's sender."""
    return str(settings.DEFAULT_FROM_EMAIL)


def build(message: OutboxMessage, letter: Letter, around: Surroundings, papers: Sequence[Paper] = ()) -> bytes:
    """Build the mail with both parts, its papers and one recipient; mails about one proposal refer to one thread."""
    regency = around.regency
    sender = _encoded(f"{regency.product_name} — Bappeda {regency.name}", "From")
    headers = {
        "Subject": _encoded(letter.subject, "Subject"),
        "From": f"{sender} <{sender_address()}>",
        "To": message.to_addr,
        "Reply-To": regency.contact_email or settings.REPLY_TO_EMAIL,
        "Date": format_datetime(message.created_at),
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if "number" in message.facts:
        headers["References"] = f"<usulan-{message.facts['number']}@{settings.MAIL_DOMAIN}>"
    text = MIMEMultipart("alternative")
    text.attach(_part(letter.text, "plain"))
    text.attach(_part(letter.html, "html"))
    mail = MIMEMultipart("mixed", _subparts=[text, *map(_enclosed, papers)]) if papers else text
    for name, value in headers.items():
        mail[name] = value
    return mail.as_bytes(policy=WIRE)


@lru_cache(maxsize=256)
def _encoded(words: str, name: str) -> str:
    """Encode a header's words if they need it, folded; a line break in them is refused."""
    if "\n" in words or "\r" in words:
        raise BadHeaderError(f"{name} must be one line")
    return Header(words, None if words.isascii() else "utf-8", header_name=name).encode()


def _enclosed(paper: Paper) -> MIMEApplication:
    part = MIMEApplication(paper.content, "pdf", name=paper.filename)
    part.add_header("Content-Disposition", "attachment", filename=paper.filename)
    return part


def _part(content: str, subtype: str) -> MIMENonMultipart:
    """Make one part: as it is while its lines fit, which every server of today takes, else in base64."""
    raw = content.encode()
    if max(map(len, raw.split(b"\n"))) > LONGEST_LINE:
        return MIMEText(content, subtype, "utf-8")
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part["Content-Transfer-Encoding"] = "8bit"
    part.set_payload(raw.decode("ascii", "surrogateescape"))
    return part
