"""Responses: drafts of the agency until the resubmission sends them."""

from uuid import uuid4

import pytest

from ops.testing.journeys import LETTER
from ops.testing.scene import again
from proposals.models import NoteAudience, NoteStatus, ResponseKind
from proposals.services import assistance
from proposals.services.assistance import NoteRefused
from proposals.workflow import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def returned(scene):
    return scene.make("revision_required")


@pytest.fixture
def proposal(db, returned):
    return again(returned)


@pytest.fixture
def note(proposal):
    return proposal.notes.get()


def respond(note, actor, kind=ResponseKind.NOT_CHANGED, body="Harga sesuai SSH 2025.", **seen):
    return assistance.save_response(note, actor=actor, kind=kind, body=body, **seen)


def test_response_is_a_draft_until_the_resubmission(maker, proposal, note, operator):
    response = respond(note, operator)
    assert response.released_at is None

    maker.resubmit(proposal)

    response.refresh_from_db()
    note.refresh_from_db()
    assert response.released_at is not None
    assert note.status == NoteStatus.ANSWERED


def test_recall_gives_back_the_answers_of_the_withdrawn_resubmission_alone(maker, proposal, note, operator):
    first = respond(note, operator)
    maker.resubmit(proposal)
    maker.take(proposal)
    maker.give_back(proposal)
    maker.resubmit(proposal)

    maker.act("recall", proposal, operator)

    first.refresh_from_db()
    second = note.responses.get(round_number=2)
    assert (first.released_at is not None, second.released_at) == (True, None)
    assert set(proposal.notes.values_list("status", flat=True)) == {NoteStatus.OPEN}


def test_settled_notes_stay_settled_after_a_recall(maker, proposal, note, operator, reviewer):
    maker.resubmit(proposal)
    maker.take(proposal)
    assistance.resolve_note(note, actor=reviewer)
    maker.give_back(proposal)
    maker.resubmit(proposal)

    maker.act("recall", proposal, operator)

    note.refresh_from_db()
    assert note.status == NoteStatus.RESOLVED
    assert note.responses.get().released_at is not None


def test_recalled_answer_is_corrected_and_sent_again(maker, proposal, note, operator):
    respond(note, operator)
    maker.resubmit(proposal)
    maker.act("recall", proposal, operator)

    respond(note, operator, body="Harga sesuai SSH 2026.")
    maker.act("resubmit", proposal, operator, key=uuid4(), declaration=LETTER)

    note.refresh_from_db()
    sent = note.responses.get()
    assert (note.status, sent.body) == (NoteStatus.ANSWERED, "Harga sesuai SSH 2026.")
    assert sent.released_at == proposal.versions.get(version_no=3).accepted_at


def test_head_may_continue_what_the_operator_wrote(note, operator, agency_head):
    respond(note, operator)

    response = respond(note, agency_head, kind=ResponseKind.FIXED, body="", seen_version=1)

    assert (response.kind, response.version, response.author) == (ResponseKind.FIXED, 2, agency_head)
    assert note.responses.count() == 1


def test_response_of_an_older_page_is_refused(note, operator, agency_head):
    respond(note, operator, seen_version=0)

    with pytest.raises(NoteRefused) as refused:
        respond(note, agency_head, body="Lain.", seen_version=0)

    assert refused.value.refusal is Refusal.STALE


def test_refusing_to_change_asks_for_an_explanation(note, operator):
    with pytest.raises(NoteRefused) as refused:
        respond(note, operator, body="  ")

    assert refused.value.reason == "Isi penjelasan."


@pytest.mark.parametrize("who", ["stranger", "reviewer", "approver"])
def test_nobody_else_answers_for_the_agency(note, who, request):
    with pytest.raises(NoteRefused) as refused:
        respond(note, request.getfixturevalue(who))

    assert refused.value.refusal is Refusal.ROLE
    assert not note.responses.exists()


def test_note_that_was_not_sent_cannot_be_answered(maker, make_proposal, operator):
    proposal = make_proposal(state="in_assistance")
    internal = maker.note(proposal, audience=NoteAudience.INTERNAL)
    maker.give_back(proposal)

    with pytest.raises(NoteRefused) as refused:
        respond(internal, operator)

    assert refused.value.reason == "Catatan ini belum dikirim ke OPD."
    assert not internal.responses.exists()


def test_answers_are_refused_while_bappeda_holds_the_proposal(maker, proposal, note, operator):
    maker.resubmit(proposal)

    with pytest.raises(NoteRefused) as refused:
        respond(note, operator, body="Terlambat.")

    assert refused.value.refusal is Refusal.LOCKED


def test_answers_are_refused_after_the_limit(note, operator, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    with pytest.raises(NoteRefused) as refused:
        respond(note, operator)

    assert refused.value.refusal is Refusal.DEADLINE
