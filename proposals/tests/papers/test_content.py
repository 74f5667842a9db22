"""What goes on the papers of a round, and what never does."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from ops.testing.journeys import LETTER, REASON
from proposals.exports.paper_text import proposed_text
from proposals.exports.round_content import papers_sessions, round_content
from proposals.exports.round_words import opening_sentence, proposed_conclusions
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AssistancePaper, CheckingBody, NoteAudience, NoteKind, PaperKind, ResponseKind
from proposals.sections import Section
from proposals.services import assistance
from proposals.tests.papers.conftest import ANSWER, SECRETS, SENT
from proposals.workflow import Action


def content_of(proposal, round_number=1):
    return round_content(papers_sessions().filter(proposal=proposal, round_number=round_number).last())


def test_paper_holds_what_was_sent_and_nothing_that_was_not(session, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        content = round_content(session)

    assert [(note["number"], note["body"], note["responses"]) for note in content["notes"]] == [(1, SENT, [])]
    assert not [secret for secret in SECRETS if secret in json.dumps(content)]


def test_answer_is_on_paper_once_it_was_sent(proposal, maker):
    note = proposal.notes.get(number=1)
    assistance.save_response(note, actor=maker.operator, kind=ResponseKind.FIXED, body=ANSWER)
    maker.act(Action.RESUBMIT, proposal, maker.operator, key=uuid4(), declaration=LETTER)

    content = content_of(proposal)

    assert [answer["body"] for answer in content["notes"][0]["responses"]] == [ANSWER]
    assert content["answered"] == {"by": maker.operator.name, "on": "2025-11-12"}


def test_note_that_stayed_open_is_on_the_next_round_s_paper_and_a_settled_one_is_not(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    rounds = ("Putaran satu.", "Putaran dua.", "Putaran tiga.")
    maker.note(proposal, "Catatan yang selesai.")
    for body in rounds:
        maker.note(proposal, body)
        maker.act(Action.RETURN, proposal, maker.reviewer, due_at=proposal.updated_at + timedelta(days=2))
        if body == rounds[-1]:
            break
        maker.resubmit(proposal)
        maker.take(proposal)
        assistance.resolve_note(proposal.notes.get(number=1), actor=maker.reviewer)

    found = {round_: [note["body"] for note in content_of(proposal, round_)["notes"]] for round_ in (1, 2, 3)}

    settled = "Catatan yang selesai."
    assert found == {1: [settled, rounds[0]], 2: [settled, *rounds[:2]], 3: list(rounds)}


def test_rows_are_numbered_as_they_are_printed_whatever_was_held_back_or_internal(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    maker.note(proposal, "Lampirkan SSH.", section=Section.BUDGET)
    maker.note(proposal, "Tanya Bagian Hukum.", audience=NoteAudience.INTERNAL)
    maker.note(proposal, "Samakan judul.", section=Section.IDENTITY)
    maker.give_back(proposal)

    notes = content_of(proposal)["notes"]

    assert [(note["number"], note["body"]) for note in notes] == [
        (1, "Samakan judul."),
        (2, "Cantumkan kondisi awal."),
        (3, "Lampirkan SSH."),
    ]


def test_paper_shows_a_note_as_it_stood_when_its_round_was_closed(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    maker.give_back(proposal)
    at_once = content_of(proposal)["notes"]
    maker.resubmit(proposal)
    maker.take(proposal)
    assistance.resolve_note(proposal.notes.get(number=1), actor=maker.reviewer)
    maker.approve(proposal)

    found = {
        round_: [(note["status"], note["is_settled"]) for note in content_of(proposal, round_)["notes"]]
        for round_ in (1, 2)
    }

    assert [note["status"] for note in at_once] == ["Terbuka"]
    assert found == {1: [("Ditanggapi", False)], 2: [("Selesai", True)]}


def test_note_of_a_checking_body_has_a_line_of_its_own(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    note = maker.note(proposal, SENT)
    note.checking_body = CheckingBody.objects.get(code="inspektorat")
    note.save(update_fields=["checking_body"])
    maker.act(Action.RETURN, proposal, maker.reviewer, due_at=note.created_at + timedelta(days=2))

    content = content_of(proposal)

    lines = {body["name"]: (body["by"], body["on"]) for body in content["bodies"]}
    assert lines["Bappeda"] == (maker.reviewer.name, "2025-11-12")
    assert lines["Inspektorat"] == ("", "2025-11-12")
    assert lines["Badan Keuangan Daerah"] == ("", "")
    assert content["notes"][0]["team"] == "Inspektorat"


def test_round_goes_on_after_a_reopening(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    later = maker.note(proposal, "Lengkapi lokasi.", kind=NoteKind.SUGGESTION)
    later.checking_body = CheckingBody.objects.get(code="inspektorat")
    later.save(update_fields=["checking_body"])
    assistance.resolve_note(proposal.notes.get(number=1), actor=maker.reviewer)
    maker.approve(proposal)
    before = content_of(proposal, 2)

    clock_at("2025-11-14T10:00:00+07:00", freeze=False)
    maker.act(Action.REOPEN, proposal, maker.approver, note=REASON)
    maker.approve(proposal)
    after = content_of(proposal, 2)

    assert [note["number"] for note in after["notes"]] == [note["number"] for note in before["notes"]] == [1, 2]
    assert (after["started_on"], after["closed_on"]) == ("2025-11-12", "2025-11-14")
    assert {body["name"]: body["on"] for body in after["bodies"]}["Inspektorat"] == "2025-11-12"


def test_checking_body_verified_on_the_day_of_its_last_note(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    for section, days_ago in ((Section.BUDGET, 2), (Section.BACKGROUND, 1)):
        note = maker.note(proposal, SENT, section=section)
        note.checking_body = CheckingBody.objects.get(code="inspektorat")
        note.created_at -= timedelta(days=days_ago)
        note.save(update_fields=["checking_body", "created_at"])
    maker.act(Action.RETURN, proposal, maker.reviewer, due_at=note.updated_at + timedelta(days=2))

    assert {body["name"]: body["on"] for body in content_of(proposal)["bodies"]}["Inspektorat"] == "2025-11-11"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("approved", "Usulan disetujui dengan nilai Rp261.000.000 (dua ratus enam puluh satu juta rupiah)"),
        ("rejected", "Alasan: Alasan yang cukup panjang untuk dibaca semua orang."),
    ],
)
def test_conclusions_follow_from_the_result(make_proposal, state, words):
    assert words in proposed_conclusions(content_of(make_proposal(state)))


def test_approval_s_conclusions_ask_for_suggestions_before_the_day_that_its_mail_names(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    maker.note(proposal, "Tambahkan foto.", kind=NoteKind.SUGGESTION)
    maker.act(Action.APPROVE, proposal, maker.approver, suggestions_due_on=date(2025, 11, 20))

    words = proposed_conclusions(content_of(proposal))

    assert "menindaklanjuti 1 catatan yang masih terbuka sebelum 20 November 2025." in words


def test_return_s_conclusions_name_the_notes_and_the_date(session):
    words = proposed_conclusions(round_content(session))

    assert "untuk diperbaiki sesuai 1 catatan" in words
    assert "paling lambat Jumat, 14 November 2025, pukul 15.59 WIB" in words


@pytest.fixture
def asked_again(maker, clock_at):
    """Returned in round 2 with a new note, one that was settled and one that was answered and is asked again."""
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    maker.note(proposal, "Catatan yang selesai.")
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    assistance.resolve_note(proposal.notes.get(number=1), actor=maker.reviewer)
    maker.give_back(proposal)
    return proposal


def test_return_s_conclusions_count_only_what_the_agency_has_to_answer(asked_again):
    assert "untuk diperbaiki sesuai 2 catatan pada" in proposed_conclusions(content_of(asked_again, 2))


def test_what_a_return_asks_again_stands_open_on_its_paper_until_that_was_answered(asked_again, maker):
    def told():
        return [note["status"] for note in content_of(asked_again, 2)["notes"]]

    returned = told()
    maker.resubmit(asked_again)
    answered = told()

    assert returned == ["Selesai", "Terbuka", "Terbuka"]
    assert answered == ["Selesai", "Ditanggapi", "Ditanggapi"]


def test_answer_that_an_approval_leaves_standing_stays_an_answer(maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    maker.note(proposal, "Tambahkan foto.", kind=NoteKind.SUGGESTION)
    maker.act(Action.RETURN, proposal, maker.reviewer, due_at=proposal.updated_at + timedelta(days=2))
    maker.resubmit(proposal)
    maker.take(proposal)
    maker.approve(proposal)

    assert [note["status"] for note in content_of(proposal, 2)["notes"]] == ["Ditanggapi"]


def test_amount_of_a_decision_stays_on_its_paper_after_it_was_taken_back(make_proposal, maker):
    proposal = make_proposal("approved")
    maker.act(Action.REOPEN, proposal, maker.approver, note="Alasan yang cukup panjang untuk dibaca semua orang.")

    sessions = papers_sessions().filter(proposal=proposal).order_by("pk")

    assert round_content(sessions[0])["approved_amount"] == 261_000_000


def test_opening_sentence_spells_the_date(session, text):
    content = round_content(session) | text.words()

    assert opening_sentence(content) == (
        "Pada hari ini, Rabu, tanggal dua belas bulan November tahun dua ribu dua puluh lima, bertempat di "
        "Badan Perencanaan Pembangunan Daerah (Bappeda), Tubei, telah dilaksanakan asistensi usulan “Rehabilitasi "
        f"Jaringan Irigasi Air Kotok” Nomor {content['proposal']['number']} dari {content['proposal']['agency']}, "
        "dengan hasil sebagai berikut:"
    )


def test_signers_are_the_two_heads_with_rank_nip_and_acting_title(session, agency_head, approver):
    agency_head.memberships.update(
        is_acting=True, rank="Pembina Tk. I (IV/b)", nip="198503122010011004", title="Kepala"
    )
    text = proposed_text(session, PaperKind.MINUTES, round_content(session))

    theirs, ours = text.signers
    assert theirs == {
        "name": agency_head.name, "rank": "Pembina Tk. I (IV/b)", "nip": "198503122010011004", "title": "Plt. Kepala",
    }  # fmt: skip
    assert ours["name"] == approver.name


def test_agency_without_an_account_for_its_head_signs_by_the_official_named_in_the_proposal(text):
    assert text.signers[0]["name"] == "Kepala Dinas (contoh)"


def test_locked_content_is_what_its_hash_says(locked_minutes):
    paper = AssistancePaper.objects.get(pk=locked_minutes.pk)

    assert paper.content_sha256 == sha256_hex(canonical_json(paper.content))
    assert not [secret for secret in SECRETS if secret in json.dumps(paper.content)]
