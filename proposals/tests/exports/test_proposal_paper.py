"""The whole proposal as PDF: a draft to its agency, the submitted version to everybody else."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.sections import Section
from proposals.tests.exports.paper_reader import PaperReader
from proposals.tests.exports.test_signed_papers import HEADINGS
from proposals.workflow import Action

CUTOFF = "2025-12-01T00:00:00+07:00"


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    scene.clock_at("2025-11-27T14:06:31+07:00")
    returned = scene.make("revision_required", title="Judul yang dikirim")
    return {state: scene.make(state) for state in ("draft", "submitted")} | {"revision_required": returned}


@pytest.fixture
def in_state(db, made):
    """``in_state("draft")``: the proposal of the scene that is in it."""
    return lambda state: again(made[state])


@pytest.fixture
def save(client_for):
    """``save(user, proposal)``: the answer to the address of the whole proposal."""
    return lambda user, proposal: client_for(user).get(reverse("proposal-pdf", args=[proposal.number]))


@pytest.fixture
def read(save):
    return lambda user, proposal: PaperReader(save(user, proposal).content)


def test_draft_is_marked_on_every_page_and_complete(read, operator, in_state):
    proposal = in_state("draft")

    paper = read(operator, proposal)

    assert paper.in_order(proposal.title, "Draf, belum dikirim.", *HEADINGS, "Kesiapan", "Lampiran", "Penanggung jawab")
    assert all("DRAF" in page for page in paper.pages)
    assert paper.in_order("10. Rencana Anggaran Biaya", "1 Pasangan batu 180 m3 1.450.000 261.000.000", "Terbilang")
    assert paper.is_tagged


def test_submitted_version_is_no_draft_and_names_its_receipt(save, operator, in_state):
    proposal = in_state("submitted")

    answer = save(operator, proposal)
    paper = PaperReader(answer.content)

    assert answer["Content-Disposition"] == f'attachment; filename="Usulan-{proposal.number}.pdf"'
    assert "Diterima Kamis, 27 November 2025, pukul 14.06.31 WIB, tanda terima " + f"{proposal.number}/1." in paper.text
    assert "DRAF" not in paper.text
    assert proposal.versions.get().content_sha256 in paper.pages[-1]
    assert "Disetujui oleh Kepala Dinas (contoh), Kepala Dinas" in paper.text


@pytest.mark.slow
@pytest.mark.parametrize("who", ["reviewer", "approver", "admin", "leader"])
def test_others_read_the_submitted_version_and_never_the_working_copy(who, request, read, operator, in_state, maker):
    proposal = in_state("revision_required")
    maker.save(proposal, Section.IDENTITY, {"title": "Judul salinan kerja"})

    theirs, ours = read(request.getfixturevalue(who), proposal), read(operator, proposal)

    assert "Judul yang dikirim" in theirs.text
    assert "salinan kerja" not in theirs.text
    assert "DRAF" not in theirs.text
    assert "Judul salinan kerja" in ours.text
    assert "DRAF" in ours.text


@pytest.mark.slow
def test_recalled_version_of_a_later_round_is_not_what_others_save(read, reviewer, in_state, maker):
    proposal = in_state("revision_required")
    maker.save(proposal, Section.IDENTITY, {"title": "Judul yang ditarik"})
    maker.resubmit(proposal)
    maker.act(Action.RECALL, proposal, maker.operator)

    assert "Judul yang ditarik" not in read(reviewer, proposal).text


@pytest.mark.slow
def test_draft_after_the_cutoff_is_still_a_draft(read, operator, in_state, clock_at):
    proposal = in_state("draft")
    clock_at(CUTOFF)

    assert "Draf, belum dikirim." in read(operator, proposal).text


@pytest.mark.slow
def test_return_that_missed_the_cutoff_is_saved_as_its_page_shows_it(read, operator, in_state, maker, clock_at):
    proposal = in_state("revision_required")
    maker.save(proposal, Section.IDENTITY, {"title": "Judul salinan kerja"})
    clock_at(CUTOFF)

    assert "salinan kerja" not in read(operator, proposal).text


@pytest.mark.parametrize("who", ["stranger", "reviewer", "approver", "admin", "leader"])
def test_draft_does_not_exist_for_people_of_other_offices(who, request, save, in_state):
    assert save(request.getfixturevalue(who), in_state("draft")).status_code == 404


def test_stranger_finds_no_submitted_proposal(save, stranger, make_proposal):
    assert save(stranger, make_proposal("approved")).status_code == 404


def test_internal_notes_are_on_no_paper(read, operator, leader, make_proposal, maker):
    proposal = make_proposal("in_assistance")
    maker.note(proposal, "Catatan rahasia", audience="internal")

    for person in (operator, leader):
        assert "Catatan rahasia" not in read(person, proposal).text


@pytest.mark.slow
def test_same_content_gives_the_same_bytes(save, operator, reviewer, in_state):
    draft, sent = in_state("draft"), in_state("submitted")

    assert save(operator, draft).content == save(operator, draft).content
    assert save(operator, sent).content == save(reviewer, sent).content


@pytest.mark.slow
@pytest.mark.parametrize("state", ["draft", "submitted", "revision_required"])
def test_paper_stays_within_its_queries(state, client_for, operator, in_state, django_assert_max_num_queries):
    proposal, browser = in_state(state), client_for(operator)

    with django_assert_max_num_queries(14):
        assert browser.get(reverse("proposal-pdf", args=[proposal.number])).status_code == 200


def test_task_list_and_read_view_lead_to_it(client_for, operator, reviewer, in_state):
    draft, sent = in_state("draft"), in_state("submitted")

    task_list = client_for(operator).get(reverse("proposal-detail", args=[draft.number])).text
    read_view = client_for(reviewer).get(reverse("proposal-detail", args=[sent.number])).text

    assert f'href="{reverse("proposal-pdf", args=[draft.number])}">Unduh draf (PDF)</a>' in task_list
    assert f'href="{reverse("proposal-pdf", args=[sent.number])}">Unduh PDF</a>' in read_view
    assert reverse("terms-pdf", args=[sent.number]) not in read_view
