import pytest
from django.urls import reverse

from proposals.tests.comparing import story


@pytest.fixture
def mine(client_for, operator):
    """The operator's own browser."""
    return client_for(operator)


@pytest.fixture
def compared():
    """``compared(client, proposal, dari=1, ke=2)``: the page of differences."""
    return lambda client, proposal, **asked: client.get(reverse("proposal-diff", args=[proposal.number]), asked)


@pytest.fixture
def returned(maker):
    return story.give_back(maker)


@pytest.fixture
def revise(maker):
    return lambda proposal: story.revise(maker, proposal)


@pytest.fixture
def resubmitted(maker):
    return story.send_again(maker)
