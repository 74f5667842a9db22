"""Packages for the centre: gather approved proposals for one ministry, lock them, record that they were sent.

Locks are taken in one order: the cycle (for the number) or the package, then its proposals by primary key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.mandate import Mandate
from accounts.models import User
from accounts.roles import PLANNING_ROLES, Role
from lebong_proposals import clock
from proposals import audit
from proposals.models import (
    Dispatch,
    DispatchChannel,
    DispatchItem,
    DispatchState,
    Ministry,
    Proposal,
    SubmissionCycle,
)
from proposals.policy import Intent, can_build_dispatch, can_record_sending
from proposals.services.transitions import TransitionRefused, perform
from proposals.workflow import Action, Refusal, State, Verdict

SENDING = frozenset({Role.ADMIN, Role.APPROVER})
CHANGED = "Paket ini berubah sejak Anda membukanya. Muat ulang, lalu coba lagi."
FUTURE = "Tanggal kirim tidak boleh setelah hari ini."


class DispatchRefused(Exception):
    """The package may not be built, changed or sent so; ``reason`` is the sentence to show."""

    def __init__(self, verdict: Verdict, at: datetime) -> None:
        super().__init__(verdict.reason)
        self.reason = verdict.reason
        self.refusal = verdict.refusal
        self.at = at


@transaction.atomic
def create(
    *, actor: User, cycle: SubmissionCycle, ministry: Ministry, proposals: Sequence[Proposal]
) -> Dispatch:
    """Put approved proposals of one ministry into a new package, in the given order. Raises ``DispatchRefused``."""
    SubmissionCycle.objects.select_for_update().get(pk=cycle.pk)
    by_key = {row.pk: row for row in _locked_proposals(proposal.pk for proposal in proposals)}
    rows = [by_key[proposal.pk] for proposal in proposals if proposal.pk in by_key]
    at = clock.now()
    mandate = Mandate(actor, at)
    _insist(can_build_dispatch(mandate), at)
    if not rows:
        raise DispatchRefused(Verdict("Pilih paling sedikit satu usulan."), at)
    for row in rows:
        _insist(_may_join(row, cycle, ministry), at)
    highest = Dispatch.objects.filter(cycle=cycle).aggregate(highest=Max("number"))["highest"] or 0
    dispatch = Dispatch.objects.create(
        cycle=cycle, ministry=ministry, number=highest + 1, created_by=actor, created_at=at
    )
    DispatchItem.objects.bulk_create(
        DispatchItem(dispatch=dispatch, proposal=row, position=position) for position, row in enumerate(rows, start=1)
    )
    _record(audit.Verb.DISPATCH_CREATED, dispatch, mandate, at, proposals=[row.number for row in proposals])
    return dispatch


@transaction.atomic
def lock(dispatch: Dispatch, *, actor: User, seen_version: int) -> Dispatch:
    """Close a package to changes; every proposal in it must still be approved. Raises ``DispatchRefused``."""
    locked, at, mandate = _open(dispatch, actor, seen_version)
    _insist(can_build_dispatch(mandate), at)
    if locked.state != DispatchState.OPEN:
        raise DispatchRefused(_state(locked), at)
    rows = _contents(locked)
    if not rows:
        raise DispatchRefused(Verdict("Paket ini kosong. Buat paket baru.", Refusal.LOCKED), at)
    for row in rows:
        _insist(_still_approved(row), at)
    locked.state = DispatchState.LOCKED
    locked.locked_at = at
    _save(locked)
    _record(audit.Verb.DISPATCH_LOCKED, locked, mandate, at, proposals=[row.number for row in rows])
    return locked


@transaction.atomic
def record_sending(
    dispatch: Dispatch,
    *,
    actor: User,
    seen_version: int,
    letter_number: str,
    letter_date: date,
    sent_on: date,
    channel: DispatchChannel,
) -> Dispatch:
    """Store the letter and move every proposal of the package to *Dikirim ke pusat*, all or none.

    Raises ``DispatchRefused``; a proposal that is no longer approved stops the whole package.
    """
    locked, at, mandate = _open(dispatch, actor, seen_version)
    _insist(can_record_sending(mandate), at)
    if locked.state != DispatchState.LOCKED:
        raise DispatchRefused(_state(locked), at)
    if sent_on > clock.wib_date(at):
        raise DispatchRefused(Verdict(FUTURE), at)
    rows = _contents(locked)
    locked.letter_number, locked.letter_date = letter_number, letter_date
    locked.sent_on, locked.channel = sent_on, channel
    _save(locked)
    for row in rows:
        _mark_sent(row, actor)
    locked.state = DispatchState.SENT
    locked.sent_at = at
    locked.save(update_fields=["state", "sent_at"])
    letter = {"letter_number": letter_number, "letter_date": letter_date.isoformat(), "sent_on": sent_on.isoformat()}
    numbers = [row.number for row in rows]
    _record(audit.Verb.DISPATCH_SENT, locked, mandate, at, proposals=numbers, channel=str(channel), **letter)
    return locked


def _locked_proposals(keys: Iterable[int]) -> list[Proposal]:
    rows = Proposal.objects.alive().filter(pk__in=list(keys)).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _open(dispatch: Dispatch, actor: User, seen_version: int) -> tuple[Dispatch, datetime, Mandate]:
    """Lock the package and its proposals, then read the clock; refuse what was decided on an older version."""
    locked = Dispatch.objects.select_related("cycle", "ministry").select_for_update(of=("self",)).get(pk=dispatch.pk)
    _locked_proposals(locked.items.filter(is_returned=False).values_list("proposal_id", flat=True))
    at = clock.now()
    if locked.version != seen_version:
        raise DispatchRefused(Verdict(CHANGED, Refusal.STALE), at)
    return locked, at, Mandate(actor, at)


def _contents(dispatch: Dispatch) -> list[Proposal]:
    """The proposals in print order, read after they were locked."""
    items = dispatch.items.filter(is_returned=False).select_related("proposal").order_by("position")
    return [item.proposal for item in items]


def _insist(verdict: Verdict, at: datetime) -> None:
    if not verdict:
        raise DispatchRefused(verdict, at)


def _state(dispatch: Dispatch) -> Verdict:
    label = DispatchState(dispatch.state).label.lower()
    return Verdict(f"Paket {dispatch.number} berstatus {label}; tindakan ini tidak berlaku.", Refusal.LOCKED)


def _may_join(proposal: Proposal, cycle: SubmissionCycle, ministry: Ministry) -> Verdict:
    if not (verdict := _still_approved(proposal)):
        return verdict
    if (proposal.cycle_id, proposal.ministry_id) != (cycle.pk, ministry.pk):
        return Verdict(f"Usulan {proposal.number} tidak ditujukan kepada {ministry.name}.")
    if proposal.dispatch_items.filter(is_returned=False).exists():
        return Verdict(f"Usulan {proposal.number} sudah berada di paket lain.", Refusal.LOCKED)
    return Verdict()


def _still_approved(proposal: Proposal) -> Verdict:
    if proposal.state == State.APPROVED:
        return Verdict()
    label = State(proposal.state).label
    return Verdict(f"Usulan {proposal.number} berstatus {label}, bukan Disetujui.", Refusal.LOCKED)


def _mark_sent(proposal: Proposal, actor: User) -> None:
    try:
        perform(Action.MARK_SENT, proposal, actor=actor, intent=Intent(seen_version=proposal.version))
    except TransitionRefused as refused:
        verdict = Verdict(f"Usulan {proposal.number}: {refused.reason}", refused.refusal)
        raise DispatchRefused(verdict, refused.at) from refused


def _save(dispatch: Dispatch) -> None:
    dispatch.version += 1
    dispatch.save()


def _record(verb: audit.Verb, dispatch: Dispatch, mandate: Mandate, at: datetime, **facts: Any) -> None:
    roles = SENDING if verb is audit.Verb.DISPATCH_SENT else PLANNING_ROLES
    audit.record(
        verb,
        actor=audit.Actor.of(mandate.user, mandate.membership_as(roles)),
        at=at,
        cycle=dispatch.cycle,
        facts={"dispatch": dispatch.number, "ministry": dispatch.ministry.name, **facts},
    )
