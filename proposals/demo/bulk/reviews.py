"""Rounds, notes and answers of synthetic proposals, in the standing that their course has left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from proposals.demo.bulk.contents import due_at, key
from proposals.demo.bulk.courses import Course
from proposals.demo.bulk.plan import Planned
from proposals.demo.bulk.tables import reserve, write
from proposals.models import (
    AssistanceSession,
    CostKind,
    NoteAudience,
    NoteKind,
    NoteResponse,
    NoteStatus,
    ResponseKind,
    ReviewNote,
    SessionResult,
)
from proposals.sections import Section
from proposals.snapshot import PLAIN_FIELDS
from proposals.workflow import Action

RESULTS = {
    Action.RETURN: SessionResult.RETURNED,
    Action.APPROVE: SessionResult.APPROVED,
    Action.REJECT: SessionResult.REJECTED,
}
INTRODUCTION = "Mohon lengkapi catatan berikut sebelum dikirim ulang."
ANSWER = "Sudah kami sesuaikan dengan catatan ini."
INTERNAL_SHARE, SUGGESTION_SHARE, BUDGET_SHARE = 0.1, 0.25, 0.4
WRITTEN_IN_ROUND = {1: 1.0, 2: 0.3}


@dataclass(slots=True)
class Round:
    """One session; ``closing`` is the move that ended it, ``released`` counts the notes that went with it."""

    pk: int
    planned: Planned
    number: int
    started_at: datetime
    closing: Action | None
    closed_at: datetime | None
    released: int = 0


@dataclass(slots=True)
class Rows:
    """What a chunk comes to."""

    rounds: list[Round] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)


def write_reviews(
    chunk: Sequence[Planned], versions: Mapping[tuple[int, int], UUID], notes_per: int, phrases: list[str]
) -> dict[int, list[Round]]:
    """Write the chunk's rounds with their notes and answers, and return the rounds by proposal.

    ``versions`` are ids by proposal and number; a round looks at the version of its own number (five statements).
    """
    found = Rows()
    keys = iter(reserve(AssistanceSession, sum(planned.course.rounds for planned in chunk)))
    for planned in chunk:
        number_of_notes = 0
        for session in _rounds(planned, keys):
            found.rounds.append(session)
            written = _notes(session, number_of_notes, notes_per, phrases)
            number_of_notes += len(written)
            session.released = sum(note["released_at"] is not None for note in written)
            found.notes += written
    for note, pk in zip(found.notes, reserve(ReviewNote, len(found.notes)), strict=True):
        note["id"] = pk
    courses = {planned.pk: planned for planned in chunk}
    found.responses = [row for note in found.notes for row in _responses(note, courses[note["proposal_id"]])]
    write(AssistanceSession, [_session_row(session, versions) for session in found.rounds])
    write(ReviewNote, found.notes)
    write(NoteResponse, found.responses)
    by_proposal: dict[int, list[Round]] = defaultdict(list)
    for session in found.rounds:
        by_proposal[session.planned.pk].append(session)
    return by_proposal


def _rounds(planned: Planned, keys: Iterator[int]) -> list[Round]:
    found: list[Round] = []
    for action, at in planned.course.moves:
        if action is Action.START_ASSISTANCE:
            found.append(Round(next(keys), planned, len(found) + 1, at, None, None))
        elif action in RESULTS:
            found[-1].closing, found[-1].closed_at = action, at
    return found


def _session_row(session: Round, versions: Mapping[tuple[int, int], UUID]) -> dict[str, Any]:
    was_returned = session.closing is Action.RETURN
    return {
        "id": session.pk,
        "proposal_id": session.planned.pk,
        "round_number": session.number,
        "version_id": versions[session.planned.pk, session.number],
        "reviewer_id": session.planned.reviewer.user.pk,
        "started_at": session.started_at,
        "closed_at": session.closed_at,
        "result": RESULTS[session.closing].value if session.closing else "",
        "introduction": INTRODUCTION if was_returned else "",
        "revision_due_at": due_at(session.planned.course) if was_returned else None,
    }


def _notes(session: Round, before: int, notes_per: int, phrases: list[str]) -> list[dict[str, Any]]:
    random = session.planned.random(f"notes {session.number}")
    mean = notes_per * WRITTEN_IN_ROUND[session.number]
    number = round(random.triangular(0, 2 * mean, mean))
    if session.closing is Action.RETURN:
        number = max(number, 1)
    return [_note(session, before + position, random, phrases) for position in range(1, number + 1)]


def _note(session: Round, number: int, random: Random, phrases: list[str]) -> dict[str, Any]:
    is_first = number == 1  # one that reaches the agency, for a return needs one
    internal = not is_first and random.random() < INTERNAL_SHARE
    section, subject, row = _subject(session.planned, random)
    reviewer = session.planned.reviewer.user.pk
    return {
        "proposal_id": session.planned.pk,
        "session_id": session.pk,
        "number": number,
        "section": section.value,
        "field": subject,
        "cost_item": row,
        "audience": (NoteAudience.INTERNAL if internal else NoteAudience.AGENCY).value,
        "body": " ".join(random.sample(phrases, random.choice((1, 1, 2)))),
        "version": 1,
        "author_id": reviewer,
        "created_at": session.started_at,
        **_standing(session, internal, random),
    }


def _standing(session: Round, internal: bool, random: Random) -> dict[str, Any]:
    """Kind, status and moments of a note: what is decided has no open mandatory note, what is unsent no answer."""
    course, returned = session.planned.course, session.closing is Action.RETURN
    approved_at = course.when(Action.APPROVE)
    sent_at = session.closed_at if returned else approved_at
    is_suggestion = random.random() < SUGGESTION_SHARE or (approved_at is not None and not returned)
    second = course.when(Action.START_ASSISTANCE, 1)
    resolved_at = second if returned and second and (approved_at or random.random() < 0.6) else None
    status = NoteStatus.OPEN
    if returned and course.when(Action.RESUBMIT) and not internal:
        status = NoteStatus.ANSWERED
    return {
        "kind": (NoteKind.SUGGESTION if is_suggestion else NoteKind.MANDATORY).value,
        "status": (NoteStatus.RESOLVED if resolved_at else status).value,
        "released_at": None if internal else sent_at,
        "updated_at": resolved_at or sent_at or session.started_at,
        "resolved_at": resolved_at,
        "resolved_by_id": session.planned.reviewer.user.pk if resolved_at else None,
    }


def _subject(planned: Planned, random: Random) -> tuple[Section, str, str | None]:
    """What a note hangs on: often a row of the budget, else a field, else a section."""
    if random.random() < BUDGET_SHARE:
        rows = planned.budget.rows
        items = [position for position, row in enumerate(rows, start=1) if row["kind"] != CostKind.GROUP]
        return Section.BUDGET, "", key(planned.number, random.choice(items))
    section = random.choice(list(Section))
    if section is Section.BACKGROUND:
        return section, random.choice(PLAIN_FIELDS[section]), None
    return section, "", None


def _responses(note: dict[str, Any], planned: Planned) -> list[dict[str, Any]]:
    """The answer that came with the resubmission."""
    course: Course = planned.course
    resubmitted_at, returned_at = course.when(Action.RESUBMIT), course.when(Action.RETURN)
    in_time = note["released_at"] is not None and note["released_at"] == returned_at
    if resubmitted_at is None or not in_time:
        return []
    return [
        {
            "uuid": key(planned.number, "answer", note["number"]),
            "note_id": note["id"],
            "round_number": 1,
            "kind": ResponseKind.FIXED.value,
            "body": ANSWER,
            "version": 1,
            "author_id": planned.office.operator.user.pk,
            "updated_at": resubmitted_at,
            "released_at": resubmitted_at,
        }
    ]
