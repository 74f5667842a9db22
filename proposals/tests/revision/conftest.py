import pytest


@pytest.fixture
def mine(client_for, operator):
    """The operator's own browser."""
    return client_for(operator)
