"""One agency behind the figures."""

import re

import pytest
from django.urls import reverse

from proposals.money import format_number
from proposals.services import drafting
from proposals.workflow import Action


@pytest.fixture
def shown(leader, client_for):
    def get(code="dpupr"):
        response = client_for(leader).get(reverse("dashboard-opd", args=[code]))
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_page_names_the_people_to_call(shown, operator, agency_head):
    html = shown()

    assert operator.name in html
    assert agency_head.email in html
    assert "Kepala Dinas Pekerjaan Umum, Penataan Ruang dan Perhubungan" in html


def test_unknown_agency_is_not_found(leader, client_for):
    assert client_for(leader).get(reverse("dashboard-opd", args=["tidak-ada"])).status_code == 404


def test_submitted_proposal_has_amount_status_and_link(shown, make_proposal):
    proposal = make_proposal(state="submitted")

    html = shown()

    assert f'<tr data-number="{proposal.number}">' in html
    assert reverse("proposal-detail", args=[proposal.number]) in html
    assert format_number(proposal.requested_amount) in html
    assert 'data-state="submitted"' in html


def test_draft_stands_without_link_and_amount(shown, make_proposal):
    proposal = make_proposal()

    html = shown()

    assert f'<tr data-number="{proposal.number}">' in html
    assert 'data-state="draft" data-derived="complete_unsent"' in html
    assert reverse("proposal-detail", args=[proposal.number]) not in html
    assert format_number(proposal.requested_amount) not in html


def test_last_ten_moves_are_told_without_saves_and_notes(shown, maker, make_proposal):
    proposal = make_proposal(state="revision_required")
    maker.resubmit(proposal)
    maker.act(Action.RECALL, proposal, maker.operator)

    events = re.search(r'aria-labelledby="kejadian">(.*?)</section>', shown(), re.DOTALL)[1]
    told = re.findall(r"\(contoh\) ([^<]*?)\s+· <a", events)

    assert [" ".join(sentence.split()[:2]) for sentence in told] == [
        "menarik usulan",
        "mengirim ulang",
        "mengembalikan usulan",
        "memulai asistensi",
        "mengirim usulan",
        "membuat usulan",
    ]


def test_deleted_draft_disappears(shown, maker, make_proposal):
    proposal = make_proposal(title="Usulan yang dihapus")
    proposal.refresh_from_db()
    drafting.delete_draft(proposal, actor=maker.operator, seen_version=proposal.version)

    assert "Usulan yang dihapus" not in shown()


def test_events_stop_at_ten(shown, maker):
    for number in range(12):
        maker.draft(f"Usulan {number}")

    events = re.search(r'aria-labelledby="kejadian">(.*?)</section>', shown(), re.DOTALL)[1]

    assert re.findall(r"Usulan \d+", events) == [f"Usulan {number}" for number in range(11, 1, -1)]
