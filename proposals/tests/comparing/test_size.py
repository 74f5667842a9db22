"""The largest budgets are compared while a reviewer waits for the page, not longer."""

from ops.testing.stopwatch import computed_within
from proposals.comparison import compare
from proposals.differences import compared_sections
from proposals.tests.comparing.contents import budget, cost


def rows(count, raised_by=0):
    """Rows of which every third has another price."""
    prices = [1_000 + place + (place % 3 == 0) * raised_by for place in range(count)]
    return [cost(f"baris-{place}", price, f"Pekerjaan {place}") for place, price in enumerate(prices)]


def test_budget_of_500_rows_is_compared_in_under_300_milliseconds():
    before, after = budget(*rows(500)), budget(*reversed(rows(500, raised_by=7)))

    with computed_within(0.3):
        found = compared_sections(before, after, compare(before, after))

    assert sum(row.delta == "naik Rp7" for part in found for row in part.rows) == 167
