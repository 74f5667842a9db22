"""From round 2 on: a note that was answered but not settled can be asked again, alone or beside new ones."""

from uuid import uuid4

import pytest
from django.urls import reverse

from notifications.models import OutboxMessage
from ops.testing.journeys import LETTER
from ops.testing.scene import again
from proposals.models import AuditEntry, NoteAudience, NoteKind, NoteStatus, ResponseKind
from proposals.policy import asked_again
from proposals.sections import Section
from proposals.services import assistance
from proposals.workflow import Action, State

pytestmark = pytest.mark.django_db

NOTHING_TO_ASK = "Tulis paling sedikit satu catatan agar OPD tahu apa yang diperbaiki."
HEADING = "Catatan yang dikirim lagi"


@pytest.fixture(scope="module", autouse=True)
def second_round(scene):
    """In round 2, with one *Wajib* note on a field that the agency answered without settling anything."""
    scene.clock_at("2025-11-12T09:00:00+07:00", freeze=False)
    maker, proposal = scene.maker, scene.make("in_assistance")
    maker.note(proposal, "Samakan judul dengan Renja.", section=Section.IDENTITY, field="title")
    row = proposal.cost_items.get()
    maker.note(proposal, "Lampirkan SSH.", section=Section.BUDGET, cost_item=row.uuid)
    maker.give_back(proposal)
    maker.answer(proposal)
    asked = {"kind": ResponseKind.NEEDS_EXPLANATION, "body": "Mohon penjelasan Renja yang mana."}
    assistance.save_response(proposal.notes.get(number=1), actor=maker.operator, **asked)
    maker.act(Action.RESUBMIT, proposal, maker.operator, key=uuid4(), declaration=LETTER)
    maker.take(proposal)
    for number in (2, 3):
        assistance.resolve_note(proposal.notes.get(number=number), actor=maker.reviewer)
    return proposal


@pytest.fixture
def proposal(db, second_round):
    return again(second_round)


@pytest.fixture
def desk(client_for, reviewer):
    return client_for(reviewer)


def page(proposal, route="review-return"):
    return reverse(route, args=[proposal.number])


def give_back(client, proposal, *notes):
    proposal.refresh_from_db()
    due = {"due_at_date": "14 November 2025", "due_at_time": "23.59"}
    return client.post(page(proposal), {"seen_version": proposal.version, "notes": notes} | due)


def returned_with(proposal):
    """The number of notes that the record, the mail and the agency's own page tell."""
    record = AuditEntry.objects.filter(proposal=proposal, verb="returned").last().facts["notes"]
    mail = OutboxMessage.objects.filter(kind="returned").latest("created_at")
    return record, len(mail.facts["notes"]), proposal.notes.for_agency().filter(status="open").count()


def test_unsettled_note_alone_is_enough_to_return_it(desk, proposal):
    shown = desk.get(page(proposal)).text
    answer = give_back(desk, proposal)

    assert "Kembalikan dan kirim 1 catatan<" in shown
    assert "Catatan yang dikirim</" not in shown
    assert answer.status_code == 303
    proposal.refresh_from_db()
    assert proposal.state == State.REVISION_REQUIRED
    assert proposal.notes.get(number=1).status == NoteStatus.OPEN
    assert returned_with(proposal) == (1, 1, 1)


def test_every_note_settled_and_none_new_is_nothing_to_return(desk, proposal, reviewer):
    assistance.resolve_note(proposal.notes.get(number=1), actor=reviewer)

    shown = desk.get(page(proposal)).text

    assert NOTHING_TO_ASK in shown
    assert give_back(desk, proposal).status_code == 409


def test_internal_note_is_nothing_that_the_agency_answers(desk, proposal, maker, reviewer):
    assistance.resolve_note(proposal.notes.get(number=1), actor=reviewer)
    maker.note(proposal, "Tanya Bagian Hukum.", audience=NoteAudience.INTERNAL)

    assert give_back(desk, proposal).status_code == 409


def test_page_lists_what_goes_out_again_under_a_heading_of_its_own(desk, proposal, maker):
    maker.note(proposal, "Lengkapi peta.", section=Section.LOCATION)
    text = desk.get(page(proposal)).text

    older = text.partition(HEADING)[2].partition("</section>")[0]
    assert "Samakan judul dengan Renja." in older
    assert f"{page(proposal, 'review-workspace')}#catatan-1" in older
    assert "Tandai selesai" in older
    assert "Lengkapi peta." not in older
    assert "Lampirkan SSH." not in text
    assert 'data-more="1"' in text
    assert "Kembalikan dan kirim 2 catatan<" in text


def test_button_record_mail_and_agency_name_one_number(desk, proposal, maker):
    maker.note(proposal, "Lengkapi peta.")
    maker.note(proposal, "Tunda dulu.")

    assert give_back(desk, proposal, "4").status_code == 303

    assert returned_with(proposal) == (2, 2, 2)


def test_new_notes_may_all_be_held_back_while_an_older_one_goes_out_again(desk, proposal, maker):
    held = maker.note(proposal, "Tunda dulu.")

    assert give_back(desk, proposal).status_code == 303

    held.refresh_from_db()
    assert held.released_at is None
    assert returned_with(proposal) == (1, 1, 1)


def test_first_round_page_has_no_heading_for_older_notes(desk, make_proposal, maker):
    fresh = make_proposal(state="in_assistance")
    maker.note(fresh)

    text = desk.get(page(fresh)).text

    assert HEADING not in text
    assert "Kembalikan dan kirim 1 catatan<" in text


def test_decision_pages_name_a_note_with_its_field_or_row(desk, client_for, approver, proposal, maker):
    row = proposal.cost_items.get()
    maker.note(proposal, "Harga naik?", section=Section.BUDGET, cost_item=row.uuid)
    maker.note(proposal, "Tambah foto.", section=Section.BUDGET, cost_item=row.uuid, kind=NoteKind.SUGGESTION)

    returning = desk.get(page(proposal)).text
    approving = client_for(approver).get(page(proposal, "review-approve")).text
    preparing = desk.get(page(proposal, "review-prepare")).text

    for text in (returning, approving, preparing):
        assert "Identitas · Judul usulan" in text
        assert f"· {row.description}" in text


def test_only_sent_unsettled_notes_for_the_agency_are_asked_again(proposal, maker):
    maker.note(proposal, "Baru.")
    maker.note(proposal, "Internal.", audience=NoteAudience.INTERNAL)

    assert [note.number for note in asked_again(proposal.notes.all())] == [1]
