"""What was decided and is open again says who turned it back and why, to the agency and to the reviewer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lebong_proposals import clock
from ops.testing.scene import again
from proposals.workflow import Action

pytestmark = pytest.mark.django_db

HOME = "/beranda/"
MINISTRY = "Kementerian Pekerjaan Umum"
REASON = "Kriteria kesiapan lahan belum lengkap menurut Direktorat Irigasi."
MISTAKE = "Nilai keliru dihitung, ditelaah lagi bersama OPD."


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    """One that its ministry gave back, one that was approved and reopened, one that Bappeda returned."""
    maker = scene.maker
    from_ministry, reopened, returned = scene.make("sent"), scene.make("approved"), scene.make("revision_required")
    due = clock.now() + timedelta(days=3)
    maker.act(Action.RETURNED_BY_MINISTRY, from_ministry, maker.admin, note=REASON, due_at=due)
    maker.act(Action.REOPEN, reopened, maker.approver, note=MISTAKE)
    return {"from_ministry": from_ministry, "reopened": reopened, "returned": returned}


@pytest.fixture
def from_ministry(db, made):
    return again(made["from_ministry"])


def detail(proposal):
    return reverse("proposal-detail", args=[proposal.number])


def workspace(proposal):
    return reverse("review-workspace", args=[proposal.number])


def test_home_says_that_the_ministry_returned_it(client_for, operator, from_ministry, made, maker):
    maker.resubmit(again(made["returned"]))

    panel = client_for(operator).get(HOME).text.partition('data-step="answer_notes"')[2].partition("</section>")[0]

    assert f"{MINISTRY} mengembalikan usulan ini" in panel
    assert REASON in panel
    assert detail(from_ministry) in panel
    assert "Bappeda" not in panel
    assert "catatan" not in panel


def test_task_list_says_that_the_ministry_returned_it(client_for, operator, from_ministry):
    page = client_for(operator).get(detail(from_ministry)).text

    assert f"{MINISTRY} mengembalikan usulan ini." in page
    assert REASON in page
    assert "Bappeda mengembalikan usulan ini" not in page
    assert reverse("revision", args=[from_ministry.number]) not in page


def test_reviewer_and_leadership_read_why_the_ministry_returned_it(client_for, reviewer, leader, from_ministry):
    for page in (client_for(reviewer).get(workspace(from_ministry)), client_for(leader).get(detail(from_ministry))):
        assert f"Dikembalikan oleh {MINISTRY}" in page.text
        assert REASON in page.text


def test_reason_goes_with_the_proposal_into_the_next_round(client_for, reviewer, from_ministry, maker):
    maker.resubmit(from_ministry)
    maker.take(from_ministry)
    assert REASON in client_for(reviewer).get(workspace(from_ministry)).text

    maker.give_back(from_ministry)
    assert REASON not in client_for(reviewer).get(workspace(from_ministry)).text, "Bappeda returned it since"


def test_return_by_bappeda_is_told_as_before(client_for, operator, made):
    page = client_for(operator).get(detail(made["returned"])).text

    assert "Bappeda mengembalikan usulan ini dengan 1 catatan." in page


def test_workspace_says_who_reopened_it_and_why(client_for, reviewer, approver, made, maker):
    browser = client_for(reviewer)
    page = browser.get(workspace(made["reopened"])).text

    assert f"Dibuka kembali oleh {approver.name}" in page
    assert MISTAKE in page
    maker.approve(again(made["reopened"]))
    assert MISTAKE not in browser.get(workspace(made["reopened"])).text
