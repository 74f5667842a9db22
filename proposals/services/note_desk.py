"""The frame of every change to notes and responses: lock, read the clock, decide, raise the version, record.

Every change raises ``Proposal.version``, because a decision releases whatever notes there are: whoever decides must
have seen them.
"""

from __future__ import annotations

from typing import Any

from accounts.mandate import Mandate
from accounts.models import Membership, User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.deadlines import window
from proposals.models import AgencyCycle, Proposal, ReviewNote
from proposals.policy import can_edit, can_write_notes
from proposals.services.refusals import RefusedAt
from proposals.workflow import Verdict

LOCKED_FIELDS = ("state", "version", "round_number", "assigned_to", "revision_due_at", "revision_window")


class NoteRefused(RefusedAt):
    """The note or response may not be written now; ``reason`` is the sentence to show."""


class NoteDesk:
    """One change on its way: the proposal is locked and refreshed, the clock was read after that."""

    def __init__(self, proposal: Proposal, actor: User) -> None:
        self.proposal = proposal
        proposal.refresh_from_db(fields=LOCKED_FIELDS, from_queryset=Proposal.objects.select_for_update(of=("self",)))
        self.at = clock.now()
        self.actor = actor
        self.mandate = Mandate(actor, self.at)
        self.membership: Membership | None = None

    @classmethod
    def of_reviewer(cls, proposal: Proposal, actor: User) -> NoteDesk:
        desk = cls(proposal, actor)
        desk.insist(can_write_notes(proposal, desk.mandate))
        desk.membership = desk.mandate.membership_as(frozenset({Role.REVIEWER}))
        return desk

    @classmethod
    def of_agency(cls, proposal: Proposal, actor: User) -> NoteDesk:
        desk = cls(proposal, actor)
        row = AgencyCycle.objects.select_related("cycle").get(cycle_id=proposal.cycle_id, agency_id=proposal.agency_id)
        desk.insist(can_edit(proposal, desk.mandate, window(row, desk.at, proposal=proposal)))
        desk.membership = desk.mandate.membership_for(proposal.agency_id)
        return desk

    def insist(self, verdict: Verdict) -> None:
        if not verdict:
            raise NoteRefused(verdict, self.at)

    def record(self, verb: audit.Verb, note: ReviewNote, **facts: Any) -> None:
        """Raise the proposal's version and write the entry; the facts name the note, never its words."""
        self.proposal.version += 1
        self.proposal.save(update_fields=["version"])
        audit.record(
            verb,
            actor=audit.Actor.of(self.actor, self.membership),
            at=self.at,
            proposal=self.proposal,
            facts={"note": note.number, "section": note.section, **facts},
        )
