"""The record's filter "Surel": which mails were sent about a proposal, and to whom that is told."""

import pytest
from django.urls import reverse

from ops.testing.scene import again


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    return {state: scene.make(state) for state in ("draft", "in_assistance", "revision_required")}


@pytest.fixture
def in_state(db, made):
    """``in_state("draft")``: the proposal of the scene that is in it."""
    return lambda state: again(made[state])


@pytest.fixture
def mails(client_for):
    """``mails(user, proposal)``: the page with the filter."""
    return lambda user, proposal: client_for(user).get(
        reverse("proposal-history", args=[proposal.number]), {"jenis": "surel"}
    )


def told(page):
    return [(line.subject, line.recipient) for line in page.context["mails"]]


def test_record_shows_the_mails_newest_first(mails, operator, in_state):
    page = mails(operator, in_state("revision_required"))

    assert told(page) == [("Dikembalikan", operator.name), ("Tanda terima", operator.name)]
    assert f"Surel “Tanda terima” kepada {operator.name}" in page.text
    assert "Menunggu" in page.text
    assert 'aria-current="page">Surel</a>' in page.text


def test_agency_does_not_read_whom_bappeda_told(mails, operator, reviewer, stranger, in_state):
    proposal = in_state("in_assistance")
    message = proposal.messages.get()
    message.pk, message.dedupe_key, message.message_id, message.recipient = None, "other", "other", reviewer
    message.save(force_insert=True)

    assert {name for _, name in told(mails(operator, proposal))} == {operator.name}
    assert {name for _, name in told(mails(reviewer, proposal))} == {operator.name, reviewer.name}
    assert mails(stranger, proposal).status_code == 404


def test_proposal_without_mails_says_so(mails, operator, in_state):
    assert "Tidak ada kejadian dengan saringan ini." in mails(operator, in_state("draft")).text


def test_mails_stay_within_their_queries(client_for, operator, in_state, django_assert_max_num_queries):
    address = reverse("proposal-history", args=[in_state("revision_required").number])
    browser = client_for(operator)

    with django_assert_max_num_queries(14):
        browser.get(address, {"jenis": "surel"})
