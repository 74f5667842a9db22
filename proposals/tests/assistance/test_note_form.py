"""The note form: whose note it is, and the stock phrases put into it with and without JavaScript."""

import re
from html import unescape

import pytest
from django.urls import reverse

from notifications.models import OutboxMessage
from ops.testing.scene import again
from proposals.models import CheckingBody, StockPhrase
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
def inspectorate(db):
    return CheckingBody.objects.get(code="inspektorat")


@pytest.fixture
def of_budget(db):
    return StockPhrase.objects.filter(section="budget").first()


def address(proposal, route="review-workspace", *more):
    return reverse(route, args=[proposal.number, *more])


def add(client, proposal, **values):
    given = {"section": "rab", "about": "", "body": "Periksa harga.", "kind": "mandatory", "audience": "agency"}
    return client.post(address(proposal, "review-note-add"), given | values)


def test_note_names_the_body_that_checked(client_for, reviewer, operator, proposal, maker, inspectorate):
    client = client_for(reviewer)

    assert add(client, proposal, checking_body="inspektorat").status_code == 303

    assert proposal.notes.get().checking_body == inspectorate
    assert "dari Inspektorat" in client.get(address(proposal)).content.decode()
    maker.give_back(proposal)
    agency = client_for(operator)
    assert "dari Inspektorat" in agency.get(address(proposal, "revision")).content.decode()
    maker.resubmit(proposal)
    assert "dari Inspektorat" in agency.get(address(proposal, "proposal-detail")).content.decode()


def test_mail_of_the_return_names_the_body_that_checked(client_for, reviewer, proposal, maker):
    add(client_for(reviewer), proposal, checking_body="inspektorat")
    maker.give_back(proposal)

    notes = OutboxMessage.objects.filter(kind="returned").first().facts["notes"]
    assert [note["checking_body"] for note in notes] == ["Inspektorat", ""]


def test_note_of_bappeda_names_nobody(client_for, reviewer, proposal):
    add(client_for(reviewer), proposal, checking_body="")

    assert proposal.notes.get().checking_body is None


@pytest.mark.parametrize("code", ["tidak-ada", "\0"])
def test_note_of_an_unknown_body_is_refused(client_for, reviewer, proposal, code):
    assert add(client_for(reviewer), proposal, checking_body=code).status_code == 422
    assert not proposal.notes.exists()


def test_body_out_of_use_is_offered_only_where_it_stands(client_for, reviewer, proposal, inspectorate, maker):
    note = maker.note(proposal, checking_body=inspectorate)
    inspectorate.is_active = False
    inspectorate.save()
    client = client_for(reviewer)

    assert add(client, proposal, checking_body="inspektorat").status_code == 422
    page = client.get(address(proposal, "review-note-change", note.number)).content.decode()
    assert '<option value="inspektorat" selected>' in page


def test_change_of_the_body_alone_is_a_change(reviewer, proposal, maker, inspectorate):
    note = maker.note(proposal)
    same = {"body": note.body, "kind": note.kind, "audience": note.audience}

    assistance.change_note(note, actor=reviewer, seen_version=1, checking_body=inspectorate, **same)

    note.refresh_from_db()
    assert (note.checking_body, note.version) == (inspectorate, 2)
    assistance.change_note(note, actor=reviewer, seen_version=2, checking_body=inspectorate, **same)
    note.refresh_from_db()
    assert note.version == 2


def test_phrase_is_put_into_the_text_and_nothing_is_saved(client_for, reviewer, proposal, of_budget):
    answer = add(client_for(reviewer), proposal, phrase=of_budget.pk, insert="1", kind="suggestion")

    assert answer.status_code == 200
    assert not proposal.notes.exists()
    form = answer.context["form"]
    assert form["body"].value() == f"Periksa harga.\n{of_budget.text}"
    assert (form["phrase"].value(), form["kind"].value()) == ("", "suggestion")
    assert 'id="beri-catatan-rab" open' in answer.content.decode()


def test_phrase_that_was_chosen_but_not_inserted_is_saved_with_the_note(client_for, reviewer, proposal, of_budget):
    add(client_for(reviewer), proposal, body="", phrase=of_budget.pk)

    assert proposal.notes.get().body == of_budget.text


def test_inserting_nothing_into_an_empty_note_asks_for_words(client_for, reviewer, proposal):
    answer = add(client_for(reviewer), proposal, body="", phrase="", insert="1")

    assert answer.status_code == 422
    assert "Isi catatan." in answer.content.decode()


def test_phrase_is_put_into_a_note_that_is_being_changed(client_for, reviewer, proposal, maker):
    note = maker.note(proposal)
    phrase = StockPhrase.objects.filter(section="background").first()
    values = {"body": "Baru.", "kind": "mandatory", "audience": "agency", "seen_version": 1, "phrase": phrase.pk}

    answer = client_for(reviewer).post(address(proposal, "review-note-change", 1), values | {"insert": "1"})

    assert answer.status_code == 200
    assert answer.context["form"]["body"].value() == f"Baru.\n{phrase.text}"
    note.refresh_from_db()
    assert note.version == 1


