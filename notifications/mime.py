"""The message as it goes over the wire; the same row gives the same headers, whoever sends it and however often."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from notifications.compose import Letter, Surroundings
from notifications.models import OutboxMessage


def sender_address() -> str:
    """The envelope's sender."""
    return str(settings.DEFAULT_FROM_EMAIL)


def build(message: OutboxMessage, letter: Letter, around: Surroundings) -> bytes:
    """Build the mail with both parts and one recipient; mails about one proposal refer to one thread.

    The standard library's message, because Django's folds a subject behind an empty first line.
    """
    regency = around.regency
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = letter.subject
    mail["From"] = Address(f"{regency.product_name} — Bappeda {regency.name}", addr_spec=sender_address())
    mail["To"] = message.to_addr
    mail["Reply-To"] = regency.contact_email or settings.REPLY_TO_EMAIL
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if "number" in message.facts:
        mail["References"] = f"<usulan-{message.facts['number']}@{settings.MAIL_DOMAIN}>"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    return mail.as_bytes()
