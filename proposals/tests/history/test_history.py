"""The record as people read it: what whom concerns, in sentences, grouped."""

import pytest
from django.urls import reverse

from ops.testing.journeys import REASON
from ops.testing.scene import again
from proposals.models import AuditEntry
from proposals.sections import Section
from proposals.services import assistance, drafting
from proposals.tests.people import OTHERS
from proposals.workflow import Action


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    return {state: scene.make(state) for state in ("draft", "submitted", "revision_required", "approved", "rejected")}


@pytest.fixture
def in_state(db, made):
    """``in_state("draft")``: the proposal of the scene that is in it."""
    return lambda state: again(made[state])


@pytest.fixture(scope="module", autouse=True)
def with_notes(scene):
    """In review, with an internal note, a note not sent yet, and one that is settled."""
    maker, proposal = scene.maker, scene.make("revision_required")
    maker.resubmit(proposal)
    maker.take(proposal)
    maker.note(proposal, "Catatan rahasia", audience="internal")
    maker.note(proposal, "Catatan belum dikirim")
    assistance.resolve_note(proposal.notes.get(number=1), actor=maker.reviewer)
    return proposal


@pytest.fixture
def noted(db, with_notes):
    return again(with_notes)


def record(proposal):
    return reverse("proposal-history", args=[proposal.number])


def verbs(page):
    return [event.entry.verb for event in page.context["events"]]


def entry_of(page, verb):
    return next(event for event in page.context["events"] if event.entry.verb == verb)


def test_record_says_from_which_proposal_one_was_copied(mine, operator, agency_cycle, in_state):
    model = in_state("draft")
    copy = drafting.create_proposal(
        actor=operator,
        agency_cycle=agency_cycle,
        title="Salinan",
        funding_source=model.funding_source,
        copy_from=model,
    )

    assert f"{operator.name} membuat usulan dengan menyalin {model.number}" in mine.get(record(copy)).text
    assert "menyalin" not in mine.get(record(model)).text


def test_record_tells_the_way_of_a_proposal_newest_first(mine, in_state):
    page = mine.get(record(in_state("approved")))

    assert verbs(page)[:3] == ["approved", "assistance_started", "submitted"]
    assert verbs(page)[-1] == "created"
    assert "Riwayat tidak dapat diubah atau dihapus." in page.text


def test_sentences_name_person_deed_and_subject(mine, in_state, operator, approver):
    proposal = in_state("approved")

    text = mine.get(record(proposal)).text

    assert f"{operator.name} mengirim usulan dengan tanda terima {proposal.number}/1" in text
    assert f"{approver.name} menyetujui usulan dengan nilai Rp261.000.000" in text
    assert "· Operator OPD ·" in text


def test_single_change_reads_as_from_and_to(mine, in_state, maker):
    proposal = in_state("draft")
    maker.save(proposal, Section.IDENTITY, {"contact_name": "Narahubung baru"})

    text = mine.get(record(proposal)).text

    assert "mengubah <strong>Nama narahubung</strong> pada Identitas" in text
    assert "Operator (contoh)</del> menjadi" in text
    assert "Narahubung baru</ins>" in text


def test_consecutive_saves_of_one_section_are_one_event(mine, make_proposal, maker, clock_at):
    proposal = make_proposal(complete=False)
    for minute, words in ((2, "Satu."), (11, "Dua."), (20, "Tiga.")):
        clock_at(f"2025-11-12T14:{minute:02}:00+07:00")
        maker.save(proposal, Section.BACKGROUND, {"objectives": words})

    page = mine.get(record(proposal))

    assert verbs(page) == ["section_saved", "created"]
    assert "3 perubahan pada Latar belakang dan tujuan, 14.02–14.20" in page.text
    assert [change.new for change in page.context["events"][0].changes] == ["Satu.", "Dua.", "Tiga."]


def test_saves_of_two_people_stay_apart(mine, make_proposal, maker, agency_head):
    proposal = make_proposal(complete=False)
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Satu."})
    maker.operator = agency_head
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Dua."})

    assert verbs(mine.get(record(proposal))) == ["section_saved", "section_saved", "created"]


def test_budget_rows_read_as_lines(mine, in_state):
    text = mine.get(record(in_state("draft"))).text

    assert "Pasangan batu: 180 m3 × Rp1.450.000 = Rp261.000.000" in text


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("status", {"created", "submitted", "assistance_started", "returned"}),
        ("isian", {"section_saved"}),
        ("lampiran", {"attachment_added"}),
        ("catatan", {"response_saved"}),
    ],
)
def test_filter_keeps_one_kind_of_event(kind, expected, mine, in_state, maker):
    proposal = in_state("revision_required")
    maker.answer(proposal)

    assert set(verbs(mine.get(record(proposal), {"jenis": kind}))) == expected


