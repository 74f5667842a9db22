"""The fixtures of ``forging`` for the tests beside it."""

from proposals.tests.invariants.forging import broken, forge

__all__ = ["broken", "forge"]
