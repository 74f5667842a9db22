"""What the tests of the queue ask of it."""

import pytest

QUEUE = "/asistensi/"


@pytest.fixture
def found(client_for, reviewer):
    """``found(cari="…")``: the numbers under "Semua" with some filters."""
    client = client_for(reviewer)

    def ask(**filters):
        page = client.get(QUEUE, {"antrean": "semua"} | filters).context["page"]
        return [proposal.number for proposal in page.object_list]

    return ask
