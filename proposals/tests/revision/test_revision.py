"""Answering notes: what the page shows, what it keeps, when it is closed."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ops.testing.journeys import LETTER
from ops.testing.scene import again
from proposals.models import NoteKind, NoteResponse
from proposals.sections import Section
from proposals.services import assistance
from proposals.tests.people import OTHERS
from proposals.tests.revision.steps import page, stored

LAST_MICROSECOND = "2025-11-30T23:59:59.999999+07:00"
CUTOFF = "2025-12-01T00:00:00+07:00"


@pytest.fixture(scope="module", autouse=True)
def returned(scene):
    """Returned with two notes: a suggestion on the budget (1) and a mandatory one on the background (2)."""
    made = scene.make("in_assistance")
    scene.maker.note(made, "Jelaskan harga satuan.", section=Section.BUDGET, kind=NoteKind.SUGGESTION)
    scene.maker.give_back(made, note="Mohon segera diperbaiki.")
    return made


@pytest.fixture
def proposal(db, returned):
    return again(returned)


def answers(**changes):
    """Both notes answered, as the page sends them."""
    both = {
        "note-1-kind": "not_changed",
        "note-1-body": "Sesuai SSH 2025.",
        "note-1-seen_version": "0",
        "note-2-kind": "fixed",
        "note-2-body": "",
        "note-2-seen_version": "0",
    }
    return both | changes


def test_page_names_round_reviewer_due_date_and_progress(mine, proposal, reviewer):
    text = mine.get(page(proposal)).text

    assert "<h1>Tanggapi catatan</h1>" in text
    assert "Putaran 1 · dikembalikan" in text
    assert f"oleh {reviewer.name} · perbaiki sebelum Rabu, 12 November 2025" in text
    assert "Mohon segera diperbaiki." in text
    assert "0 dari 2 catatan sudah ditanggapi." in text


def test_mandatory_notes_come_before_suggestions(mine, proposal):
    assert [reply.note.number for reply in mine.get(page(proposal)).context["replies"]] == [2, 1]


def test_each_note_leads_to_its_section_and_back(mine, proposal):
    section = reverse("proposal-section", args=[proposal.number, "latar-belakang"])

    assert (
        f'href="{section}?kembali=perbaikan">Buka bagian Latar belakang dan tujuan</a>' in mine.get(page(proposal)).text
    )


def test_a_note_on_a_budget_row_leads_to_that_row(mine, make_proposal, maker):
    made = make_proposal("in_assistance")
    row = made.cost_items.get()
    maker.note(made, "Jelaskan harga satuan.", section=Section.BUDGET, cost_item=row.uuid)
    maker.give_back(made, note="Mohon segera diperbaiki.")

    text = mine.get(page(made)).text

    assert f'href="{reverse("proposal-section", args=[made.number, "rab"])}?kembali=perbaikan&amp;baris=1">' in text


def test_answers_are_kept_and_counted(mine, proposal):
    answer = mine.post(page(proposal), answers())

    assert (answer.status_code, answer["Location"]) == (303, page(proposal))
    assert stored(proposal) == {1: ("not_changed", "Sesuai SSH 2025."), 2: ("fixed", "")}
    assert "2 dari 2 catatan sudah ditanggapi." in mine.get(page(proposal)).text


def test_checking_keeps_the_answers_and_leads_to_the_check_page(mine, proposal):
    answer = mine.post(page(proposal), answers(check="1"))

    assert (answer.status_code, answer["Location"]) == (303, reverse("proposal-check", args=[proposal.number]))
    assert len(stored(proposal)) == 2


def test_notes_without_an_answer_are_left_alone(mine, proposal):
    answer = mine.post(page(proposal), answers(**{"note-1-kind": "", "note-1-body": ""}))

    assert answer.status_code == 303
    assert stored(proposal) == {2: ("fixed", "")}


INVALID = [
    ({"note-1-body": ""}, "Isi penjelasan catatan 1."),
    ({"note-1-body": "x" * 3001}, "Penjelasan catatan 1 paling banyak 3.000 karakter. Sekarang 3.001 karakter."),
    ({"note-1-kind": ""}, "Pilih tanggapan Anda atas catatan 1."),
    ({"note-1-kind": "lain"}, "Pilih salah satu pilihan yang tersedia."),
    ({"note-1-kind": "needs_explanation", "note-1-body": "  "}, "Isi penjelasan catatan 1."),
]


@pytest.mark.parametrize(("changes", "sentence"), INVALID)
def test_wrong_answer_is_asked_for_again_while_the_good_one_is_kept(changes, sentence, mine, proposal):
    answer = mine.post(page(proposal), answers(check="1", **changes))

    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert "<title>Galat: Tanggapi catatan" in answer.text
    assert stored(proposal) == {2: ("fixed", "")}


def test_same_answer_again_changes_nothing(mine, proposal):
    mine.post(page(proposal), answers())
    version = NoteResponse.objects.get(note__number=1).version

    mine.post(page(proposal), answers(**{"note-1-seen_version": str(version)}))

    assert NoteResponse.objects.get(note__number=1).version == version


def test_changes_since_the_return_stand_under_their_note(mine, proposal, maker):
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan baru."})
    row = proposal.cost_items.get()
    cost = {"uuid": row.uuid, "kind": "item", "description": "Pasangan batu", "quantity": row.quantity, "unit": "m3"}
    maker.save(proposal, Section.BUDGET, {}, rows=[cost | {"unit_price": 985_000, "rate": None}])

    replies = {reply.note.number: reply for reply in mine.get(page(proposal)).context["replies"]}

    assert [(c.label, c.old, c.new) for c in replies[2].changes] == [
        ("Tujuan", "Saluran bocor sejak 2019.", "Tujuan baru.")
    ]
    assert [(c.label, c.old, c.new) for c in replies[1].changes] == [
        ("Harga satuan (Rp) “Pasangan batu”", "1.450.000", "985.000"),
        ("Jumlah (Rp) “Pasangan batu”", "261.000.000", "177.300.000"),
    ]


def test_claimed_fix_without_any_change_is_questioned(mine, proposal, maker):
    mine.post(page(proposal), answers())
    question = "Bagian ini belum berubah sejak dikembalikan. Yakin sudah diperbaiki?"
    assert question in mine.get(page(proposal)).text

    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan baru."})

    assert question not in mine.get(page(proposal)).text


def test_recall_lets_the_answers_be_corrected_against_what_bappeda_has(mine, client_for, reviewer, proposal, maker):
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan baru."})
    mine.post(page(proposal), answers())
    maker.act("resubmit", proposal, maker.operator, key=uuid4(), declaration=LETTER)
    maker.act("recall", proposal, maker.operator)

    replies = mine.get(page(proposal)).context["replies"]
    read = client_for(reviewer).get(reverse("proposal-detail", args=[proposal.number])).text

    assert {one.note.number: one.response.body for one in replies}[1] == "Sesuai SSH 2025."
    assert [change.new for change in replies[0].changes] == ["Tujuan baru."]
    assert not replies[0].claims_a_fix_without_change
    assert "Jelaskan harga satuan." in read
    assert "Sesuai SSH 2025." not in read


def test_internal_and_unsent_notes_are_not_on_the_page(mine, make_proposal, maker):
    proposal = make_proposal("in_assistance")
    maker.note(proposal, "Catatan rahasia", audience="internal")
    maker.give_back(proposal)

    assert "Catatan rahasia" not in mine.get(page(proposal)).text


def test_resubmission_goes_through_the_declaration_and_gets_the_second_receipt(mine, proposal):
    mine.post(page(proposal), answers())
    check = mine.get(reverse("proposal-check", args=[proposal.number]))
    declared = {
        "key": str(check.context["key"]),
        "seen_version": check.context["proposal"].version,
        "official": "other",
        "official_name": "Kepala Dinas",
        "official_title": "Kepala Dinas",
        "letter_number": "600/13",
        "letter_date": "10 11 2025",
    }

    answer = mine.post(reverse("proposal-submit", args=[proposal.number]), declared)

    assert (answer.status_code, answer["Location"]) == (303, reverse("receipt", args=[proposal.number, 2]))


def test_page_of_a_proposal_that_is_not_returned_leads_to_its_own(mine, make_proposal):
    sent = make_proposal("submitted")

    answer = mine.get(page(sent))

    assert (answer.status_code, answer["Location"]) == (302, reverse("proposal-detail", args=[sent.number]))


def test_answering_after_resubmission_is_refused_and_the_text_shown_back(mine, proposal, maker):
    maker.resubmit(proposal)

    answer = mine.post(page(proposal), answers())

    assert answer.status_code == 409
    assert 'data-reason="locked"' in answer.text


def test_answering_is_taken_in_the_last_microsecond(mine, proposal, clock_at):
    clock_at(LAST_MICROSECOND)

    assert mine.post(page(proposal), answers()).status_code == 303


@pytest.mark.parametrize("moment", [CUTOFF, "2025-12-01T00:00:00.000001+07:00"])
def test_answering_is_refused_from_the_cutoff_on_and_the_text_shown_back(moment, mine, proposal, clock_at):
    clock_at(moment)

    answer = mine.post(page(proposal), answers())

    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text
    assert "Sesuai SSH 2025." in answer.text
    assert stored(proposal) == {}


def test_stranger_finds_no_notes(client_for, stranger, proposal):
    browser = client_for(stranger)

    assert (browser.get(page(proposal)).status_code, browser.post(page(proposal), answers()).status_code) == (404, 404)


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_agency_answers(who, request, client_for, proposal):
    browser = client_for(request.getfixturevalue(who))

    assert (browser.get(page(proposal)).status_code, browser.post(page(proposal), answers()).status_code) == (403, 403)


def test_page_stays_within_its_queries(mine, proposal, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        mine.get(page(proposal))


@pytest.fixture
def asked_again(proposal, maker):
    """Round 2: both notes were answered in round 1, the second was settled, the first is asked again."""
    first, second = proposal.notes.for_agency().order_by("number")
    assistance.save_response(first, actor=maker.operator, kind="not_changed", body="Harga menurut SSH 2024.")
    assistance.save_response(second, actor=maker.operator, kind="fixed", body="Kondisi awal ditambahkan.")
    maker.act("resubmit", proposal, maker.operator, key=uuid4(), declaration=LETTER)
    maker.take(proposal)
    assistance.resolve_note(second, actor=maker.reviewer)
    maker.give_back(proposal)
    return proposal


def test_second_round_asks_anew(mine, asked_again):
    text = mine.get(page(asked_again)).text

    assert "Putaran 2 · dikembalikan" in text
    assert "0 dari 2 catatan sudah ditanggapi." in text


def test_second_round_shows_what_was_answered_in_the_first(mine, asked_again):
    text = mine.get(page(asked_again)).text

    assert "Tanggapan OPD putaran 1: Tidak diubah, ini alasannya" in text
    assert "<p>Harga menurut SSH 2024.</p>" in text
    assert text.count("Bappeda belum menandai catatan ini selesai. Tanggapi lagi untuk putaran 2.") == 1
    assert "Kondisi awal ditambahkan." not in text  # its note is settled


def test_answer_of_this_round_stands_only_in_its_fields(mine, asked_again):
    first = asked_again.notes.get(number=1)
    assistance.save_response(first, actor=first.proposal.created_by, kind="fixed", body="Harga sudah disesuaikan.")

    text = mine.get(page(asked_again)).text

    assert text.count("Harga sudah disesuaikan.") == 1
    assert "Tanggapan OPD putaran 2" not in text


def test_answers_of_many_rounds_cost_no_further_query(mine, asked_again, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        mine.get(page(asked_again))


def test_section_opened_from_a_note_leads_back_to_the_notes(mine, proposal):
    section = reverse("proposal-section", args=[proposal.number, "latar-belakang"]) + "?kembali=perbaikan"

    opened = mine.get(section).text

    assert f'<a href="{page(proposal)}">Kembali ke catatan</a>' in opened
