"""Who turned a proposal back after it had been decided, and why: its ministry, or the approver who reopened it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proposals.audit import Verb
from proposals.models import AuditEntry, CentralOutcome, Proposal
from proposals.workflow import State

TURNS = (Verb.RETURNED, Verb.REOPENED, Verb.RETURNED_BY_MINISTRY)
UNDECIDED = (State.REVISION_REQUIRED, State.SUBMITTED, State.IN_ASSISTANCE)


@dataclass(frozen=True, slots=True)
class Turn:
    """The ministry's return, or the reopening; ``who`` is the ministry or the person."""

    by_ministry: bool
    who: str
    at: datetime
    reason: str


def last_turn(proposal: Proposal) -> Turn | None:
    """Say why a decided proposal is open again; None when it is not, or Bappeda has returned it with notes since.

    One query for a proposal that has been reviewed and is undecided, and two for the ministry.
    """
    if not proposal.round_number or proposal.state not in UNDECIDED:
        return None
    entry = AuditEntry.objects.filter(proposal=proposal, verb__in=TURNS).order_by("-id").first()
    if entry is None or entry.verb == Verb.RETURNED:
        return None
    by_ministry = entry.verb == Verb.RETURNED_BY_MINISTRY
    ministry = proposal.ministry.name if by_ministry and proposal.ministry else "Kementerian"
    return Turn(by_ministry, ministry if by_ministry else entry.actor_name, entry.occurred_at, entry.facts["reason"])


def ministry_return(proposal: Proposal) -> Turn | None:
    """Give the ministry's return that the agency has to answer now; no query unless the ministry once returned it."""
    if proposal.central_outcome != CentralOutcome.RETURNED or proposal.state != State.REVISION_REQUIRED:
        return None
    turn = last_turn(proposal)
    return turn if turn and turn.by_ministry else None
