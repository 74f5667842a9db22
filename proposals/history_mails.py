"""The mails about a proposal in its record, asked of whoever sends them: this application knows nothing of mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.mandate import Mandate
from proposals.models import Proposal
from proposals.signals import mails_asked

MAILS = "surel"  # the filter's name in the address


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail to one person; ``at`` is when the recipient's server took it, else when it was planned."""

    at: datetime
    subject: str
    recipient: str
    state: str


def mails_about(proposal: Proposal, mandate: Mandate) -> list[MailLine]:
    """The mails a person may know of, newest first: an agency those to its own people, others all."""
    of_agency = None if mandate.is_planning or mandate.is_leadership else proposal.agency_id
    answers: list[tuple[Any, Any]] = mails_asked.send(sender=Proposal, proposal=proposal, of_agency=of_agency)
    return [line for _, lines in answers for line in lines]
