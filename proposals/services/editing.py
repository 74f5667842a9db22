"""The gate of every change to a draft: lock, read the clock, decide again, and what is raised when it says no.

Only the proposal's row (and a section's) is locked: a submission takes the same lock, so that nothing is written into
what has just been handed in. The limit is read after the lock, by ``app_clock()``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.mandate import Mandate
from accounts.models import User
from lebong_proposals import clock
from proposals import audit
from proposals.deadlines import window
from proposals.models import AgencyCycle, Proposal, ProposalSection
from proposals.policy import can_edit
from proposals.sections import Section
from proposals.services.refusals import RefusedAt
from proposals.services.row_merge import RowConflict
from proposals.workflow import Refusal, Verdict

# The rows that a section's choices are compared with; the signed scans among the files stand for the whole content.
IDENTITY_CHOICES = ("proposal__funding_source", "proposal__ministry")
ALIGNMENT_CHOICES = ("proposal__national_mission", "proposal__regional_mission")
CHOICES = {
    Section.IDENTITY: IDENTITY_CHOICES,
    Section.ALIGNMENT: ALIGNMENT_CHOICES,
    Section.ATTACHMENTS: (*IDENTITY_CHOICES, *ALIGNMENT_CHOICES),
}
STALE = "Usulan berubah sejak Anda membukanya. Muat ulang, lalu putuskan lagi."


class EditRefused(RefusedAt):
    """The verdict was no; ``reason`` is the sentence to show, ``refusal`` its kind, ``at`` the database's moment."""

    def __init__(self, verdict: Verdict, at: datetime) -> None:
        super().__init__(verdict, at)
        self.verdict = verdict


class EditConflict(Exception):
    """Somebody else saved the section since it was opened.

    ``fields`` holds what differs: by field, the stored value and the one that was to be saved. ``rows`` holds the rows
    that both changed, where rows are merged one by one.
    """

    def __init__(
        self, section: ProposalSection, fields: dict[str, list[Any]], rows: Sequence[RowConflict] = ()
    ) -> None:
        super().__init__(f"{section} is at version {section.version}")
        self.section = section
        self.their_name = section.updated_by.name if section.updated_by else "Orang lain"
        self.at = section.updated_at
        self.fields = fields
        self.rows = list(rows)


@dataclass(frozen=True, slots=True)
class Edit:
    """A locked section of a proposal that may be changed now, by this actor."""

    section: ProposalSection
    actor: User
    mandate: Mandate
    at: datetime

    @property
    def proposal(self) -> Proposal:
        return self.section.proposal

    def close(self) -> None:
        """Raise both versions and stamp both rows."""
        self.section.version += 1
        self.section.updated_by = self.actor
        self.section.updated_at = self.at
        self.section.save(update_fields=["version", "is_done", "updated_by", "updated_at"])
        self.proposal.version += 1
        self.proposal.updated_at = self.at

    def record(self, verb: audit.Verb, facts: dict[str, Any]) -> None:
        """Write the audit entry in the name under which the actor drafts."""
        record(verb, self.proposal, self.actor, self.mandate, self.at, facts)


def open_section(proposal: Proposal, section: Section, actor: User) -> Edit:
    """Lock a section with its proposal and decide whether it may be changed now; raises ``EditRefused``.

    Four queries, in the caller's transaction.
    """
    row = (
        ProposalSection.objects.select_related("proposal__agency", "proposal__cycle", *CHOICES.get(section, ()))
        .select_for_update(of=("self", "proposal"))
        .get(proposal_id=proposal.pk, code=section, proposal__deleted_at__isnull=True)
    )
    at, mandate = decide(row.proposal, actor)
    return Edit(row, actor, mandate, at)


def lock_draft(proposal: Proposal) -> Proposal:
    """Lock a proposal, deleted or not (one query)."""
    return Proposal.objects.select_related("agency", "cycle").select_for_update(of=("self",)).get(pk=proposal.pk)


def decide(proposal: Proposal, actor: User) -> tuple[datetime, Mandate]:
    """Read limit, clock and mandate, in this order and after the lock; raises ``EditRefused`` (three queries)."""
    agency_cycle = AgencyCycle.objects.select_related("cycle").get(cycle=proposal.cycle_id, agency=proposal.agency_id)
    at = clock.now()
    mandate = Mandate(actor, at)
    if not (verdict := can_edit(proposal, mandate, window(agency_cycle, at, proposal=proposal))):
        raise EditRefused(verdict, at)
    return at, mandate


def require_version(proposal: Proposal, seen_version: int, at: datetime) -> None:
    """Refuse what was decided on an older page."""
    if proposal.version != seen_version:
        raise EditRefused(Verdict(STALE, Refusal.STALE), at)


def record(
    verb: audit.Verb, proposal: Proposal, actor: User, mandate: Mandate, at: datetime, facts: dict[str, Any]
) -> None:
    """Write an audit entry in the name under which the actor drafts for the proposal's agency."""
    membership = mandate.membership_for(proposal.agency_id)
    audit.record(verb, actor=audit.Actor.of(actor, membership), at=at, proposal=proposal, facts=facts)
