"""A page that shows one block of a budget changes nothing outside of it, whatever others did meanwhile."""

from uuid import UUID, uuid4

import pytest

from proposals import row_marks
from proposals.models import CostItem
from proposals.services.row_merge import merge

FIRST = 3  # rows in front of the block
BLOCK = slice(3, 6)


def stored_row(number, **cells):
    fields = {"kind": "item", "description": f"Baris {number}", "quantity": 1, "unit": "m3", "unit_price": 10}
    return CostItem(uuid=UUID(int=number << 96), **{**fields, **cells})


def new(name):
    return row_marks.values(stored_row(0)) | {"uuid": uuid4(), "description": name}


def names(merged):
    return [row["description"].removeprefix("Baris ") for row in merged.rows]


@pytest.fixture
def items():
    """Nine rows, of which a page showed the fourth to the sixth."""
    return [stored_row(number) for number in range(1, 10)]


@pytest.fixture
def shown(items):
    return [row_marks.values(item) for item in items[BLOCK]]


@pytest.fixture
def saving(items, shown):
    """``saving(rows, now)``: merge what the page sends into what is stored by now."""
    seen = row_marks.of_rows(shown)
    return lambda sent, now=items, marks=seen: merge(now, sent, marks, FIRST)


def test_the_page_alone_changes_its_rows_only(saving, shown):
    merged = saving([shown[0] | {"description": "Diubah"}, shown[2], new("Baru")])

    assert names(merged) == ["1", "2", "3", "Diubah", "6", "Baru", "7", "8", "9"]
    assert (merged.taken_over, merged.conflicts) == ([], [])


def test_rows_outside_are_nobodys_change(saving, shown, items):
    others = [stored_row(number, description=f"{number} dari lain") for number in (1, 2, 3)]

    merged = saving(shown, [*others, *items[3:8]])

    assert names(merged) == ["1 dari lain", "2 dari lain", "3 dari lain", "4", "5", "6", "7", "8"]
    assert (merged.taken_over, merged.conflicts) == ([], [])


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, ["X", "1", "2", "3", "4", "5", "6", "N", "7", "8", "9"]),
        (3, ["1", "2", "3", "X", "4", "5", "6", "N", "7", "8", "9"]),
        (6, ["1", "2", "3", "4", "5", "6", "N", "X", "7", "8", "9"]),
        (9, ["1", "2", "3", "4", "5", "6", "N", "7", "8", "9", "X"]),
    ],
)
def test_what_others_put_in_outside_or_at_a_border_stays_there(saving, shown, items, place, expected):
    merged = saving([*shown, new("N")], [*items[:place], stored_row(99, description="X"), *items[place:]])

    assert names(merged) == expected
    assert merged.taken_over == []


def test_what_others_put_between_is_taken_over_and_counted_from_the_top(saving, shown, items):
    theirs = items[4]
    theirs.description = "5 dari lain"

    merged = saving(
        [shown[0] | {"description": "4 saya"}, *shown[1:]],
        [stored_row(98, description="Atas"), *items[:4], stored_row(99, description="X"), *items[4:]],
    )

    assert names(merged) == ["Atas", "1", "2", "3", "4 saya", "X", "5 dari lain", "6", "7", "8", "9"]
    assert merged.taken_over == [6, 7]
    assert merged.conflicts == []


@pytest.mark.parametrize("gone", [2, 3, 5, 6])
def test_a_row_that_others_took_out_at_a_border_is_gone(saving, shown, items, gone):
    merged = saving([*shown, new("N")], items[:gone] + items[gone + 1 :])

    rest = [number for number in range(1, 10) if number != gone + 1]
    place = [number <= 6 for number in rest].count(True)
    assert names(merged) == [*map(str, rest[:place]), "N", *map(str, rest[place:])]
    assert merged.conflicts == []


def test_a_block_that_others_emptied_leaves_new_rows_in_its_place(saving, shown, items):
    merged = saving([*shown, new("N")], items[:3] + items[6:])

    assert names(merged) == ["1", "2", "3", "N", "7", "8", "9"]


def test_a_block_that_others_emptied_in_a_budget_that_got_shorter(saving, shown, items):
    assert names(saving([*shown, new("N")], items[:1])) == ["1", "N"]


def test_an_emptied_block_takes_out_its_own_rows_only(saving):
    assert names(saving([])) == ["1", "2", "3", "7", "8", "9"]


def test_moves_of_both_stay_in_the_block(saving, shown, items):
    moved_outside = [items[1], items[0], *items[2:]]

    mine = saving([shown[2], shown[0], shown[1]], moved_outside)
    theirs = saving([shown[0] | {"description": "4 saya"}, *shown[1:]], [*items[:3], items[5], *items[3:5], *items[6:]])

    assert names(mine) == ["2", "1", "3", "6", "4", "5", "7", "8", "9"]
    assert names(theirs) == ["1", "2", "3", "6", "4 saya", "5", "7", "8", "9"]


def test_a_row_that_was_moved_out_of_the_block_is_changed_where_it_is_now(saving, shown, items):
    moved = [items[5], *items[:5], *items[6:]]

    merged = saving([*shown[:2], shown[2] | {"description": "6 saya"}], moved)

    assert names(merged) == ["6 saya", "1", "2", "3", "4", "5", "7", "8", "9"]


def test_the_same_row_in_both_hands_is_a_conflict(saving, shown, items):
    items[4].description = "5 dari lain"

    merged = saving([shown[0], shown[1] | {"description": "5 saya"}, shown[2]])

    assert [conflict.theirs["description"] for conflict in merged.conflicts] == ["5 dari lain"]


def test_a_page_without_marks_takes_nothing_out(saving, shown):
    assert names(saving([new("N")], marks={})) == ["1", "2", "3", "N", "4", "5", "6", "7", "8", "9"]
    assert names(saving([], marks={})) == [str(number) for number in range(1, 10)]
    assert names(saving([shown[1] | {"description": "Diubah"}], marks={})) == [*"1234", "Diubah", *"6789"]


def test_a_new_row_that_is_sent_again_is_stored_once(saving, shown, items):
    again = new("N")
    first = saving([*shown, again])
    stored = [CostItem(**{**row, "unit": row["unit"]}) for row in first.rows]

    merged = saving([*shown, again], stored)

    assert names(merged) == ["1", "2", "3", "4", "5", "6", "N", "7", "8", "9"]


@pytest.mark.parametrize(("start", "expected"), [(-5, (0, 0)), (2, (2, 2)), (99, (9, 9))])
def test_a_block_without_rows_is_a_place(items, start, expected):
    assert row_marks.window([item.uuid for item in items], {}, set(), start) == expected
