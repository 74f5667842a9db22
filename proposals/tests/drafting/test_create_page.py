from datetime import date

import pytest

from accounts.models import Agency, Membership
from accounts.roles import Role
from proposals.models import FundingSource, Proposal
from proposals.services import cycles

ADDRESS = "/usulan/baru/"


@pytest.fixture
def source(db):
    return FundingSource.objects.get(code="apbn_ministry")


def test_a_proposal_begins_with_title_and_funding_line(desk, source, agency, at_most_queries):
    assert desk.get(ADDRESS).status_code == 200

    with at_most_queries(18):
        response = desk.post(ADDRESS, {"title": "Irigasi Air Kotok", "funding_source": source.pk})

    proposal = Proposal.objects.get()
    assert response.headers["Location"] == f"/usulan/{proposal.number}/"
    assert (proposal.title, proposal.agency, proposal.state) == ("Irigasi Air Kotok", agency, "draft")


@pytest.mark.parametrize(("code", "is_warned"), [("dbh", True), ("apbn_ministry", False)])
def test_a_funding_line_that_is_shared_out_by_a_formula_is_doubted_on_the_next_page(desk, code, is_warned):
    source = FundingSource.objects.get(code=code)

    page = desk.post(ADDRESS, {"title": "Irigasi Air Kotok", "funding_source": source.pk}, follow=True)

    assert (f"{source.label} dibagi menurut rumus" in page.text) == is_warned


def test_a_new_draft_says_that_it_withdraws_the_declaration(desk, source, agency_cycle, operator):
    cycles.declare_nil(agency_cycle, actor=operator, reason="Tidak ada kegiatan.", official="Kepala Dinas")
    office = agency_cycle.agency.name

    before = desk.get(ADDRESS).text
    after = desk.post(ADDRESS, {"title": "Irigasi Air Kotok", "funding_source": source.pk}, follow=True).text

    assert f"{office} tercatat tidak mengajukan usulan." in before
    assert "Pernyataan itu batal begitu usulan untuk OPD ini dibuat." in before
    assert f"Pernyataan bahwa {office} tidak mengajukan usulan dibatalkan karena usulan ini dibuat." in after
    assert "tidak mengajukan usulan" not in desk.get(ADDRESS).text


def test_both_are_asked_for_and_what_was_typed_stays(desk):
    response = desk.post(ADDRESS, {"title": "Ketikan saya", "funding_source": ""})

    assert response.status_code == 422
    assert response.text.count("Pilih sumber dana yang dituju.") == 2
    assert 'value="Ketikan saya"' in response.text
    assert not Proposal.objects.exists()


def test_an_empty_form_is_refused_like_any_other(desk):
    answer = desk.post(ADDRESS, {})

    assert answer.status_code == 422
    assert "Isi judul usulan." in answer.text


def test_an_own_proposal_can_be_copied(desk, source, make_proposal):
    earlier = make_proposal()

    desk.post(ADDRESS, {"title": "Salinan", "funding_source": source.pk, "copy_from": earlier.pk})

    assert Proposal.objects.get(title="Salinan").objectives == earlier.objectives


def test_a_strangers_proposal_cannot_be_chosen(client_for, stranger, source, make_proposal):
    theirs = make_proposal()
    page = client_for(stranger)

    assert theirs.title not in page.get(ADDRESS).text
    response = page.post(ADDRESS, {"title": "Salinan", "funding_source": source.pk, "copy_from": theirs.pk})

    assert response.status_code == 422
    assert not Proposal.objects.filter(title="Salinan").exists()


@pytest.mark.parametrize("role", ["reviewer", "approver", "admin", "leader"])
def test_only_agencies_make_proposals(request, client_for, source, role):
    page = client_for(request.getfixturevalue(role))

    assert page.get(ADDRESS).status_code == 403
    assert page.post(ADDRESS, {"title": "x", "funding_source": source.pk}).status_code == 403
    assert not Proposal.objects.exists()


def test_nothing_begins_after_the_limit(desk, source, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    response = desk.post(ADDRESS, {"title": "x", "funding_source": source.pk})

    assert response.status_code == 409
    assert 'data-reason="deadline_passed"' in response.text
    assert not Proposal.objects.exists()


def test_who_heads_two_offices_says_for_which(desk, operator, source):
    second = Agency.objects.get(code="dkp")
    Membership.objects.create(
        user=operator, agency=second, role=Role.AGENCY_HEAD, title="Plt.", is_acting=True, starts_on=date(2025, 1, 1)
    )

    without = desk.post(ADDRESS, {"title": "x", "funding_source": source.pk})
    desk.post(ADDRESS, {"title": "x", "funding_source": source.pk, "agency": second.pk})

    assert without.status_code == 422
    assert "Pilih OPD pengusul." in without.text
    assert Proposal.objects.get().agency == second
