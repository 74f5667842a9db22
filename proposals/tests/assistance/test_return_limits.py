"""A53: a return short before the limit warns; past it only an explicit window leads, and never past the centre's."""

from datetime import datetime

import pytest
from django.urls import reverse

from lebong_proposals import clock
from ops.testing.scene import again
from proposals.models import SubmissionCycle
from proposals.workflow import State

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    scene.clock_at("2025-11-26T09:00:00+07:00")
    national = datetime(2025, 12, 6, tzinfo=clock.WIB)
    SubmissionCycle.objects.filter(year=2025).update(national_closes_at=national)
    made = scene.make("in_assistance")
    scene.maker.note(made)
    return made


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


@pytest.fixture
def give_back(client_for, reviewer, proposal):
    """Return it with that due date; gives the answer."""
    client = client_for(reviewer)

    def post(day, **values):
        proposal.refresh_from_db()
        given = {"notes": ["1"], "seen_version": proposal.version, "due_at_date": day, "due_at_time": "23.59"}
        return client.post(reverse("review-return", args=[proposal.number]), given | values)

    return post


def state(proposal):
    proposal.refresh_from_db()
    return proposal.state


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2025-11-25T09:00:00+07:00", None),
        ("2025-11-26T09:00:00+07:00", 3),
        ("2025-11-28T09:00:00+07:00", 1),
        ("2025-11-28T16:00:00+07:00", 0),
        ("2025-11-30T23:59:00+07:00", 0),
        ("2025-12-01T09:00:00+07:00", None),
    ],
)
def test_three_working_days_or_fewer_bring_the_warning_until_the_limit(
    client_for, reviewer, proposal, clock_at, moment, days
):
    clock_at(moment)

    text = client_for(reviewer).get(reverse("review-return", args=[proposal.number])).content.decode()

    assert (f"Sisa {days} hari kerja sebelum batas." in text) is (days is not None)
    assert ("Pertimbangkan <strong>Setujui dengan catatan</strong>." in text) is (days is not None)


def test_date_past_the_limit_needs_the_window(give_back, proposal):
    without = give_back("4 Desember 2025")

    assert without.status_code == 422
    assert "Centang Jendela perbaikan untuk membukanya." in without.content.decode()
    assert state(proposal) == State.IN_ASSISTANCE
    assert give_back("4 Desember 2025", opens_window="on").status_code == 303
    assert state(proposal) == State.REVISION_REQUIRED
    assert proposal.revision_window is True


def test_no_window_leads_past_the_limit_of_the_centre(give_back, proposal):
    answer = give_back("6 Desember 2025", opens_window="on")

    assert answer.status_code == 422
    assert "Batas perbaikan tidak boleh melewati batas pusat" in answer.content.decode()
    assert state(proposal) == State.IN_ASSISTANCE
    assert give_back("5 Desember 2025", opens_window="on").status_code == 303
