"""Tell a proposal's story again from its record: which state, round and versions the entries lead to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from proposals.audit import Verb
from proposals.sections import Section
from proposals.services.copying import COPIED_SECTIONS
from proposals.services.transitions import VERBS
from proposals.workflow import TRANSITIONS, Action, Facts, State, target

ACTION_OF = {str(verb): action for action, verb in VERBS.items()}
FILE_VERBS = frozenset({Verb.ATTACHMENT_ADDED, Verb.ATTACHMENT_REMOVED})
# Each of these stands for one change that was acknowledged, and has raised the proposal's version by one; but for
# another reviewer while the agency holds it, whose saves the version counts then.
RAISING = frozenset(
    {
        *VERBS.values(),
        *FILE_VERBS,
        *(Verb.FILE_INFECTED, Verb.SECTION_SAVED, Verb.DELETED, Verb.RESTORED, Verb.RESPONSE_SAVED),
        Verb.ASSIGNED,
        *(Verb.NOTE_ADDED, Verb.NOTE_CHANGED, Verb.NOTE_REMOVED, Verb.NOTE_RESOLVED, Verb.NOTE_REOPENED),
        *(Verb.DECISION_PREPARED, Verb.DECISION_TAKEN_BACK),
    }
)
# Another funding line asks for other papers, so these are at a new version as well, once they were begun.
FOLLOW_FUNDING = (Section.READINESS, Section.ATTACHMENTS)


@dataclass(slots=True)
class Story:
    """What the entries of one proposal add up to; ``errors`` are moves that cannot have happened."""

    state: State | None = None
    round_number: int = 0
    version: int = 0
    is_deleted: bool = False
    sections: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, verb: str, facts: dict[str, Any]) -> None:
        """Take in the next entry."""
        if verb == Verb.CREATED:
            self._begin()
            if facts.get("copied_from"):
                self.sections.update(COPIED_SECTIONS)
        elif verb in RAISING and not (verb == Verb.ASSIGNED and self.state is State.REVISION_REQUIRED):
            self.version += 1
        if verb in ACTION_OF:
            self._move(ACTION_OF[verb])
        if verb in (Verb.DELETED, Verb.RESTORED):
            self.is_deleted = verb == Verb.DELETED
        self._count_section(verb, facts)

    def _begin(self) -> None:
        if self.state is not None:
            self.errors.append("begun twice")
        self.state, self.version = State.DRAFT, 1

    def _move(self, action: Action) -> None:
        if self.state is None or self.state not in TRANSITIONS[action].sources:
            self.errors.append(f"{action} while {self.state or 'not begun'}")
        before = Facts(self.state or State.DRAFT, frozenset(), window_open=True, round_number=self.round_number)
        self.state = target(action, before)
        self.round_number += action is Action.START_ASSISTANCE

    def _count_section(self, verb: str, facts: dict[str, Any]) -> None:
        if verb in FILE_VERBS:
            self.sections[Section.ATTACHMENTS] += 1
        elif verb == Verb.SECTION_SAVED:
            self.sections[facts["section"]] += 1
            if "funding_source" in facts["changes"]:
                self.sections.update(section for section in FOLLOW_FUNDING if self.sections[section])
