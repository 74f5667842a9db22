"""Who reviews a proposal: one person gives it to another, and both learn of it."""

from __future__ import annotations

from django.db import transaction

from accounts.mandate import Mandate
from accounts.models import Membership, User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.models import Proposal
from proposals.policy import can_assign, can_be_given
from proposals.services.refusals import RefusedAt
from proposals.workflow import ALLOWED, Refusal, Verdict

STALE = "Usulan berubah sejak Anda membukanya. Muat ulang, lalu tugaskan lagi."


class AssignmentRefused(RefusedAt):
    """It was not given to anybody; ``reason`` is the sentence to show, ``refusal`` its kind."""


@transaction.atomic
def assign(proposal: Proposal, *, actor: User, reviewer: User, seen_version: int, reason: str = "") -> Proposal:
    """Give a proposal to a reviewer, its open round included; how long it has waited does not begin anew.

    Locks the proposal's row and compares its version with the one seen, unless the agency holds it: then the version
    counts the agency's saves, which this neither minds nor disturbs. Raises ``AssignmentRefused``.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("agency", "cycle", "assigned_to")
    row = locked.get(pk=proposal.pk)
    at = clock.now()
    mandate = Mandate(actor, at)
    for verdict in (can_assign(row, mandate), _current(row, seen_version), can_be_given(row, Mandate(reviewer, at))):
        if not verdict:
            raise AssignmentRefused(verdict, at)
    previous, row.assigned_to = row.assigned_to, reviewer
    row.version += not row.is_editable_state
    row.save(update_fields=["assigned_to", "version"])
    row.assistance_sessions.filter(closed_at__isnull=True).update(reviewer=reviewer)
    audit.record(
        audit.Verb.ASSIGNED,
        actor=audit.Actor.of(actor, _membership(mandate)),
        at=at,
        proposal=row,
        facts={
            "reviewer_id": reviewer.pk,
            "reviewer_name": reviewer.name,
            "previous_reviewer_id": previous.pk if previous else None,
            "previous_reviewer_name": previous.name if previous else "",
            "reason": reason,
        },
    )
    return row


def _current(proposal: Proposal, seen_version: int) -> Verdict:
    is_current = proposal.is_editable_state or proposal.version == seen_version
    return ALLOWED if is_current else Verdict(STALE, Refusal.STALE)


def _membership(mandate: Mandate) -> Membership | None:
    leading = frozenset({Role.APPROVER, Role.ADMIN})
    return mandate.membership_as(leading) or mandate.membership_as(frozenset({Role.REVIEWER}))
