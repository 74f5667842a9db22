"""What an agency declares about its part in a cycle: that it proposes nothing (NIHIL), and that it does after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.mandate import Mandate
from accounts.models import User
from lebong_proposals import clock
from proposals import audit
from proposals.deadlines import window
from proposals.models import AgencyCycle, Obligation, Proposal
from proposals.services.refusals import RefusedAt
from proposals.workflow import ALLOWED, Refusal, State, Verdict

NOT_HANDED_IN = frozenset({State.DRAFT, State.REJECTED})


class NilRefused(RefusedAt):
    """The verdict was no; ``reason`` is the sentence to show, ``refusal`` its kind, ``at`` the database's moment."""


def declare_nil(agency_cycle: AgencyCycle, *, actor: User, reason: str, official: str) -> AgencyCycle:
    """Record that the agency proposes nothing this time (``product.md`` D4); drafts stay as they are.

    Declaring it twice changes nothing. Locks the agency's row, as a submission does. Raises ``NilRefused``.
    """
    with transaction.atomic():
        row, at, mandate = _open(agency_cycle, actor)
        if row.obligation == Obligation.NIL_DECLARED:
            return row
        _require(can_declare_nil(handed_in=bool(handed_in([row]))), at)
        row.obligation = Obligation.NIL_DECLARED
        row.nil_reason, row.nil_official, row.nil_declared_at = reason, official, at
        row.save(update_fields=["obligation", "nil_reason", "nil_official", "nil_declared_at"])
        _record(audit.Verb.NIL_DECLARED, row, actor, mandate, at, official=official)
        return row


def withdraw_nil(agency_cycle: AgencyCycle, *, actor: User) -> AgencyCycle:
    """Take the declaration back until the limit; the agency owes again what it owed before. Raises ``NilRefused``."""
    with transaction.atomic():
        row, at, mandate = _open(agency_cycle, actor)
        if row.obligation == Obligation.NIL_DECLARED:
            end_nil(row, actor=actor, mandate=mandate, at=at)
        return row


def end_nil(row: AgencyCycle, *, actor: User, mandate: Mandate, at: datetime) -> None:
    """Write the withdrawal of a declaration; the caller holds the lock on the row and has decided that it may."""
    row.obligation = row.base_obligation
    row.nil_declared_at = None
    row.save(update_fields=["obligation", "nil_declared_at"])
    _record(audit.Verb.NIL_WITHDRAWN, row, actor, mandate, at)


def can_declare_nil(*, handed_in: bool) -> Verdict:
    """A declaration and something on the record would contradict each other; a rejected proposal does not count."""
    if handed_in:
        return Verdict(
            "OPD Anda sudah mengirim usulan, sehingga tidak dapat dinyatakan tidak mengajukan.", Refusal.LOCKED
        )
    return ALLOWED


def handed_in(rows: Sequence[AgencyCycle]) -> set[int]:
    """Give the agencies, among the rows of one cycle, that have something on the record (one query)."""
    agencies, cycles = {row.agency_id for row in rows}, {row.cycle_id for row in rows}
    found = Proposal.objects.alive().filter(cycle__in=cycles, agency__in=agencies).exclude(state__in=NOT_HANDED_IN)
    return set(found.values_list("agency_id", flat=True))


def _open(agency_cycle: AgencyCycle, actor: User) -> tuple[AgencyCycle, datetime, Mandate]:
    """Lock the agency's row, read the clock after it, and insist on own agency and open window."""
    rows = AgencyCycle.objects.select_related("cycle", "agency").select_for_update(of=("self",))
    row = rows.get(pk=agency_cycle.pk)
    at = clock.now()
    mandate = Mandate(actor, at)
    if row.agency_id not in mandate.agency_ids:
        raise NilRefused(Verdict("Anda tidak berwenang menyatakan ini untuk OPD tersebut.", Refusal.ROLE), at)
    limits = window(row, at)
    _require(ALLOWED if limits.is_open else Verdict(limits.reason, Refusal.DEADLINE), at)
    return row, at, mandate


def _require(verdict: Verdict, at: datetime) -> None:
    if not verdict:
        raise NilRefused(verdict, at)


def _record(verb: audit.Verb, row: AgencyCycle, actor: User, mandate: Mandate, at: datetime, **facts: str) -> None:
    audit.record(
        verb,
        actor=audit.Actor.of(actor, mandate.membership_for(row.agency_id)),
        at=at,
        cycle=row.cycle,
        agency=row.agency,
        facts={"reason": row.nil_reason, **facts},
    )