def test_only_phrases_in_use_of_the_section_or_of_all_are_offered(client_for, reviewer, proposal, of_budget):
    StockPhrase.objects.create(section="budget", text="Sudah tidak dipakai.", is_active=False)
    StockPhrase.objects.create(section="", text="Untuk semua bagian.")
    parts = {part.section.value: part for part in client_for(reviewer).get(address(proposal)).context["parts"]}

    of_rab = [phrase.text for phrase in parts["budget"].phrases]
    of_location = [phrase.text for phrase in parts["location"].phrases]
    assert of_budget.text in of_rab
    assert of_budget.text not in of_location
    assert "Sudah tidak dipakai." not in of_rab
    assert "Untuk semua bagian." in of_rab
    assert "Untuk semua bagian." in of_location


def test_phrase_of_another_section_is_refused(client_for, reviewer, proposal, of_budget):
    answer = add(client_for(reviewer), proposal, section="lokasi", phrase=of_budget.pk)

    assert answer.status_code == 422
    assert not proposal.notes.exists()


def test_agency_reads_in_the_section_from_whom_a_note_is(client_for, operator, proposal, maker, inspectorate):
    maker.note(proposal, "Lampirkan berita acara.", section=Section.LOCATION, checking_body=inspectorate)
    maker.give_back(proposal)
    client = client_for(operator)

    pinned, own = (
        client.get(f"/usulan/{proposal.number}/{s.slug}/").text for s in (Section.LOCATION, Section.BACKGROUND)
    )

    assert "Catatan 1 · Wajib diperbaiki · dari Inspektorat" in pinned
    assert "Catatan 2 · Wajib diperbaiki</strong>" in own


# --- Tambahkan catatan ------------------------------------------------------------------------------------------------


def follow_up(client, proposal, number):
    """Where "Tambahkan catatan" of that thread leads, and whether there is such a link."""
    thread = client.get(address(proposal)).text.partition(f'id="catatan-{number}"')[2].partition("</article>")[0]
    found = re.search(r'href="([^"]+)">Tambahkan catatan', thread)
    return found and unescape(found[1])


def form_at(client, where):
    """The one note form that stands open, with its section."""
    part = next(part for part in client.get(where).context["parts"] if part.form)
    return part.section, part.form


@pytest.fixture
def on_a_row(proposal, maker):
    """A note on a budget row and one on a field, both sent and answered."""
    row = proposal.cost_items.get()
    maker.note(proposal, "Lampirkan SSH.", section=Section.BUDGET, cost_item=row.uuid)
    maker.note(proposal, "Samakan judul.", section=Section.IDENTITY, field="title")
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    return row


def test_thread_is_carried_on_with_a_note_on_the_same_row_or_field(client_for, reviewer, proposal, on_a_row):
    client = client_for(reviewer)
    row, field = (form_at(client, follow_up(client, proposal, number)) for number in (1, 2))

    assert (row[0], row[1]["about"].value()) == (Section.BUDGET, f"baris-{on_a_row.uuid}")
    assert (field[0], field[1]["about"].value()) == (Section.IDENTITY, "title")
    assert follow_up(client, proposal, 1).endswith("#beri-catatan-rab")
    text = client.get(follow_up(client, proposal, 1)).text
    assert f'<option value="baris-{on_a_row.uuid}" selected>' in text
    assert 'id="beri-catatan-rab" open' in text


def test_note_that_carries_a_thread_on_is_a_draft_like_any_other(client_for, reviewer, proposal, on_a_row):
    client = client_for(reviewer)
    add(client, proposal, section="rab", about=f"baris-{on_a_row.uuid}", body="SSH terbaru ada di JDIH.")

    note = proposal.notes.last()
    assert (note.cost_item, note.released_at) == (on_a_row.uuid, None)
    assert follow_up(client, proposal, note.number) is None


def test_row_that_is_gone_leaves_the_whole_section_to_write_about(client_for, reviewer, proposal):
    where = address(proposal) + "?bagian=rab&mengenai=baris-00000000-0000-0000-0000-000000000000"
    text = client_for(reviewer).get(where).text

    assert 'id="beri-catatan-rab" open' in text
    assert "selected>" not in text.partition('id="beri-catatan-rab"')[2].partition("Kalimat baku")[0]


def test_only_who_may_write_notes_gets_the_form_and_unknown_sections_open_nothing(
    client_for, reviewer, other_reviewer, proposal, on_a_row
):
    client = client_for(other_reviewer)

    assert follow_up(client, proposal, 1) is None
    assert not [part for part in client.get(address(proposal) + "?bagian=rab").context["parts"] if part.form]
    assert client_for(reviewer).get(address(proposal) + "?bagian=rahasia").status_code == 200
