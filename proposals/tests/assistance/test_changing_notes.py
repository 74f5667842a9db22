"""The page of one note opens only for whoever may change it, and only while nobody has read it."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.models import NoteAudience
from proposals.services import assistance

pytestmark = pytest.mark.django_db

WORDS = {"body": "Kata yang tidak boleh hilang.", "kind": "mandatory", "audience": "agency", "seen_version": "1"}


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    return scene.make("in_assistance")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


def address(proposal, number=1):
    return reverse("review-note-change", args=[proposal.number, number])


@pytest.mark.parametrize("who", ["other_reviewer", "approver", "admin", "operator", "agency_head", "leader"])
@pytest.mark.parametrize("values", [WORDS, {}], ids=["filled", "empty"])
def test_note_of_somebody_else_can_be_neither_opened_nor_changed(client_for, who, values, proposal, maker, request):
    note = maker.note(proposal)
    client = client_for(request.getfixturevalue(who))

    assert client.get(address(proposal)).status_code == 403
    assert client.post(address(proposal), values).status_code == 403
    note.refresh_from_db()
    assert note.version == 1


def test_note_does_not_exist_for_a_stranger(client_for, stranger, proposal, maker):
    maker.note(proposal)

    assert client_for(stranger).get(address(proposal)).status_code == 404


def test_note_that_was_sent_is_locked_and_the_words_come_back(client_for, reviewer, proposal, maker):
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    client = client_for(reviewer)

    shown = client.get(address(proposal))
    answer = client.post(address(proposal), WORDS)

    assert (shown.status_code, answer.status_code) == (409, 409)
    assert "Catatan ini sudah dikirim ke OPD dan tidak dapat diubah." in shown.content.decode()
    assert WORDS["body"] in answer.content.decode()


def test_internal_note_of_an_earlier_round_is_locked(client_for, reviewer, proposal, maker):
    inner = assistance.add_note(
        proposal, actor=reviewer, section="identity", body="Ingatan.", kind="suggestion", audience=NoteAudience.INTERNAL
    )
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)

    assert client_for(reviewer).get(address(proposal, inner.number)).status_code == 409
