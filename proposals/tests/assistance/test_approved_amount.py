"""What was approved stands wherever what was asked for stands: for the agency, for Bappeda, for the regent's office."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.tests.assistance.conftest import QUEUE
from proposals.workflow import Action

pytestmark = pytest.mark.django_db

SMALLER = "disetujui 200.000.000"


@pytest.fixture(scope="module", autouse=True)
def decided(scene):
    """One approved with less than was asked for, and one as asked."""
    cut, whole = scene.make("in_assistance"), scene.make("approved")
    scene.maker.act(Action.APPROVE, cut, scene.maker.approver, approved_amount=200_000_000)
    return {"cut": cut, "whole": whole}


def lines_of(page, proposal):
    """What one row of a table says."""
    return page.partition(f'data-number="{proposal.number}"')[2].partition("</tr>")[0]


@pytest.mark.parametrize("who", ["operator", "reviewer", "leader"])
def test_read_view_says_what_was_approved(client_for, request, who, decided):
    browser = client_for(request.getfixturevalue(who))

    page = browser.get(reverse("proposal-detail", args=[decided["cut"].number])).text

    assert "Total usulan Rp261.000.000. <strong>Disetujui Rp200.000.000.</strong>" in page


def test_workspace_says_what_was_approved(client_for, reviewer, decided):
    page = client_for(reviewer).get(reverse("review-workspace", args=[decided["cut"].number])).text

    assert "<strong>disetujui Rp200.000.000</strong>" in page


@pytest.mark.parametrize(
    ("who", "address"), [("operator", "/beranda/"), ("leader", "/usulan/"), ("reviewer", f"{QUEUE}?antrean=selesai")]
)
def test_lists_name_an_amount_that_differs(client_for, request, who, address, decided):
    page = client_for(request.getfixturevalue(who)).get(address).text

    assert SMALLER in lines_of(page, decided["cut"])
    assert "disetujui 2" not in lines_of(page, decided["whole"])


def test_reopening_takes_the_approved_amount_back(client_for, reviewer, approver, maker, decided):
    reopened = again(decided["cut"])
    maker.act(Action.REOPEN, reopened, approver, note="Nilai keliru, dihitung lagi bersama OPD.")

    page = client_for(reviewer).get(reverse("review-workspace", args=[reopened.number])).text

    assert "disetujui Rp" not in page
