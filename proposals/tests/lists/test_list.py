"""The list of proposals: whose, what of each, narrowed how, in how many queries."""

import re

import pytest
from django.urls import reverse

from lebong_proposals import clock
from ops.testing.journeys import ProposalMaker
from proposals.list_page import COUNTED_UP_TO
from proposals.models import AgencyCycle, FundingSource, Proposal, ProposalSection
from proposals.sections import Section
from proposals.services.drafting import delete_draft
from proposals.tests.people import OTHERS

LIST = "/usulan/"


def numbers(browser, **filters):
    """The numbers of the rows on the page, in order."""
    return re.findall(r'<tr data-number="([^"]+)"', browser.get(LIST, filters).text)


@pytest.fixture
def theirs(cycle, other_agency, stranger, maker):
    """A maker of proposals for the stranger's agency."""
    row = AgencyCycle.objects.select_related("cycle", "agency").get(cycle=cycle, agency=other_agency)
    return ProposalMaker(row, stranger, maker.reviewer, maker.approver, maker.admin)


def test_agency_sees_its_own_newest_first(mine, make_proposal, theirs):
    own = [make_proposal("submitted").number, make_proposal().number]
    theirs.make("submitted")

    assert numbers(mine) == list(reversed(own))


def test_own_draft_shows_amount_link_and_what_is_derived(mine, make_proposal):
    proposal = make_proposal()

    page = mine.get(LIST).text

    assert f'href="{reverse("proposal-detail", args=[proposal.number])}">{proposal.title}</a>' in page
    assert "261.000.000" in page
    assert 'data-state="draft" data-derived="complete_unsent"' in page


def test_draft_after_the_cutoff_is_marked_as_not_submitted(mine, make_proposal, clock_at):
    make_proposal()
    clock_at("2025-12-01T00:00:00+07:00")

    assert 'data-derived="not_submitted"' in mine.get(LIST).text


@pytest.mark.parametrize("who", OTHERS)
def test_bappeda_and_leadership_see_all_but_of_drafts_the_title_alone(who, request, client_for, make_proposal, theirs):
    draft = make_proposal(title="Draf irigasi")
    sent = theirs.make("submitted", title="Usulan terkirim")

    page = client_for(request.getfixturevalue(who)).get(LIST).text

    assert f'<tr data-number="{draft.number}"><th scope="row">Draf irigasi <span' in page
    assert f'href="{reverse("proposal-detail", args=[sent.number])}">Usulan terkirim</a>' in page
    assert page.count("261.000.000") == 1
    assert 'data-derived="complete_unsent"' not in page


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_others_read_title_and_amount_of_the_last_version_during_a_revision(
    who, request, client_for, make_proposal, maker
):
    proposal = make_proposal("revision_required", title="Judul yang dikirim")
    maker.save(proposal, Section.IDENTITY, {"title": "Judul salinan kerja"})
    maker.save(proposal, Section.BUDGET, {}, rows=[])

    page = client_for(request.getfixturevalue(who)).get(LIST).text

    assert "Judul yang dikirim" in page
    assert "salinan kerja" not in page
    assert "261.000.000" in page


def test_stranger_sees_nothing_of_ours(client_for, stranger, make_proposal):
    make_proposal("submitted", title="Rahasia irigasi")
    browser = client_for(stranger)

    for filters in ({}, {"cari": "rahasia"}, {"opd": "dpupr"}, {"status": "diajukan"}):
        page = browser.get(LIST, filters).text
        assert "Rahasia irigasi" not in page
        assert '<tr data-number="' not in page


def test_deleted_draft_is_not_listed(mine, make_proposal, operator):
    proposal = make_proposal()
    delete_draft(proposal, actor=operator, seen_version=proposal.version)

    assert numbers(mine) == []


def test_agency_without_proposals_is_invited_to_begin(mine):
    assert reverse("proposal-new") in mine.get(LIST).text


def many(agency_cycle, operator, number):
    """Drafts in bulk, as plain rows: what is measured here is reading them."""
    at, source = clock.now(), FundingSource.objects.order_by("pk")[0]
    proposals = [
        Proposal(
            cycle=agency_cycle.cycle,
            agency=agency_cycle.agency,
            number=f"2025-{9000 + index}",
            title=f"Usulan ke-{index}",
            funding_source=source,
            created_at=at,
            created_by=operator,
            updated_at=at,
        )
        for index in range(number)
    ]
    Proposal.objects.bulk_create(proposals)
    ProposalSection.objects.bulk_create(
        ProposalSection(proposal=proposal, code=section) for proposal in proposals for section in Section
    )


def test_pages_hold_twenty_five_and_keep_the_filters(mine, agency_cycle, operator):
    many(agency_cycle, operator, 60)

    first, last = mine.get(LIST, {"cari": "usulan"}).text, mine.get(LIST, {"cari": "usulan", "page": 3}).text

    assert (first.count("<tr data-number"), last.count("<tr data-number")) == (25, 10)
    assert "Halaman 1 dari 3" in first
    assert "cari=usulan&amp;page=2" in first
    assert "60 usulan ditemukan." in first


def test_counting_stops_at_a_thousand(mine, agency_cycle, operator):
    many(agency_cycle, operator, COUNTED_UP_TO + 1)

    page = mine.get(LIST).text

    assert "Lebih dari 1.000 usulan ditemukan. Persempit dengan saringan." in page
    assert "Halaman 1 dari 40" in page


@pytest.mark.parametrize("number", [10, pytest.param(1000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("who", ["operator", "reviewer", "leader"])
def test_list_asks_ten_queries_for_any_number_of_proposals(
    who, number, request, client_for, agency_cycle, operator, django_assert_max_num_queries
):
    many(agency_cycle, operator, number)
    browser = client_for(request.getfixturevalue(who))

    with django_assert_max_num_queries(10):
        assert browser.get(LIST).status_code == 200


def test_page_of_the_list_stays_under_sixty_kilobytes(mine, agency_cycle, operator):
    many(agency_cycle, operator, 30)

    assert len(mine.get(LIST).content) < 60_000
