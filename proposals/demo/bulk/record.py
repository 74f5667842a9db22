"""The record of synthetic proposals: an entry for the beginning and for every move, in true chains.

Entries are written without the signal that announces them, so that no mail is queued for what never happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from proposals.audit import Link, Verb, chain_of, chained, last_link
from proposals.demo.bulk.contents import REJECTION, due_at
from proposals.demo.bulk.courses import SUBMISSIONS
from proposals.demo.bulk.people import Person
from proposals.demo.bulk.plan import Planned
from proposals.demo.bulk.reviews import INTRODUCTION, Round
from proposals.demo.bulk.tables import row_of, write
from proposals.models import AuditEntry, Dispatch, SubmissionCycle
from proposals.services.transitions import VERBS
from proposals.workflow import Action

NO_KEY = frozenset({"id"})


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What the record repeats of a submitted version."""

    pk: UUID
    number: int
    receipt: str
    sha256: str
    amount: int
    accepted_at: datetime
    official_name: str
    official_title: str


@dataclass(slots=True)
class Past:
    """What happened to one proposal, in the order of its moves: versions, rounds, its package."""

    planned: Planned
    versions: list[VersionFacts]
    rounds: list[Round]
    dispatch: Dispatch | None


class Recorder:
    """Chains entries and writes them a chunk at a time."""

    def __init__(self, cycle: SubmissionCycle, approver: Person) -> None:
        self._cycle, self._approver = cycle, approver
        self._cycle_end = last_link(chain_of(None, cycle))
        self._waiting: list[AuditEntry] = []

    def of_cycle(self, verb: Verb, by: Person, at: datetime, facts: Mapping[str, Any]) -> None:
        """Record what concerns the whole cycle."""
        entry = self._entry(verb, by, at, facts)
        entry.cycle_id = self._cycle.pk
        self._cycle_end = chained(entry, self._cycle_end)
        self._waiting.append(entry)

    def of_proposal(self, past: Past) -> None:
        """Record a proposal's whole course; its chain is a new one."""
        planned = past.planned
        link = Link(f"proposal:{planned.number}")
        for verb, by, at, facts in self._events(past):
            entry = self._entry(verb, by, at, facts)
            entry.proposal_id, entry.cycle_id = planned.pk, self._cycle.pk
            entry.agency_id = planned.office.agency.pk
            link = chained(entry, link)
            self._waiting.append(entry)

    def flush(self) -> None:
        """Write what is waiting (one statement)."""
        write(AuditEntry, [row_of(entry, without=NO_KEY) for entry in self._waiting])
        self._waiting = []

    def _entry(self, verb: Verb, by: Person, at: datetime, facts: Mapping[str, Any]) -> AuditEntry:
        actor = by.actor
        return AuditEntry(
            occurred_at=at,
            verb=verb,
            actor_id=by.user.pk,
            actor_name=actor.name,
            actor_role=actor.role,
            actor_agency=actor.agency,
            facts=dict(facts),
        )

    def _events(self, past: Past) -> Iterable[tuple[Verb, Person, datetime, Mapping[str, Any]]]:
        planned = past.planned
        begun = {"title": "", "funding_source": planned.source.label, "copied_from": None}
        yield Verb.CREATED, planned.office.operator, planned.course.created_at, begun
        versions, sessions = iter(past.versions), iter(past.rounds)
        session: Round | None = None
        for action, at in planned.course.moves:
            if action in SUBMISSIONS:
                yield VERBS[action], planned.office.operator, at, _submitted(next(versions), past, action)
                continue
            if action is Action.START_ASSISTANCE:
                session = next(sessions)
            yield VERBS[action], self._by(action, planned), at, _facts(action, past, session)

    def _by(self, action: Action, planned: Planned) -> Person:
        decides = action in (Action.APPROVE, Action.REJECT, Action.MARK_SENT)
        return self._approver if decides else planned.reviewer


def _submitted(version: VersionFacts, past: Past, action: Action) -> Mapping[str, Any]:
    facts = {
        "version_id": str(version.pk),
        "version_no": version.number,
        "receipt_no": version.receipt,
        "accepted_at": version.accepted_at.isoformat(),
        "content_sha256": version.sha256,
        "amount": version.amount,
        "official_name": version.official_name,
        "official_title": version.official_title,
    }
    if action is Action.RESUBMIT:
        facts |= {"answered_notes": 0, "reviewer_id": past.planned.reviewer.user.pk}
    return facts


def _facts(action: Action, past: Past, session: Round | None) -> Mapping[str, Any]:
    """The facts that the real effect of an action returns."""
    planned, dispatch = past.planned, past.dispatch
    of_round = {"session_id": session.pk, "round": session.number} if session else {}
    match action:
        case Action.START_ASSISTANCE:
            reviewer = planned.reviewer.user
            return {"round": of_round["round"], "reviewer_id": reviewer.pk, "reviewer_name": reviewer.name}
        case Action.RETURN:
            due = due_at(planned.course).isoformat()
            return of_round | {
                "message": INTRODUCTION,
                "revision_due_at": due,
                "notes": session.released if session else 0,
            }
        case Action.APPROVE:
            return of_round | {"approved_amount": planned.budget.total, "suggestions_due_on": None}
        case Action.REJECT:
            return of_round | {"reason": REJECTION}
        case _:
            return {
                "dispatch": dispatch.number if dispatch else None,
                "ministry": planned.ministry.name,
                "letter_number": dispatch.letter_number if dispatch else "",
                "letter_date": dispatch.letter_date.isoformat() if dispatch and dispatch.letter_date else None,
            }
