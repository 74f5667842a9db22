"""Synthetic data never gets near anything that people made."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from proposals.models import Proposal


def test_seeding_outside_a_demo_is_refused(db):
    with override_settings(DEMO=False), pytest.raises(CommandError, match="DEMO"):
        call_command("seed_bulk", "--proposals", "2")


def test_seeding_over_real_proposals_is_refused(make_proposal):
    make_proposal(state="draft")

    with override_settings(DEMO=True), pytest.raises(CommandError, match="bukan data massal"):
        call_command("seed_bulk", "--proposals", "2")
    assert Proposal.objects.count() == 1
