"""The workspace: the version under review, the notes beside it, the decisions with their reasons."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.models import NoteAudience, NoteKind
from proposals.sections import Section
from proposals.services import assistance

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    return scene.make("in_assistance")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


@pytest.fixture
def shown(client_for, reviewer, proposal):
    return client_for(reviewer).get(address(proposal))


def address(proposal, route="review-workspace", *more):
    return reverse(route, args=[proposal.number, *more])


def add(client, proposal, **values):
    given = {"section": "rab", "about": "", "body": "Periksa harga.", "kind": "mandatory", "audience": "agency"}
    return client.post(address(proposal, "review-note-add"), given | values)


def test_workspace_shows_the_submitted_version(shown, proposal):
    assert shown.status_code == 200
    text = shown.content.decode()
    assert proposal.title in text
    assert "Pasangan batu" in text
    assert f'data-number="{proposal.number}"' in text
    assert 'data-state="in_assistance"' in text


def test_workspace_takes_at_most_twenty_queries(client_for, reviewer, proposal, maker, django_assert_max_num_queries):
    for number in range(3):
        maker.note(proposal, f"Catatan {number}")
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    client = client_for(reviewer)

    with django_assert_max_num_queries(20):
        client.get(address(proposal))


def test_workspace_of_another_agency_does_not_exist_for_an_operator(client_for, stranger, proposal):
    assert client_for(stranger).get(address(proposal)).status_code == 404


@pytest.mark.parametrize("who", ["operator", "agency_head", "leader"])
def test_workspace_belongs_to_bappeda(client_for, who, proposal, request):
    assert client_for(request.getfixturevalue(who)).get(address(proposal)).status_code == 403


def test_draft_has_no_workspace(client_for, reviewer, make_proposal):
    assert client_for(reviewer).get(address(make_proposal())).status_code == 404


def test_note_is_added_and_the_reviewer_is_led_back_to_it(client_for, reviewer, proposal):
    row = proposal.cost_items.get()

    answer = add(client_for(reviewer), proposal, about=f"baris-{row.uuid}")

    assert answer.status_code == 303
    assert answer["Location"].endswith("#catatan-1")
    note = proposal.notes.get()
    assert (note.section, note.cost_item, note.body) == (Section.BUDGET, row.uuid, "Periksa harga.")


def test_note_may_hang_on_a_field(client_for, reviewer, proposal):
    add(client_for(reviewer), proposal, section="identitas", about="title", audience="internal", kind="suggestion")

    note = proposal.notes.get()
    assert (note.field, note.audience, note.kind) == ("title", NoteAudience.INTERNAL, NoteKind.SUGGESTION)


def test_note_without_words_is_refused_and_the_form_comes_back_open(client_for, reviewer, proposal):
    answer = add(client_for(reviewer), proposal, body="  ")

    assert answer.status_code == 422
    assert "Isi catatan." in answer.content.decode()
    assert not proposal.notes.exists()


def test_note_on_something_else_than_the_section_is_refused(client_for, reviewer, proposal):
    assert add(client_for(reviewer), proposal, about="title").status_code == 422


def test_note_of_a_reviewer_who_does_not_hold_it_is_refused_with_the_words_given_back(
    client_for, other_reviewer, proposal
):
    answer = add(client_for(other_reviewer), proposal, body="Kata yang tidak boleh hilang.")

    assert answer.status_code == 403
    assert "Kata yang tidak boleh hilang." in answer.content.decode()
    assert not proposal.notes.exists()


def test_unsent_note_is_changed_on_its_own_page(client_for, reviewer, proposal, maker):
    note = maker.note(proposal)
    client = client_for(reviewer)
    where = address(proposal, "review-note-change", note.number)
    assert client.get(where).status_code == 200

    values = {"seen_version": note.version, "body": "Lampirkan SSH.", "kind": "suggestion", "audience": "agency"}
    answer = client.post(where, values)

    assert answer["Location"].endswith("#catatan-1")
    note.refresh_from_db()
    assert (note.body, note.kind) == ("Lampirkan SSH.", NoteKind.SUGGESTION)
    assert client.post(where, values).status_code == 409


def test_unsent_note_is_removed(client_for, reviewer, proposal, maker):
    note = maker.note(proposal)

    client_for(reviewer).post(address(proposal, "review-note-remove", note.number))

    assert not proposal.notes.exists()


def test_answered_note_shows_the_response_and_can_be_settled(client_for, reviewer, proposal, maker):
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    client = client_for(reviewer)
    assert "Sudah." in client.get(address(proposal)).content.decode()

    client.post(address(proposal, "review-note-resolve", 1))
    assert proposal.notes.get().status == "resolved"

    client.post(address(proposal, "review-note-reopen", 1))
    assert proposal.notes.get().status == "answered"


def test_note_marks_that_its_piece_changed_since(client_for, reviewer, proposal, maker):
    maker.note(proposal, section=Section.IDENTITY, field="title")
    maker.note(proposal, section=Section.IDENTITY, field="contact_name")
    maker.give_back(proposal)
    maker.fill(proposal, title="Judul yang sudah diperbaiki")
    maker.resubmit(proposal)
    maker.take(proposal)

    text = client_for(reviewer).get(address(proposal)).content.decode()

    first, second = text.split('id="catatan-2"')
    assert "Isian sudah berubah sejak catatan ini" in first.split('id="catatan-1"')[1]
    assert "Isian sudah berubah sejak catatan ini" not in second.split("</article>")[0]


def test_answers_stay_with_the_agency_until_they_are_sent(client_for, reviewer, operator, proposal, maker):
    maker.give_back(proposal)
    note = proposal.notes.get()
    assistance.save_response(note, actor=operator, kind="not_changed", body="TANGGAPAN-RAHASIA-4412")

    assert "TANGGAPAN-RAHASIA-4412" not in client_for(reviewer).get(address(proposal)).content.decode()


def test_button_that_would_be_refused_says_why_and_names_the_notes(client_for, approver, proposal, maker):
    maker.note(proposal)

    text = client_for(approver).get(address(proposal)).content.decode()

    assert "Masih ada 1 catatan wajib yang belum selesai." in text
    assert 'href="#catatan-1"' in text


def test_reviewer_without_notes_reads_why_nothing_can_be_returned(shown):
    assert "Tulis paling sedikit satu catatan agar OPD tahu apa yang diperbaiki." in shown.content.decode()


def test_admin_reads_without_buttons(client_for, admin, proposal):
    text = client_for(admin).get(address(proposal)).content.decode()

    assert "Beri catatan" not in text
    assert f'href="{reverse("manage-phrases")}"' in text
    assert reverse("review-approve", args=[proposal.number]) not in text


def test_workspace_leads_to_the_papers_and_to_assigning(client_for, reviewer, proposal, maker):
    papers, assigning = address(proposal, "papers"), address(proposal, "review-assign")
    minutes = address(proposal, "minutes", 1)
    client = client_for(reviewer)
    running = client.get(address(proposal)).content.decode()
    maker.give_back(proposal)

    decided = client.get(address(proposal)).content.decode()

    assert [f'href="{link}"' in running for link in (papers, assigning, minutes)] == [True, True, False]
    assert [f'href="{link}"' in decided for link in (papers, assigning, minutes)] == [True, False, True]


def test_workspace_offers_assigning_only_to_who_may(client_for, other_reviewer, approver, proposal):
    link = f'href="{address(proposal, "review-assign")}"'

    offered = [link in client_for(who).get(address(proposal)).content.decode() for who in (other_reviewer, approver)]

    assert offered == [False, True]
