"""The only writer of ``Proposal.state``: lock, read the clock, decide again, act, record, announce.

In one transaction: (1) the agency's row when the action is gated, (2) the proposal's row, (3) ``app_clock()`` in a
statement of its own, (4) facts and verdict, (5) the effect, the state and the version, (6) the audit entry, whose
signal queues the mail. A refusal raises and changes nothing; a submission refused by the clock leaves its attempt.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import DatabaseError, transaction

from accounts.mandate import Mandate
from accounts.models import Membership, User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.deadlines import CLOSED, window
from proposals.models import AgencyCycle, AuditEntry, Obligation, Proposal, SubmittedVersion
from proposals.policy import Declaration, Intent, facts, read_case, relations
from proposals.services.attempts import record_refused
from proposals.services.cycles import end_nil
from proposals.services.effects import EFFECTS, Step
from proposals.services.refusals import RefusedAt
from proposals.snapshot import with_content
from proposals.workflow import TRANSITIONS, Action, Refusal, Relation, Verdict, check, target

DEADLINE_SQLSTATE = "LB001"
SUBMISSIONS = frozenset({Action.SUBMIT, Action.RESUBMIT})
ROLE_OF = {
    Relation.REVIEWER: Role.REVIEWER,
    Relation.HOLDER: Role.REVIEWER,
    Relation.APPROVER: Role.APPROVER,
    Relation.ADMIN: Role.ADMIN,
}


class TransitionRefused(RefusedAt):
    """The verdict was no; ``reason`` is the sentence to show, ``refusal`` its kind, ``at`` the database's moment."""


class KeyReused(Exception):
    """The idempotency key already stands for another submission of the proposal."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transition left: the proposal as it is now, and for a submission its version."""

    proposal: Proposal
    entry: AuditEntry | None
    version: SubmittedVersion | None = None
    repeated: bool = False


def perform(action: Action, proposal: Proposal, *, actor: User, intent: Intent) -> Outcome:
    """Carry out one transition of the table.

    Locks ``AgencyCycle`` (gated actions) and then ``Proposal``. A submission whose key was accepted before returns
    that version again. Raises ``TransitionRefused`` with the reason, ``KeyReused``.
    """
    try:
        with transaction.atomic():
            return _perform(action, proposal.pk, actor, intent)
    except TransitionRefused as refused:
        _keep_evidence(action, proposal, actor, intent, refused)
        raise
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", None) != DEADLINE_SQLSTATE:
            raise
        # The limit passed between our reading of the clock and the trigger's, which has the last word.
        late = TransitionRefused(Verdict(CLOSED, Refusal.DEADLINE), clock.now())
        _keep_evidence(action, proposal, actor, intent, late)
        raise late from error


def _perform(action: Action, proposal_id: int, actor: User, intent: Intent) -> Outcome:
    agency_cycle = _agency_cycle(proposal_id, lock=TRANSITIONS[action].gated)
    proposal = _locked(proposal_id, content=action in SUBMISSIONS)
    at = clock.now()
    mandate = Mandate(actor, at)
    submits = action in SUBMISSIONS and Relation.OWNER in relations(mandate, proposal)
    if submits and (earlier := _accepted_before(proposal, intent)):
        return Outcome(proposal, None, earlier, repeated=True)
    case = read_case(proposal, agency_cycle, at)
    found = facts(case, mandate, intent)
    if not (verdict := check(action, found)):
        raise TransitionRefused(verdict, at)
    step = Step(proposal=proposal, case=case, actor=actor, intent=intent, at=at, target=target(action, found))
    recorded = EFFECTS[action](step)
    if action in SUBMISSIONS and agency_cycle.obligation == Obligation.NIL_DECLARED:
        end_nil(agency_cycle, actor=actor, mandate=mandate, at=step.at)
    proposal.state = step.target
    proposal.version += 1
    proposal.updated_at = step.at
    proposal.save()
    entry = audit.record(
        VERBS[action],
        actor=audit.Actor.of(actor, _membership(action, mandate, proposal)),
        at=step.at,
        proposal=proposal,
        facts=recorded,
    )
    return Outcome(proposal, entry, step.version)


VERBS = {
    Action.SUBMIT: audit.Verb.SUBMITTED,
    Action.RECALL: audit.Verb.RECALLED,
    Action.START_ASSISTANCE: audit.Verb.ASSISTANCE_STARTED,
    Action.RETURN: audit.Verb.RETURNED,
    Action.RESUBMIT: audit.Verb.RESUBMITTED,
    Action.APPROVE: audit.Verb.APPROVED,
    Action.REJECT: audit.Verb.REJECTED,
    Action.REOPEN: audit.Verb.REOPENED,
    Action.MARK_SENT: audit.Verb.SENT,
    Action.RETURNED_BY_MINISTRY: audit.Verb.RETURNED_BY_MINISTRY,
}


def _agency_cycle(proposal_id: int, *, lock: bool) -> AgencyCycle:
    rows = AgencyCycle.objects.select_related("cycle").filter(
        cycle__proposals__pk=proposal_id, agency__proposals__pk=proposal_id
    )
    return (rows.select_for_update(of=("self",)) if lock else rows).get()


def _locked(proposal_id: int, *, content: bool) -> Proposal:
    rows = Proposal.objects.alive().filter(pk=proposal_id).select_for_update(of=("self",))
    if content:
        return with_content(rows).get()
    return rows.select_related("agency", "cycle", "funding_source", "ministry", "assigned_to").get()


def _accepted_before(proposal: Proposal, intent: Intent) -> SubmittedVersion | None:
    """The version that this key already made; of an older version, or with other words, it is a reuse, not a repeat."""
    if intent.key is None:
        return None
    version = proposal.versions.filter(idempotency_key=intent.key).first()
    if version is None:
        return None
    if version.version_no != proposal.last_version_no or _declares_otherwise(intent.declaration, version):
        raise KeyReused
    return version


def _declares_otherwise(declaration: Declaration | None, version: SubmittedVersion) -> bool:
    said = asdict(declaration) if declaration else {}
    return any(getattr(version, name) != value for name, value in said.items())


def _membership(action: Action, mandate: Mandate, proposal: Proposal) -> Membership | None:
    """The membership under which the action was allowed; it is what the record names."""
    actors = TRANSITIONS[action].actors
    if Relation.OWNER in actors:
        return mandate.membership_for(proposal.agency_id)
    return mandate.membership_as(frozenset(ROLE_OF[relation] for relation in actors))


def _keep_evidence(action: Action, proposal: Proposal, actor: User, intent: Intent, refused: TransitionRefused) -> None:
    """Write the attempt of a submission that came too late; a dispute needs it."""
    if action not in SUBMISSIONS or refused.refusal is not Refusal.DEADLINE or intent.key is None:
        return
    row = _agency_cycle(proposal.pk, lock=False)
    closes_at = window(row, refused.at, proposal=proposal).closes_at
    record_refused(proposal, actor=actor, key=intent.key, reason=refused.reason, at=refused.at, closes_at=closes_at)
