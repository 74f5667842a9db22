"""Sending again at the limit, and past it only with a window that the return itself opened."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from proposals.models import SubmissionAttempt

LAST_MICROSECOND = "2025-11-30T23:59:59.999999+07:00"
CUTOFF = "2025-12-01T00:00:00+07:00"
ONE_LATER = "2025-12-01T00:00:00.000001+07:00"
DECLARED = {
    "official": "other",
    "official_name": "Kepala Dinas",
    "official_title": "Kepala Dinas",
    "letter_number": "600/13",
    "letter_date": "10 11 2025",
}


def send_again(client, proposal):
    proposal.refresh_from_db()
    data = {"key": str(uuid4()), "seen_version": proposal.version, **DECLARED}
    return client.post(reverse("proposal-submit", args=[proposal.number]), data)


@pytest.fixture
def answered(make_proposal, maker):
    proposal = make_proposal("revision_required")
    maker.answer(proposal)
    return proposal


def test_sending_again_is_accepted_in_the_last_microsecond(mine, answered, clock_at):
    clock_at(LAST_MICROSECOND)

    assert send_again(mine, answered).status_code == 303


@pytest.mark.parametrize("moment", [CUTOFF, ONE_LATER])
def test_sending_again_is_refused_from_the_cutoff_on(moment, mine, answered, clock_at):
    clock_at(moment)

    answer = send_again(mine, answered)

    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text
    assert SubmissionAttempt.objects.filter(outcome="refused").count() == 1
    answered.refresh_from_db()
    assert (answered.state, answered.last_version_no) == ("revision_required", 1)


@pytest.fixture
def with_window(make_proposal, maker, cycle):
    """Returned with a window of its own, open until 5 December, 23.59."""
    cycle.national_closes_at = "2025-12-11T00:00:00+07:00"
    cycle.save()
    proposal = make_proposal("in_assistance")
    maker.give_back(proposal, due_at=datetime.fromisoformat("2025-12-06T00:00:00+07:00"), opens_window=True)
    maker.answer(proposal)
    return proposal


@pytest.mark.parametrize("moment", [CUTOFF, "2025-12-05T23:59:59.999999+07:00"])
def test_window_of_the_return_lets_it_through_after_the_cutoff(moment, mine, with_window, clock_at):
    clock_at(moment)

    assert send_again(mine, with_window).status_code == 303


def test_window_of_the_return_closes_on_its_own_instant(mine, with_window, clock_at):
    clock_at("2025-12-06T00:00:00+07:00")

    assert send_again(mine, with_window).status_code == 409
