"""Notes: drafts of the reviewer until a decision sends them."""

import pytest

from ops.testing.scene import again
from proposals.models import AuditEntry, NoteAudience, NoteKind, NoteStatus, ReviewNote
from proposals.policy import Intent
from proposals.sections import Section
from proposals.services import assistance
from proposals.services.assistance import NoteRefused
from proposals.services.transitions import TransitionRefused, perform
from proposals.workflow import Action, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    return scene.make("in_assistance")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


@pytest.fixture
def note(maker, proposal):
    return maker.note(proposal)


def change(note, actor, **values):
    given = {"seen_version": note.version, "body": "Lampirkan SSH.", "kind": NoteKind.SUGGESTION}
    return assistance.change_note(note, actor=actor, **given | {"audience": NoteAudience.AGENCY} | values)


def verbs(proposal):
    return list(AuditEntry.objects.filter(proposal=proposal).values_list("verb", flat=True))


def test_note_is_numbered_and_unsent(maker, proposal):
    first = maker.note(proposal)
    second = maker.note(proposal, section=Section.BUDGET, field="rows")

    assert [first.number, second.number] == [1, 2]
    assert list(proposal.notes.unsent()) == [first, second]
    assert verbs(proposal)[-2:] == ["note_added", "note_added"]


def test_note_raises_the_version_that_a_decision_must_have_seen(maker, proposal):
    seen = proposal.version

    maker.note(proposal)

    assert proposal.version == seen + 1
    proposal.refresh_from_db()
    assert proposal.version == seen + 1


def test_note_leaves_its_words_out_of_the_record(maker, proposal):
    note = maker.note(proposal, body="RAHASIA-7F3A", audience=NoteAudience.INTERNAL)
    change(note, maker.reviewer, body="RAHASIA-91C2", audience=NoteAudience.INTERNAL)

    assert not AuditEntry.objects.filter(payload__contains="RAHASIA").exists()


def test_only_the_reviewer_who_holds_it_writes_notes(maker, proposal, other_reviewer, approver, operator):
    for actor in (other_reviewer, approver, operator):
        with pytest.raises(NoteRefused) as refused:
            assistance.add_note(
                proposal,
                actor=actor,
                section=Section.BUDGET,
                body="Periksa harga.",
                kind=NoteKind.MANDATORY,
                audience=NoteAudience.AGENCY,
            )
        assert refused.value.refusal is Refusal.ROLE

    assert not ReviewNote.objects.exists()


def test_note_is_refused_before_the_review_has_started(maker, make_proposal, reviewer):
    proposal = make_proposal(state="submitted")

    with pytest.raises(NoteRefused) as refused:
        maker.note(proposal)

    assert refused.value.reason == "Hanya asistor usulan ini yang menulis catatan."


def test_unsent_note_can_be_rewritten(note, reviewer):
    change(note, reviewer, audience=NoteAudience.INTERNAL)

    note.refresh_from_db()
    assert (note.body, note.kind, note.audience, note.version) == ("Lampirkan SSH.", "suggestion", "internal", 2)


def test_rewriting_with_the_same_words_changes_nothing(note, reviewer):
    change(note, reviewer, body=note.body, kind=note.kind)

    assert note.version == 1
    assert "note_changed" not in verbs(note.proposal)


def test_note_of_an_older_page_is_refused(note, reviewer):
    change(note, reviewer)

    with pytest.raises(NoteRefused) as refused:
        change(note, reviewer, seen_version=1, body="Lain.")

    assert refused.value.refusal is Refusal.STALE


def test_sent_note_can_neither_be_rewritten_nor_removed(maker, proposal, note, reviewer):
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)

    for attempt in (lambda: change(note, reviewer), lambda: assistance.remove_note(note, actor=reviewer)):
        with pytest.raises(NoteRefused) as refused:
            attempt()
        assert refused.value.reason == "Catatan ini sudah dikirim ke OPD dan tidak dapat diubah."


def test_internal_note_of_a_closed_round_stays_as_it_is(maker, proposal, reviewer):
    note = maker.note(proposal, audience=NoteAudience.INTERNAL)
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)

    with pytest.raises(NoteRefused) as refused:
        assistance.remove_note(ReviewNote.objects.get(pk=note.pk), actor=reviewer)

    assert refused.value.reason == "Catatan putaran yang sudah selesai tidak dapat diubah."


def test_unsent_note_can_be_removed(note, reviewer):
    proposal = note.proposal

    assistance.remove_note(note, actor=reviewer)

    assert not proposal.notes.exists()
    assert verbs(proposal)[-1] == "note_removed"


def test_unsent_note_cannot_be_called_settled(note, reviewer):
    with pytest.raises(NoteRefused) as refused:
        assistance.resolve_note(note, actor=reviewer)

    assert refused.value.reason == "Catatan ini belum dikirim ke OPD. Ubah atau hapus catatannya."


def test_answered_note_is_resolved_and_reopened_as_answered(maker, proposal, reviewer):
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    note = proposal.notes.get()

    assistance.resolve_note(note, actor=reviewer)
    assert (note.status, note.resolved_by) == (NoteStatus.RESOLVED, reviewer)

    assistance.reopen_note(note, actor=reviewer)
    note.refresh_from_db()
    assert (note.status, note.resolved_at, note.resolved_by) == (NoteStatus.ANSWERED, None, None)


def test_approval_on_a_page_without_the_newest_note_is_stale(maker, proposal, approver):

    seen = proposal.version
    maker.note(proposal, kind=NoteKind.SUGGESTION)

    with pytest.raises(TransitionRefused) as refused:
        perform(Action.APPROVE, proposal, actor=approver, intent=Intent(seen_version=seen))

    assert refused.value.refusal is Refusal.STALE
