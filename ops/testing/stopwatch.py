"""Promises about time, held in tests with patience: the figures themselves are the benchmark's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

# The same work takes three times as long while others use the machine. What these tests look for takes minutes: time
# that grows with the square of what somebody sends.
PATIENCE = 8


@contextmanager
def computed_within(seconds: float) -> Iterator[None]:
    """Fail if this process, with those it waits for, computes far longer than so many seconds."""
    begun = _computed()
    yield
    spent = _computed() - begun
    assert spent < PATIENCE * seconds, f"{spent:.2f} s of computing, where {seconds} s were promised"


def _computed() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
