"""The frame of every change to a package: lock it and its proposals, read the clock, check the version, record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.mandate import Mandate
from accounts.models import User
from accounts.roles import PLANNING_ROLES, Role
from lebong_proposals import clock
from proposals import audit
from proposals.models import Dispatch, DispatchState, Proposal
from proposals.services.refusals import RefusedAt
from proposals.workflow import ALLOWED, Refusal, State, Verdict

SENDING = frozenset({Role.ADMIN, Role.APPROVER})
CHANGED = "Paket ini berubah sejak Anda membukanya. Muat ulang, lalu coba lagi."


class DispatchRefused(RefusedAt):
    """The package may not be built, changed or sent so; ``reason`` is the sentence to show."""


def locked_proposals(keys: Iterable[int]) -> list[Proposal]:
    rows = Proposal.objects.alive().filter(pk__in=list(keys)).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def open_dispatch(dispatch: Dispatch, actor: User, seen_version: int) -> tuple[Dispatch, datetime, Mandate]:
    """Lock the package and its proposals, then read the clock; refuse what was decided on an older version."""
    locked = Dispatch.objects.select_related("cycle", "ministry").select_for_update(of=("self",)).get(pk=dispatch.pk)
    locked_proposals(locked.items.filter(is_returned=False).values_list("proposal_id", flat=True))
    at = clock.now()
    if locked.version != seen_version:
        raise DispatchRefused(Verdict(CHANGED, Refusal.STALE), at)
    return locked, at, Mandate(actor, at)


def contents(dispatch: Dispatch) -> list[Proposal]:
    """The proposals in print order, read after they were locked."""
    items = dispatch.items.filter(is_returned=False).select_related("proposal").order_by("position")
    return [item.proposal for item in items]


def insist(verdict: Verdict, at: datetime) -> None:
    if not verdict:
        raise DispatchRefused(verdict, at)


def state_refusal(dispatch: Dispatch) -> Verdict:
    label = DispatchState(dispatch.state).label.lower()
    return Verdict(f"Paket {dispatch.number} berstatus {label}; tindakan ini tidak berlaku.", Refusal.LOCKED)


def still_approved(proposal: Proposal) -> Verdict:
    if proposal.state == State.APPROVED:
        return ALLOWED
    label = State(proposal.state).label
    return Verdict(f"Usulan {proposal.number} berstatus {label}, bukan Disetujui.", Refusal.LOCKED)


def save(dispatch: Dispatch) -> None:
    dispatch.version += 1
    dispatch.save()


def record(verb: audit.Verb, dispatch: Dispatch, mandate: Mandate, at: datetime, **facts: Any) -> None:
    roles = SENDING if verb is audit.Verb.DISPATCH_SENT else PLANNING_ROLES
    audit.record(
        verb,
        actor=audit.Actor.of(mandate.user, mandate.membership_as(roles)),
        at=at,
        cycle=dispatch.cycle,
        facts={"dispatch": dispatch.number, "ministry": dispatch.ministry.name, **facts},
    )
