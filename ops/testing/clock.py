"""Move the application's clock in a test, the way a rehearsal does: in the database, as its owner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg2
import pytest

READ = "SELECT shift, frozen_at FROM lebong_clock"
WRITE = "UPDATE lebong_clock SET shift = %s, frozen_at = %s"
RUN_FROM = "UPDATE lebong_clock SET shift = %s::timestamptz - clock_timestamp(), frozen_at = NULL"
STAND_AT = "UPDATE lebong_clock SET shift = interval '0', frozen_at = %s::timestamptz"


@contextmanager
def movable_clock(owner_url: str) -> Iterator[Callable[..., None]]:
    """Give what sets the clock: `set_to("2025-11-30T23:59:59+07:00")` stands still, `freeze=False` runs on from there.

    The change is committed at once, so it holds in every process; afterwards the clock is as it was before.
    """
    connection = psycopg2.connect(owner_url)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(READ)
    before = cursor.fetchone()

    def set_to(moment: str, freeze: bool = True) -> None:
        cursor.execute(STAND_AT if freeze else RUN_FROM, [str(moment)])
        assert cursor.rowcount == 1, "The table lebong_clock has no row."

    yield set_to
    cursor.execute(WRITE, before)
    connection.close()


@pytest.fixture
def clock_at(db: None, owner_url: str) -> Iterator[Callable[..., None]]:
    """Set the clock for one test, as ``movable_clock`` says."""
    with movable_clock(owner_url) as set_to:
        yield set_to
