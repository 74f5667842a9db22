"""Packages for the centre: gather approved proposals for one ministry, lock them, record that they were sent.

Locks are taken in one order: the cycle (for the number) or the package, then its proposals by primary key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.mandate import Mandate
from accounts.models import User
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
from proposals.services.dispatch_desk import (
    DispatchRefused,
    contents,
    insist,
    locked_proposals,
    open_dispatch,
    record,
    save,
    state_refusal,
    still_approved,
)
from proposals.services.transitions import TransitionRefused, perform
from proposals.workflow import ALLOWED, Action, Refusal, Verdict

__all__ = ["DispatchRefused", "create", "lock", "move", "record_sending", "take_out"]

FUTURE = "Tanggal kirim tidak boleh setelah hari ini."


@transaction.atomic
def create(*, actor: User, cycle: SubmissionCycle, ministry: Ministry, proposals: Sequence[Proposal]) -> Dispatch:
    """Put approved proposals of one ministry into a new package, in the given order. Raises ``DispatchRefused``."""
    SubmissionCycle.objects.select_for_update().get(pk=cycle.pk)
    by_key = {row.pk: row for row in locked_proposals(proposal.pk for proposal in proposals)}
    rows = [by_key[proposal.pk] for proposal in proposals if proposal.pk in by_key]
    at = clock.now()
    mandate = Mandate(actor, at)
    insist(can_build_dispatch(mandate), at)
    if not rows:
        raise DispatchRefused(Verdict("Pilih paling sedikit satu usulan."), at)
    for row in rows:
        insist(_may_join(row, cycle, ministry), at)
    highest = Dispatch.objects.filter(cycle=cycle).aggregate(highest=Max("number"))["highest"] or 0
    dispatch = Dispatch.objects.create(
        cycle=cycle, ministry=ministry, number=highest + 1, created_by=actor, created_at=at
    )
    DispatchItem.objects.bulk_create(
        DispatchItem(dispatch=dispatch, proposal=row, position=position) for position, row in enumerate(rows, start=1)
    )
    record(audit.Verb.DISPATCH_CREATED, dispatch, mandate, at, proposals=[row.number for row in proposals])
    return dispatch


@transaction.atomic
def lock(dispatch: Dispatch, *, actor: User, seen_version: int) -> Dispatch:
    """Close a package to changes; every proposal in it must still be approved. Raises ``DispatchRefused``."""
    locked, at, mandate = open_dispatch(dispatch, actor, seen_version)
    _insist_open(locked, mandate, at)
    rows = contents(locked)
    if not rows:
        raise DispatchRefused(Verdict("Paket ini kosong. Buat paket baru.", Refusal.LOCKED), at)
    for row in rows:
        insist(still_approved(row), at)
    locked.state = DispatchState.LOCKED
    locked.locked_at = at
    save(locked)
    record(audit.Verb.DISPATCH_LOCKED, locked, mandate, at, proposals=[row.number for row in rows])
    return locked


@transaction.atomic
def move(dispatch: Dispatch, *, actor: User, seen_version: int, proposal: Proposal, up: bool) -> Dispatch:
    """Swap a proposal with its neighbour in the print order; at the end of the list nothing happens."""
    locked, at, mandate = open_dispatch(dispatch, actor, seen_version)
    _insist_open(locked, mandate, at)
    items = list(locked.items.filter(is_returned=False).order_by("position"))
    here = next((i for i, item in enumerate(items) if item.proposal_id == proposal.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(items):
        return locked
    first, second = items[here], items[there]
    first.position, second.position = second.position, first.position
    DispatchItem.objects.bulk_update([first, second], ["position"])
    save(locked)
    record(audit.Verb.DISPATCH_CHANGED, locked, mandate, at, proposal=proposal.number, moved="up" if up else "down")
    return locked


@transaction.atomic
def take_out(dispatch: Dispatch, *, actor: User, seen_version: int, proposal: Proposal) -> Dispatch:
    """Take a proposal out of an open package; it may join another one."""
    locked, at, mandate = open_dispatch(dispatch, actor, seen_version)
    _insist_open(locked, mandate, at)
    removed, _ = locked.items.filter(is_returned=False, proposal=proposal).delete()
    if removed:
        save(locked)
        record(audit.Verb.DISPATCH_CHANGED, locked, mandate, at, proposal=proposal.number, taken_out=True)
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
    locked, at, mandate = open_dispatch(dispatch, actor, seen_version)
    insist(can_record_sending(mandate), at)
    if locked.state != DispatchState.LOCKED:
        raise DispatchRefused(state_refusal(locked), at)
    if sent_on > clock.wib_date(at):
        raise DispatchRefused(Verdict(FUTURE), at)
    rows = contents(locked)
    locked.letter_number, locked.letter_date = letter_number, letter_date
    locked.sent_on, locked.channel = sent_on, channel
    save(locked)
    for row in rows:
        _mark_sent(row, actor)
    locked.state = DispatchState.SENT
    locked.sent_at = at
    locked.save(update_fields=["state", "sent_at"])
    letter = {"letter_number": letter_number, "letter_date": letter_date.isoformat(), "sent_on": sent_on.isoformat()}
    numbers = [row.number for row in rows]
    record(audit.Verb.DISPATCH_SENT, locked, mandate, at, proposals=numbers, channel=str(channel), **letter)
    return locked


def _insist_open(dispatch: Dispatch, mandate: Mandate, at: datetime) -> None:
    insist(can_build_dispatch(mandate), at)
    if dispatch.state != DispatchState.OPEN:
        raise DispatchRefused(state_refusal(dispatch), at)


def _may_join(proposal: Proposal, cycle: SubmissionCycle, ministry: Ministry) -> Verdict:
    if not (verdict := still_approved(proposal)):
        return verdict
    if (proposal.cycle_id, proposal.ministry_id) != (cycle.pk, ministry.pk):
        return Verdict(f"Usulan {proposal.number} tidak ditujukan kepada {ministry.name}.")
    if proposal.dispatch_items.filter(is_returned=False).exists():
        return Verdict(f"Usulan {proposal.number} sudah berada di paket lain.", Refusal.LOCKED)
    return ALLOWED


def _mark_sent(proposal: Proposal, actor: User) -> None:
    try:
        perform(Action.MARK_SENT, proposal, actor=actor, intent=Intent(seen_version=proposal.version))
    except TransitionRefused as refused:
        verdict = Verdict(f"Usulan {proposal.number}: {refused.reason}", refused.refusal)
        raise DispatchRefused(verdict, refused.at) from refused
