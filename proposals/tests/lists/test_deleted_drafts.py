"""Deleted drafts are found again by their agency, as long as they can be brought back."""

import pytest
from django.urls import reverse

from proposals.services.drafting import delete_draft

PAGE = "/usulan/dihapus/"


@pytest.fixture
def gone(make_proposal, operator, clock_at):
    clock_at("2025-11-10T10:00:00+07:00")
    proposal = make_proposal(complete=False, title="Embung yang dihapus")
    delete_draft(proposal, actor=operator, seen_version=proposal.version)
    return proposal


def test_list_leads_to_the_deleted_draft(mine, gone):
    assert f'href="{PAGE}"' in mine.get("/usulan/").text

    text = mine.get(PAGE).text
    assert "<h1>Draf yang dihapus (1)</h1>" in text
    assert f'href="{reverse("proposal-restore", args=[gone.number])}">Kembalikan' in text
    assert "Embung yang dihapus" in text


@pytest.mark.parametrize(("moment", "is_there"), [("10T09:59:59", True), ("10T10:00:00", False)])
def test_draft_is_gone_from_the_page_after_thirty_days(mine, gone, clock_at, moment, is_there):
    clock_at(f"2025-12-{moment}+07:00")

    assert ("Embung yang dihapus" in mine.get(PAGE).text) is is_there


def test_stranger_does_not_read_of_it(client_for, stranger, gone):
    assert "Tidak ada draf yang dihapus dalam 30 hari terakhir." in client_for(stranger).get(PAGE).text


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_page_is_for_agencies(who, request, client_for, gone):
    browser = client_for(request.getfixturevalue(who))

    assert browser.get(PAGE).status_code == 403
    assert PAGE not in browser.get("/usulan/").text


def test_page_stays_within_its_queries(mine, gone, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        mine.get(PAGE)
