"""What was told about a proposal, for its record: each mail with its subject, recipient and fate, never its text."""

from __future__ import annotations

from accounts.models import Membership
from accounts.roles import AGENCY_ROLES
from notifications.models import OutboxMessage
from proposals.history_mails import MailLine
from proposals.models import Proposal

MOST = 200  # lines of one proposal; a dozen is usual


def mails_of(proposal: Proposal, of_agency: int | None) -> list[MailLine]:
    """List the mails about a proposal, newest first, of one agency's people if asked (one query)."""
    rows = OutboxMessage.objects.filter(proposal=proposal)
    if of_agency is not None:
        people = Membership.objects.filter(agency=of_agency, role__in=AGENCY_ROLES)
        rows = rows.filter(recipient__in=people.values("user"))
    narrow = rows.only("kind", "state", "subject", "created_at", "accepted_at", "recipient__name")
    return [_line(row) for row in narrow.select_related("recipient").order_by("-created_at", "-pk")[:MOST]]


def _line(row: OutboxMessage) -> MailLine:
    # A mail that no sender has taken yet has no subject.
    subject = row.subject or row.get_kind_display()
    return MailLine(row.accepted_at or row.created_at, subject, row.recipient.name, row.get_state_display())