def test_empty_filter_says_so(mine, in_state):
    page = mine.get(record(in_state("draft")), {"jenis": "catatan"})

    assert "Tidak ada kejadian dengan saringan ini." in page.text


def test_unknown_filter_shows_everything(mine, in_state):
    proposal = in_state("draft")

    assert verbs(mine.get(record(proposal), {"jenis": "apa-saja"})) == verbs(mine.get(record(proposal)))


def test_stranger_finds_no_record(client_for, stranger, in_state):
    assert client_for(stranger).get(record(in_state("submitted"))).status_code == 404


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_record_of_a_draft_is_the_agencys_alone(who, request, client_for, in_state):
    assert client_for(request.getfixturevalue(who)).get(record(in_state("draft"))).status_code == 404


@pytest.mark.parametrize("who", ["reviewer", "approver", "admin"])
def test_bappeda_reads_that_notes_were_written_and_settled(who, request, client_for, noted):
    page = client_for(request.getfixturevalue(who)).get(record(noted), {"jenis": "catatan"})

    assert verbs(page) == ["note_resolved", "note_added", "note_added", "response_saved", "note_added"]


@pytest.mark.parametrize("who", ["operator", "agency_head", "leader"])
def test_notes_that_were_not_sent_leave_no_trace_outside_bappeda(who, request, client_for, noted):
    page = client_for(request.getfixturevalue(who)).get(record(noted), {"jenis": "catatan"})

    assert verbs(page) == ["response_saved"]


@pytest.mark.parametrize("who", ["operator", "leader"])
def test_settled_note_is_known_once_the_round_is_decided(who, request, client_for, noted, maker):
    noted.notes.filter(released_at__isnull=True, audience="agency").update(kind="suggestion")
    maker.approve(noted)

    page = client_for(request.getfixturevalue(who)).get(record(noted), {"jenis": "catatan"})

    assert verbs(page) == ["note_resolved", "response_saved"]


@pytest.mark.parametrize("who", OTHERS)
def test_answers_and_changes_that_were_not_sent_stay_with_the_agency(who, request, client_for, in_state, maker):
    proposal = in_state("revision_required")
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan salinan kerja"})
    maker.answer(proposal)

    page = client_for(request.getfixturevalue(who)).get(record(proposal))

    assert verbs(page)[0] == "returned"
    assert "salinan kerja" not in page.text


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_others_read_that_a_field_changed_but_never_its_drafts(who, request, client_for, in_state, maker):
    proposal = in_state("draft")
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Kalimat yang dibatalkan"})
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Kalimat yang dikirim"})
    maker.submit(proposal)

    page = client_for(request.getfixturevalue(who)).get(record(proposal))

    assert "Kalimat yang dibatalkan" not in page.text
    assert "2 perubahan pada Latar belakang dan tujuan" in page.text


def test_answers_are_known_to_bappeda_after_sending_again(client_for, reviewer, in_state, maker):
    proposal = in_state("revision_required")
    maker.resubmit(proposal)

    page = client_for(reviewer).get(record(proposal))

    assert "response_saved" in verbs(page)


def test_recall_names_receipt_and_reason(mine, in_state, maker):
    proposal = in_state("submitted")
    maker.act(Action.RECALL, proposal, maker.operator, note="Keliru memilih sumber dana.")

    text = mine.get(record(proposal)).text

    assert f"menarik usulan (tanda terima {proposal.number}/1). Alasan: Keliru memilih sumber dana." in text


def test_reason_of_a_rejection_follows_the_sentence(mine, in_state):
    proposal = in_state("rejected")

    text = " ".join(mine.get(record(proposal)).text.split())

    assert f"menolak usulan. Alasan: {REASON}" in text


@pytest.mark.slow
def test_long_record_is_paged(mine, make_proposal, maker):
    proposal = make_proposal(complete=False)
    for turn in range(101):
        maker.save(proposal, Section.BACKGROUND, {"objectives": f"Kalimat {turn}."})
    assert AuditEntry.objects.filter(proposal=proposal).count() == 102

    assert "Halaman 1 dari 2" in mine.get(record(proposal)).text
    assert verbs(mine.get(record(proposal), {"page": 2})) == ["section_saved", "created"]


@pytest.mark.parametrize("who", ["operator", "reviewer", "leader"])
def test_record_stays_within_its_queries(who, request, client_for, noted, django_assert_max_num_queries):
    browser = client_for(request.getfixturevalue(who))

    with django_assert_max_num_queries(14):
        browser.get(record(noted))
