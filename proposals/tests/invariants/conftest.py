"""The fixtures of ``forging`` for the tests beside it, at a moment that owes no reminder yet."""

import pytest

from proposals.tests.invariants.forging import broken, forge

__all__ = ["broken", "forge"]


@pytest.fixture(autouse=True)
def before_the_first_tick(clock_at):
    """Stand still right after H-20 has come due: a long run must not make the plan look forgotten."""
    clock_at("2025-11-10T08:00:05+07:00")
