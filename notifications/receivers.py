"""The one place where events become outbox rows, inside the transaction of the event.

An exception here rolls the event back: a change that is committed has its mail, one that is not has none.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.signals import account_event
from lebong_proposals import clock
from notifications import notices, outbox
from notifications.models import Kind, Priority
from notifications.told import mails_of
from proposals.history_mails import MailLine
from proposals.models import AuditEntry, Proposal
from proposals.signals import mails_asked, proposal_event

PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an event
RESET_SLOT = timedelta(minutes=5)


def connect() -> None:
    """Connect the receivers; called once, when the application starts."""
    proposal_event.connect(queue_event_mail, dispatch_uid="notifications.proposal_event")
    account_event.connect(queue_account_mail, dispatch_uid="notifications.account_event")
    mails_asked.connect(answer_mails, dispatch_uid="notifications.mails_asked")


def answer_mails(*, proposal: Proposal, of_agency: int | None, **_: Any) -> list[MailLine]:
    """Tell the record of a proposal which mails were sent about it (one query)."""
    return mails_of(proposal, of_agency)


def queue_event_mail(*, entry: AuditEntry, proposal: Proposal | None, facts: dict[str, Any], **_: Any) -> None:
    """Queue what is told about a proposal (up to three queries)."""
    if proposal is not None:
        outbox.queue(notices.messages(notices.Event(entry, proposal, facts)))


def queue_account_mail(*, verb: str, user: User, **_: Any) -> None:
    """Queue a password mail. The row names only the person: the link is made when it is written, and not kept.

    Several requests within five minutes give one mail.
    """
    if verb != PASSWORD_RESET or not user.email:
        return
    at = clock.now()
    slot = int(clock.real_now().timestamp() // RESET_SLOT.total_seconds())
    outbox.queue(
        [
            outbox.NewMessage(
                kind=Kind.PASSWORD_RESET,
                dedupe_key=f"acct:reset:{slot}:{user.pk}",
                recipient_id=user.pk,
                to_addr=user.email,
                priority=Priority.ACCOUNT,
                created_at=at,
                expires_at=at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            )
        ]
    )
