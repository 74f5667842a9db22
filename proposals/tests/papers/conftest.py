"""A round that has everything: released notes and answers, and beside them what must never be on paper."""

from __future__ import annotations

from datetime import datetime

import pytest

from ops.testing.scene import again
from proposals.exports.paper_text import proposed_text
from proposals.exports.round_content import papers_sessions, round_content
from proposals.models import NoteAudience, NoteKind, PaperKind, ResponseKind
from proposals.sections import Section
from proposals.services import assistance, papers

SENT, ANSWER = "Cantumkan kondisi awal saluran.", "Kondisi awal sudah ditambahkan."
UNSENT, INTERNAL, UNSENT_ANSWER = "DRAFNOTEXYZ", "INTERNALXYZ", "DRAFANSWERXYZ"
SECRETS = (UNSENT, INTERNAL, UNSENT_ANSWER)
DUE = datetime.fromisoformat("2025-11-14T16:00:00+07:00")


@pytest.fixture(scope="module", autouse=True)
def returned(scene):
    """Returned in round 1; the answer is written, not sent; a note and an internal one were held back."""
    scene.clock_at("2025-11-12T10:00:00+07:00")
    maker, proposal = scene.maker, scene.make("in_assistance", title="Rehabilitasi Jaringan Irigasi Air Kotok")
    sent = maker.note(proposal, SENT)
    maker.note(proposal, UNSENT, section=Section.BUDGET, kind=NoteKind.SUGGESTION)
    maker.note(proposal, INTERNAL, audience=NoteAudience.INTERNAL)
    maker.act("return", proposal, maker.reviewer, note_ids=frozenset({sent.pk}), due_at=DUE, note="Mohon.")
    assistance.save_response(
        proposal.notes.get(pk=sent.pk), actor=maker.operator, kind=ResponseKind.NOT_CHANGED, body=UNSENT_ANSWER
    )
    return proposal


@pytest.fixture
def proposal(db, returned):
    return again(returned)


@pytest.fixture
def session(proposal):
    return papers_sessions().get(proposal=proposal)


@pytest.fixture
def text(session, approver):
    return proposed_text(session, PaperKind.MINUTES, round_content(session))


@pytest.fixture
def locked_minutes(session, text, reviewer):
    """The minutes of round 1, drafted and locked by the reviewer."""
    draft = papers.save_draft(session, actor=reviewer, seen_version=0, text=text)
    return papers.lock(session, PaperKind.MINUTES, actor=reviewer, seen_version=draft.version)


@pytest.fixture
def locked_sheet(session, reviewer):
    return papers.lock(session, PaperKind.SHEET, actor=reviewer, seen_version=0)
