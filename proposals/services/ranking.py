"""The order in which an agency wants its own proposals seen (``product.md`` D19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.mandate import Mandate
from accounts.models import User
from lebong_proposals import clock
from proposals import audit
from proposals.deadlines import window
from proposals.models import AgencyCycle, Proposal
from proposals.services.refusals import RefusedAt
from proposals.workflow import ALLOWED, Refusal, Verdict
from proposals.worklist import in_competition

STALE = "Urutan berubah sejak Anda membukanya. Muat ulang, lalu urutkan lagi."


class RankingRefused(RefusedAt):
    """The verdict was no; ``reason`` is the sentence to show, ``refusal`` its kind, ``at`` the database's moment."""


def can_rank(agency_cycle: AgencyCycle, mandate: Mandate, at: datetime) -> Verdict:
    """May this person order the agency's proposals now: its own people, while it may hand in."""
    if agency_cycle.agency_id not in mandate.agency_ids:
        return Verdict("Anda tidak berwenang mengurutkan usulan OPD tersebut.", Refusal.ROLE)
    limits = window(agency_cycle, at)
    return ALLOWED if limits.is_open else Verdict(limits.reason, Refusal.DEADLINE)


def set_order(agency_cycle: AgencyCycle, wanted: Sequence[str], *, actor: User, seen: Sequence[str]) -> bool:
    """Rank the agency's proposals in the order of these numbers, the first most wanted; False when it stood so already.

    ``seen`` is the order that was shown; another one meanwhile is refused, unless it is the wanted one. Locks the
    agency's row, as a submission does, then its proposals. Raises ``RankingRefused``.
    """
    with transaction.atomic():
        row = _locked(agency_cycle)
        at = clock.now()
        mandate = Mandate(actor, at)
        if not (verdict := can_rank(row, mandate, at)):
            raise RankingRefused(verdict, at)
        proposals = {proposal.number: proposal for proposal in _locked_proposals(row)}
        before = list(proposals)
        if before == list(wanted) and all(proposal.priority_rank for proposal in proposals.values()):
            return False
        if before != list(seen) or sorted(wanted) != sorted(before):
            raise RankingRefused(Verdict(STALE, Refusal.STALE), at)
        _write(row, [proposals[number] for number in wanted])
        audit.record(
            audit.Verb.PRIORITY_SET,
            actor=audit.Actor.of(actor, mandate.membership_for(row.agency_id)),
            at=at,
            cycle=row.cycle,
            agency=row.agency,
            facts={"order": list(wanted), "before": before},
        )
        return True


def _locked(agency_cycle: AgencyCycle) -> AgencyCycle:
    rows = AgencyCycle.objects.select_related("cycle", "agency").select_for_update(of=("self",))
    return rows.get(pk=agency_cycle.pk)


def _locked_proposals(row: AgencyCycle) -> list[Proposal]:
    """Lock what competes, in the order that stands; ids decide in which order the locks are taken."""
    rows = in_competition(Proposal.objects.filter(cycle=row.cycle_id, agency=row.agency_id))
    locked = rows.select_for_update().order_by("pk").only("number", "priority_rank")
    return sorted(locked, key=lambda proposal: (proposal.priority_rank or 10**6, proposal.number))


def _write(row: AgencyCycle, proposals: Sequence[Proposal]) -> None:
    """Number them from 1; what no longer competes gives its place free."""
    others = Proposal.objects.filter(cycle=row.cycle_id, agency=row.agency_id, priority_rank__isnull=False)
    others.exclude(pk__in=[proposal.pk for proposal in proposals]).update(priority_rank=None)
    for rank, proposal in enumerate(proposals, start=1):
        proposal.priority_rank = rank
    Proposal.objects.bulk_update(proposals, ["priority_rank"])
