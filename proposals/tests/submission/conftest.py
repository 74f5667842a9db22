"""Sending as the check page does: its hidden fields and its declaration, in one POST."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

DECLARED = {
    "official": "other",
    "official_name": "Kepala Dinas (contoh)",
    "official_nip": "",
    "official_title": "Kepala Dinas",
    "letter_number": "600/12/DPUPR/XI/2025",
    "letter_date": "10 11 2025",
}


@pytest.fixture
def send():
    """``send(client, proposal, key=…)``: the answer to the button "kirim usulan"."""

    def post(client, proposal, **changes):
        proposal.refresh_from_db()
        data = {"key": str(uuid4()), "seen_version": proposal.version, **DECLARED} | changes
        data = {name: value for name, value in data.items() if value is not None}
        return client.post(reverse("proposal-submit", args=[proposal.number]), data)

    return post


@pytest.fixture
def mine(client_for, operator):
    """The operator's own browser."""
    return client_for(operator)
