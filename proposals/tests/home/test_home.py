"""The rest of the agency's home page: rows, gaps, events, and who may see it."""

import re

import pytest
from django.urls import reverse

from ops.testing.journeys import cost
from ops.testing.scene import again
from proposals.models import AgencyCycle
from proposals.sections import Section
from proposals.services import cycles
from proposals.tests.people import OTHERS

HOME = "/beranda/"


@pytest.fixture(scope="module", autouse=True)
def complete(scene):
    return scene.make(title="Rahasia irigasi")


@pytest.fixture
def proposal(db, complete):
    return again(complete)


def rows(page):
    """What the table says of each proposal: status and task."""
    return {
        item.proposal.title: (item.standing.label, str(item.task))
        for office in page.context["offices"]
        for item in office.items
    }


def test_table_names_status_and_task_of_every_proposal(mine, make_proposal, maker):
    maker.save(make_proposal(title="Kurang"), Section.BUDGET, {}, rows=[])
    make_proposal("revision_required", title="Kembali")
    maker.answer(make_proposal("revision_required", title="Dijawab"))
    make_proposal("approved", title="Disetujui")

    page = mine.get(HOME)

    assert rows(page) == {
        "Rahasia irigasi": ("Lengkap, belum dikirim", "send"),
        "Kurang": ("Draf", "fill"),
        "Kembali": ("Dikembalikan", "answer"),
        "Dijawab": ("Dikembalikan", "send_again"),
        "Disetujui": ("Disetujui", ""),
    }
    for words in ("Periksa dan kirim", "Lengkapi 1 dari 8 bagian", "Tanggapi 1 catatan", "Periksa dan kirim ulang"):
        assert f'data-label="Yang perlu dilakukan">{words}</td>' in page.text


NIL = 'href="/usulan/tidak-mengajukan/">OPD kami tidak mengajukan usulan</a>'


def test_who_has_only_drafts_may_still_say_that_nothing_is_proposed(mine, proposal):
    assert mine.get(HOME).text.count(NIL) == 1


def test_nobody_is_offered_a_declaration_that_would_be_refused(mine, make_proposal, agency_cycle, operator):
    cycles.declare_nil(agency_cycle, actor=operator, reason="Tidak ada kegiatan.", official="Kepala Dinas")
    assert NIL not in mine.get(HOME).text
    cycles.withdraw_nil(agency_cycle, actor=operator)
    make_proposal("submitted")
    assert NIL not in mine.get(HOME).text


def test_after_the_limit_no_declaration_is_offered(mine, proposal, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    assert NIL not in mine.get(HOME).text


def test_rows_carry_number_and_state_for_machines(mine, proposal):
    page = mine.get(HOME).text

    assert f'<tr data-number="{proposal.number}">' in page
    assert 'data-state="draft" data-derived="complete_unsent"' in page


def test_countdown_says_how_many_complete_ones_were_not_sent(mine, make_proposal):
    assert "Satu usulan Anda lengkap tetapi belum dikirim." in mine.get(HOME).text

    make_proposal()
    assert "2 usulan Anda lengkap tetapi belum dikirim." in mine.get(HOME).text


def test_gaps_lead_to_their_fields_and_the_rest_is_folded(mine, make_proposal):
    proposal = make_proposal(complete=False)

    page = mine.get(HOME)

    section = reverse("proposal-section", args=[proposal.number, "latar-belakang"])
    assert f'<a href="{section}#id_problem_statement">Isi masalah yang dihadapi.</a>' in page.text
    assert len(page.context["gaps"]) == 5
    assert f"Lihat semua ({page.context['gap_count']})" in page.text
    assert page.context["gap_count"] == 5 + len(page.context["more_gaps"])


def test_a_gap_in_a_budget_row_leads_to_that_row(mine, make_proposal, maker):
    proposal = make_proposal()
    maker.save(
        proposal,
        Section.BUDGET,
        {},
        rows=[cost("Galian", "1", "m3", 10), cost("Urugan", "1", "", 10) | {"quantity": None}],
    )

    page = mine.get(HOME).text

    section = reverse("proposal-section", args=[proposal.number, "rab"])
    assert f'<a href="{section}?baris=2">Isi volume baris 2 RAB.</a>' in page


def test_complete_drafts_have_no_gaps(mine):
    assert "Yang masih kurang" not in mine.get(HOME).text


def test_last_events_are_grouped_and_five(mine, make_proposal, operator):
    make_proposal("submitted")

    page = mine.get(HOME)

    assert len(page.context["events"]) == 5
    assert f"{operator.name} mengirim usulan" in page.text


def test_what_happened_and_the_title_do_not_run_together(mine, proposal):
    page = mine.get(HOME).text

    address = reverse("proposal-history", args=[proposal.number])
    assert re.search(rf'berkas\.pdf\s+· <a href="{address}">{proposal.title}</a>', page)


def test_reviewers_notes_are_no_events_of_the_agency(mine, make_proposal, maker):
    proposal = make_proposal("in_assistance")
    maker.note(proposal)

    assert {event.entry.verb for event in mine.get(HOME).context["events"]}.isdisjoint({"note_added"})


def test_proposal_of_another_agency_leaves_no_trace(client_for, stranger, proposal):
    page = client_for(stranger).get(HOME).text

    assert proposal.number not in page
    assert "Rahasia irigasi" not in page


def test_empty_table_explains_itself(client_for, stranger):
    assert (
        "OPD Anda belum membuat usulan. Usulan yang dibuat oleh siapa pun di OPD Anda muncul di sini."
        in client_for(stranger).get(HOME).text
    )


@pytest.mark.parametrize("who", OTHERS)
def test_home_belongs_to_agencies(who, request, client_for):
    assert client_for(request.getfixturevalue(who)).get(HOME).status_code == 403


def test_nobody_is_invited_to_create_after_the_cutoff(mine, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    assert reverse("proposal-new") not in mine.get(HOME).text


def test_extension_keeps_the_door_open(mine, agency_cycle, clock_at):
    AgencyCycle.objects.filter(pk=agency_cycle.pk).update(closes_at="2025-12-02T00:00:00+07:00")
    clock_at("2025-12-01T00:00:00+07:00")

    assert reverse("proposal-new") in mine.get(HOME).text


@pytest.mark.parametrize("number", [1, 4])
def test_home_asks_the_same_number_of_queries_for_any_number_of_proposals(
    number, mine, make_proposal, django_assert_max_num_queries
):
    for _ in range(number - 1):
        make_proposal()

    with django_assert_max_num_queries(12):
        mine.get(HOME)
