"""One proposal's page: the task list while its agency may edit it, otherwise what was submitted."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.models import AgencyCycle
from proposals.sections import Section
from proposals.tests.people import OTHERS
from proposals.workflow import Action

CUTOFF = "2025-12-01T00:00:00+07:00"


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    returned = scene.make("revision_required", title="Judul yang dikirim")
    states = ("draft", "submitted", "in_assistance", "approved", "sent")
    return {state: scene.make(state) for state in states} | {"revision_required": returned}


@pytest.fixture
def in_state(db, made):
    """``in_state("draft")``: the proposal of the scene that is in it."""
    return lambda state: again(made[state])


def detail(proposal):
    return reverse("proposal-detail", args=[proposal.number])


def statuses(page):
    """Section and status as the task list shows them."""
    return {task.section: task.status for group in page.context["groups"] for task in group.tasks}


def test_new_draft_shows_eight_sections_to_begin(mine, make_proposal):
    proposal = make_proposal(complete=False)

    page = mine.get(detail(proposal))

    assert statuses(page) == dict.fromkeys(Section, "Belum mulai")
    assert "<strong>0 dari 8 bagian selesai.</strong> Total usulan Rp0." in page.text
    assert "Sisa 15 hari kerja untuk mengirim." in page.text
    assert f'data-number="{proposal.number}"' in page.text


def test_finished_begun_and_broken_sections_are_told_apart(mine, in_state, maker, operator):
    proposal = in_state("draft")
    maker.save(proposal, Section.IDENTITY, {"contact_name": ""})
    maker.save(proposal, Section.BACKGROUND, {"objectives": ""})

    page = mine.get(detail(proposal))

    found = statuses(page)
    assert (found[Section.IDENTITY], found[Section.BACKGROUND]) == ("Sedang diisi", "Ada yang perlu diperbaiki")
    assert {found[section] for section in Section} == {"Sedang diisi", "Ada yang perlu diperbaiki", "Selesai"}
    assert f"{operator.name}, 08." in page.text
    assert "<strong>6 dari 8 bagian selesai.</strong>" in page.text


def test_complete_draft_is_marked_and_can_always_be_checked(mine, in_state):
    proposal = in_state("draft")

    page = mine.get(detail(proposal)).text

    assert 'data-state="draft" data-derived="complete_unsent"' in page
    assert reverse("proposal-check", args=[proposal.number]) in page
    assert reverse("proposal-delete", args=[proposal.number]) in page


def test_sections_with_open_notes_say_so_during_a_revision(mine, in_state):
    proposal = in_state("revision_required")

    page = mine.get(detail(proposal))

    assert statuses(page)[Section.BACKGROUND] == "Ada 1 catatan"
    assert page.text.count("Tanpa catatan") == len(Section) - 1
    assert reverse("revision", args=[proposal.number]) in page.text
    assert reverse("proposal-delete", args=[proposal.number]) not in page.text


def test_sent_proposal_is_read_with_progress_receipt_and_record(mine, in_state):
    proposal = in_state("submitted")

    page = mine.get(detail(proposal)).text

    assert "Pasangan batu" in page
    assert '<li aria-current="step">Diajukan 10 Nov 2025</li>' in page
    for route, args in (("receipt", [1]), ("proposal-history", []), ("proposal-withdraw", [])):
        assert reverse(route, args=[proposal.number, *args]) in page
    assert "kembali=periksa" not in page


def test_review_ends_the_chance_to_take_back(mine, in_state):
    proposal = in_state("in_assistance")

    page = mine.get(detail(proposal)).text

    assert reverse("proposal-withdraw", args=[proposal.number]) not in page
    assert "Asistensi putaran 1 sejak 10 Nov 2025" in page


@pytest.mark.parametrize("who", OTHERS)
def test_draft_does_not_exist_for_people_of_other_offices(who, request, client_for, in_state):
    assert client_for(request.getfixturevalue(who)).get(detail(in_state("draft"))).status_code == 404


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_stranger_finds_no_proposal(state, client_for, stranger, in_state):
    assert client_for(stranger).get(detail(in_state(state))).status_code == 404


@pytest.mark.parametrize("who", OTHERS)
def test_others_read_the_submitted_version_and_never_the_working_copy(who, request, client_for, in_state, maker):
    proposal = in_state("revision_required")
    maker.save(proposal, Section.IDENTITY, {"title": "Judul salinan kerja"})
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan salinan kerja"})

    page = client_for(request.getfixturevalue(who)).get(detail(proposal)).text

    assert "Judul yang dikirim" in page
    assert "salinan kerja" not in page
    assert "Dikembalikan – versi ke-1 yang berlaku." in page


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_recalled_version_of_a_later_round_is_not_what_others_read(who, request, client_for, in_state, maker):
    proposal = in_state("revision_required")
    maker.save(proposal, Section.IDENTITY, {"title": "Judul yang ditarik"})
    maker.resubmit(proposal)
    maker.act(Action.RECALL, proposal, maker.operator)

    page = client_for(request.getfixturevalue(who)).get(detail(proposal)).text

    assert "Judul yang dikirim" in page
    assert "Judul yang ditarik" not in page


def test_notes_that_were_not_sent_and_internal_ones_stay_within_bappeda(client_for, mine, leader, in_state, maker):
    proposal = in_state("in_assistance")
    maker.note(proposal, "Catatan rahasia", audience="internal")
    maker.note(proposal, "Catatan belum dikirim")

    for page in (mine.get(detail(proposal)).text, client_for(leader).get(detail(proposal)).text):
        assert "Catatan rahasia" not in page
        assert "Catatan belum dikirim" not in page


def test_sent_notes_are_read_by_agency_and_leadership(client_for, mine, leader, in_state, maker):
    proposal = in_state("revision_required")
    maker.resubmit(proposal)

    for page in (mine.get(detail(proposal)).text, client_for(leader).get(detail(proposal)).text):
        assert "Cantumkan kondisi awal." in page
        assert "Sudah diperbaiki" in page


def test_answers_that_were_not_sent_stay_with_the_agency(client_for, reviewer, leader, in_state, maker):
    proposal = in_state("revision_required")
    maker.answer(proposal)

    for who in (reviewer, leader):
        assert "Sudah diperbaiki" not in client_for(who).get(detail(proposal)).text


def test_draft_after_the_cutoff_is_read_only_and_not_submitted(mine, in_state, clock_at):
    proposal = in_state("draft")
    clock_at(CUTOFF)

    page = mine.get(detail(proposal)).text

    assert 'data-derived="not_submitted"' in page
    assert "Pasangan batu" in page
    assert reverse("proposal-check", args=[proposal.number]) not in page


def test_return_that_missed_the_cutoff_shows_the_version_that_counts(mine, in_state, maker, clock_at):
    proposal = in_state("revision_required")
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan salinan kerja"})
    clock_at(CUTOFF)

    page = mine.get(detail(proposal)).text

    assert "Dikembalikan – versi ke-1 yang berlaku." in page
    assert "Tujuan salinan kerja" not in page


def test_agency_with_more_time_keeps_its_task_list(mine, in_state, agency_cycle, clock_at):
    proposal = in_state("draft")
    AgencyCycle.objects.filter(pk=agency_cycle.pk).update(closes_at="2025-12-02T00:00:00+07:00")
    clock_at(CUTOFF)

    assert "8 dari 8 bagian selesai" in mine.get(detail(proposal)).text


@pytest.mark.parametrize("state", ["draft", "submitted", "in_assistance", "revision_required", "approved", "sent"])
def test_page_stays_within_its_queries(state, mine, in_state, django_assert_max_num_queries):
    proposal = in_state(state)

    with django_assert_max_num_queries(14):
        assert mine.get(detail(proposal)).status_code == 200


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_page_for_others_stays_within_its_queries(who, request, client_for, in_state, django_assert_max_num_queries):
    proposal = in_state("revision_required")
    browser = client_for(request.getfixturevalue(who))

    with django_assert_max_num_queries(14):
        assert browser.get(detail(proposal)).status_code == 200


def test_page_of_a_draft_after_the_cutoff_stays_within_its_queries(
    mine, in_state, clock_at, django_assert_max_num_queries
):
    proposal = in_state("draft")
    clock_at(CUTOFF)

    with django_assert_max_num_queries(14):
        assert mine.get(detail(proposal)).status_code == 200
