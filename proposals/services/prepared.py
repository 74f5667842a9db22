"""Keputusan yang disiapkan: what the reviewer lays before the approver, who confirms it or decides otherwise.

Preparing and taking back raise ``Proposal.version`` like every change a decision rests on: whoever confirms must have
seen exactly this, and what changes afterwards makes it stale.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.mandate import Mandate
from accounts.models import User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.handling import open_decisions
from proposals.models import AssistanceSession, DecisionKind, PreparedDecision, Proposal
from proposals.policy import Intent, can_write_notes, open_mandatory
from proposals.services.note_desk import NoteDesk, NoteRefused
from proposals.services.transitions import Outcome, TransitionRefused, perform
from proposals.workflow import TRANSITIONS, Action, Facts, Refusal, State, Verdict

ACTIONS = {DecisionKind.APPROVE: Action.APPROVE, DecisionKind.REJECT: Action.REJECT}
REFUSALS = {
    Refusal.ROLE: "Hanya asistor usulan ini yang menyiapkan keputusan.",
    Refusal.LOCKED: "Keputusan hanya dapat disiapkan selama asistensi.",
}
CHANGED = "Usulan berubah sejak keputusan ini disiapkan."
OVERDUE = "Batas menindaklanjuti saran sudah lewat. Keputusan ini perlu disiapkan lagi."
STALE = Verdict("Usulan berubah sejak Anda membukanya. Muat ulang, lalu putuskan lagi.", Refusal.STALE)


def may_prepare(proposal: Proposal, mandate: Mandate) -> Verdict:
    """May this person prepare a decision now: whoever may write notes (``product.md`` D8)."""
    verdict = can_write_notes(proposal, mandate)
    return verdict if verdict else Verdict(REFUSALS.get(verdict.refusal, verdict.reason), verdict.refusal)


def of_proposal(proposal: Proposal) -> PreparedDecision | None:
    """The prepared decision of the open round (one query)."""
    return open_decisions().filter(session__proposal=proposal).select_related("prepared_by", "session").first()


def obstacle(decision: PreparedDecision, proposal: Proposal, at: datetime) -> str:
    """Why the decision cannot be confirmed as it was prepared, empty when it can."""
    return CHANGED if decision.seen_version != proposal.version else _overdue(decision, at)


@transaction.atomic
def prepare(proposal: Proposal, *, actor: User, kind: DecisionKind, intent: Intent) -> PreparedDecision:
    """Lay a decision before the approver, in place of an earlier one of the round.

    ``intent`` is what confirming it will carry out; it is held to the guards of the decision itself. Locks the
    proposal. Raises ``NoteRefused``.
    """
    desk = NoteDesk(proposal, actor)
    desk.insist(may_prepare(proposal, desk.mandate))
    if intent.seen_version != proposal.version:
        raise NoteRefused(STALE, desk.at)
    desk.insist(_guarded(proposal, kind, intent))
    session = proposal.assistance_sessions.get(closed_at__isnull=True)
    _raise_version(proposal)
    decision, _ = PreparedDecision.objects.update_or_create(
        session=session,
        defaults={
            "kind": kind,
            "approved_amount": intent.approved_amount,
            "suggestions_due_on": intent.suggestions_due_on,
            "reason": intent.note,
            "seen_version": proposal.version,
            "prepared_by": actor,
            "prepared_at": desk.at,
        },
    )
    due = intent.suggestions_due_on
    _record(
        audit.Verb.DECISION_PREPARED,
        desk,
        session,
        decision=kind.label,
        approved_amount=intent.approved_amount,
        suggestions_due_on=due.isoformat() if due else None,
    )
    return decision


@transaction.atomic
def take_back(proposal: Proposal, *, actor: User) -> None:
    """Remove the prepared decision of the open round; without one nothing changes. Raises ``NoteRefused``."""
    desk = NoteDesk(proposal, actor)
    desk.insist(may_prepare(proposal, desk.mandate))
    decision = of_proposal(proposal)
    if decision is None:
        return
    decision.delete()
    _raise_version(proposal)
    _record(audit.Verb.DECISION_TAKEN_BACK, desk, decision.session, decision=decision.get_kind_display())


@transaction.atomic
def confirm(proposal: Proposal, *, actor: User, seen_version: int) -> Outcome:
    """Carry out the decision that was prepared at ``seen_version``.

    A change after the reading, a newly prepared decision included, has raised the version: ``perform`` refuses it
    under the lock. The day for open suggestions may have come since, which no version tells. Raises
    ``TransitionRefused``.
    """
    Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    at = clock.now()
    decision = of_proposal(proposal)
    if decision is None or decision.seen_version != seen_version:
        # Nothing was prepared on what this person saw: the transition's own checks say why nothing can be done.
        return perform(Action.APPROVE, proposal, actor=actor, intent=Intent(seen_version=-1))
    if sentence := _overdue(decision, at):
        raise TransitionRefused(Verdict(sentence, Refusal.STALE), at)
    intent = Intent(
        seen_version=seen_version,
        note=decision.reason,
        approved_amount=decision.approved_amount,
        suggestions_due_on=decision.suggestions_due_on,
    )
    return perform(ACTIONS[DecisionKind(decision.kind)], proposal, actor=actor, intent=intent)


def _overdue(decision: PreparedDecision, at: datetime) -> str:
    """The agency is asked to follow suggestions up before that day: today it is too late, as on the form."""
    due = decision.suggestions_due_on
    return OVERDUE if due is not None and due <= clock.wib_date(at) else ""


def _guarded(proposal: Proposal, kind: DecisionKind, intent: Intent) -> Verdict:
    """What the decision's own guards say (one query)."""
    found = Facts(
        State(proposal.state),
        frozenset(),
        window_open=True,
        open_mandatory_notes=len(open_mandatory(proposal.notes.all())),
        reason_length=len(intent.note.strip()),
    )
    reasons = (guard(found) for guard in TRANSITIONS[ACTIONS[kind]].guards)
    return Verdict(next((reason for reason in reasons if reason), ""))


def _raise_version(proposal: Proposal) -> None:
    proposal.version += 1
    proposal.save(update_fields=["version"])


def _record(verb: audit.Verb, desk: NoteDesk, session: AssistanceSession, **what: Any) -> None:
    membership = desk.mandate.membership_as(frozenset({Role.REVIEWER}))
    audit.record(
        verb,
        actor=audit.Actor.of(desk.actor, membership),
        at=desk.at,
        proposal=desk.proposal,
        facts={"round": session.round_number, **what},
    )
