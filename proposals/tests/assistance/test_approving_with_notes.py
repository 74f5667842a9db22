""" "Setujui dengan catatan": what an approval is called, wherever it is offered, while suggestions are open."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from lebong_proposals import clock
from ops.testing.scene import again
from proposals.dates import plain_date
from proposals.models import NoteAudience, NoteKind, SubmissionCycle

pytestmark = pytest.mark.django_db

WITH_NOTES = "Setujui dengan catatan"


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    scene.clock_at("2025-11-26T09:00:00+07:00")
    return scene.make("in_assistance")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


@pytest.fixture
def suggestion(proposal, maker):
    return maker.note(proposal, "Tambahkan foto.", kind=NoteKind.SUGGESTION)


def page(client, proposal, route="review-workspace"):
    return client.get(reverse(route, args=[proposal.number])).text


def bar(client, proposal):
    """The decision bar: each link's words and where it leads."""
    text = page(client, proposal).partition('aria-label="Keputusan">')[2]
    return {words: where for where, words in re.findall(r'href="([^"#]+)"[^>]*>([^<]+)</a>', text)}


def more(client, proposal):
    """What stands under "Lainnya"."""
    text = page(client, proposal).partition("<summary>Lainnya</summary>")[2].partition("</details>")[0]
    return {words: where for where, words in re.findall(r'href="([^"]+)"[^>]*>([^<]+)</a>', text)}


def test_bar_of_the_approver_names_the_approval_after_what_it_is(client_for, approver, proposal, maker):
    client = client_for(approver)
    plain = bar(client, proposal)
    maker.note(proposal, "Tambahkan foto.", kind=NoteKind.SUGGESTION)
    with_notes = bar(client, proposal)

    assert WITH_NOTES not in plain
    assert with_notes[WITH_NOTES] == plain["Setujui usulan"] == reverse("review-approve", args=[proposal.number])
    assert "Setujui usulan" not in with_notes
    assert more(client, proposal) == {}


def test_reviewer_finds_the_decisions_to_prepare_under_lainnya(client_for, reviewer, proposal, suggestion):
    where = reverse("review-prepare", args=[proposal.number])

    assert more(client_for(reviewer), proposal) == {
        WITH_NOTES: f"{where}?keputusan=setujui",
        "Tolak usulan": f"{where}?keputusan=tolak",
    }


def test_without_open_suggestions_there_is_nothing_to_approve_with(client_for, reviewer, proposal, maker):
    maker.note(proposal, "Tanya dulu.", kind=NoteKind.SUGGESTION, audience=NoteAudience.INTERNAL)
    client = client_for(reviewer)

    assert list(more(client, proposal)) == ["Tolak usulan"]
    assert WITH_NOTES not in page(client, proposal, "review-prepare")


def test_pages_of_the_approval_bear_its_name(client_for, reviewer, approver, proposal, suggestion):
    assert f"<h1>{WITH_NOTES}</h1>" in page(client_for(approver), proposal, "review-approve")
    assert f'aria-current="page">{WITH_NOTES}</a>' in page(client_for(reviewer), proposal, "review-prepare")


def test_return_page_says_how_to_follow_its_advice(client_for, reviewer, proposal, suggestion):
    text = page(client_for(reviewer), proposal, "review-return")

    advice = text.partition(f"Pertimbangkan <strong>{WITH_NOTES}</strong>.")[2].partition("</div>")[0]
    assert reverse("review-prepare", args=[proposal.number]) in advice
    assert "Saran" in advice


@pytest.mark.parametrize(
    ("day", "status"), [("31 Desember 2027", 422), ("6 Januari 2026", 422), ("5 Januari 2026", 303)]
)
def test_suggestions_are_followed_up_within_a_month_of_the_limit_of_the_centre(
    client_for, approver, proposal, suggestion, day, status
):
    SubmissionCycle.objects.update(national_closes_at=datetime(2025, 12, 6, tzinfo=clock.WIB))
    proposal.refresh_from_db()
    values = {"seen_version": proposal.version, "approved_amount": "250.000.000", "suggestions_due_on": day}

    answer = client_for(approver).post(reverse("review-approve", args=[proposal.number]), values)

    assert answer.status_code == status
    assert ("Batas menindaklanjuti saran paling lambat 5 Januari 2026." in answer.text) is (status == 422)


def test_long_after_the_limit_of_the_centre_the_proposed_day_is_still_accepted(
    client_for, approver, proposal, suggestion, clock_at
):
    clock_at("2026-03-02T09:00:00+07:00")
    client, where = client_for(approver), reverse("review-approve", args=[proposal.number])
    proposal.refresh_from_db()
    proposed = plain_date(client.get(where).context["form"].initial["suggestions_due_on"])
    values = {"seen_version": proposal.version, "approved_amount": "250.000.000", "suggestions_due_on": proposed}

    assert client.post(where, values).status_code == 303
