"""The message as it goes over the wire; the same row gives the same headers, whoever sends it and however often."""

from __future__ import annotations

from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.compose import Letter, Surroundings
from notifications.models import OutboxMessage


def sender_address() -> str:
    """The envelope's sender."""
    return str(settings.DEFAULT_FROM_EMAIL)


def build(message: OutboxMessage, letter: Letter, around: Surroundings) -> bytes:
    """Build the mail with both parts and one recipient; mails about one proposal refer to one thread."""
    regency = around.regency
    sender = f"{regency.product_name} — Bappeda {regency.name}"
    headers = {
        "Message-ID": message.message_id,
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if "number" in message.facts:
        headers["References"] = f"<usulan-{message.facts['number']}@{settings.MAIL_DOMAIN}>"
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=formataddr((sender, sender_address())),
        to=[message.to_addr],
        reply_to=[regency.contact_email or settings.REPLY_TO_EMAIL],
        headers=headers,
    )
    mail.attach_alternative(letter.html, "text/html")
    # Django's own message class adds the argument; its base class, which is what is declared, has none.
    return mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
