"""Two people in one budget: rows that only one of them changed are both kept."""

from uuid import UUID, uuid4

import pytest

from ops.testing.journeys import cost
from proposals import row_marks
from proposals.sections import Section
from proposals.services.drafting import EditConflict, save_section
from proposals.services.row_merge import merge


def rows_of(proposal):
    return [row_marks.values(item) for item in proposal.cost_items.all()]


def changed(rows, place, **cells):
    return [row | cells if number == place else row for number, row in enumerate(rows)]


@pytest.fixture
def budget(draft, operator):
    """A draft with three rows, as a page showed them at version 1: the rows and their marks."""
    rows = [cost(name, "1", "m3", 10) for name in ("Satu", "Dua", "Tiga")]
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=0, rows=rows)
    shown = rows_of(draft)
    return draft, shown, row_marks.of_rows(shown)


@pytest.fixture
def save(budget, operator):
    proposal, _, seen = budget
    return lambda rows, actor=operator: save_section(
        proposal, Section.BUDGET, {}, actor=actor, seen_version=1, rows=rows, seen_rows=seen
    )


def names(proposal):
    return list(proposal.cost_items.values_list("description", flat=True))


def test_different_rows_of_two_people_are_both_kept(budget, save, agency_head):
    proposal, shown, _ = budget
    save(changed(shown, 2, description="Tiga dari kepala"), agency_head)

    saved = save(changed(shown, 0, description="Satu dari operator"))

    assert names(proposal) == ["Satu dari operator", "Dua", "Tiga dari kepala"]
    assert saved.merged == f"Perubahan {agency_head.name} pada baris 3 sudah digabungkan."


def test_the_same_row_of_two_people_is_a_conflict(budget, save, agency_head):
    proposal, shown, _ = budget
    save(changed(shown, 1, description="Dua dari kepala"), agency_head)

    with pytest.raises(EditConflict) as conflict:
        save(changed(shown, 1, description="Dua dari operator"))

    (row,) = conflict.value.rows
    assert (row.theirs["description"], row.mine["description"]) == ("Dua dari kepala", "Dua dari operator")
    assert names(proposal) == ["Satu", "Dua dari kepala", "Tiga"]


def test_the_same_change_of_two_people_is_no_conflict(budget, save, agency_head):
    proposal, shown, _ = budget
    save(changed(shown, 1, description="Sama"), agency_head)

    save(changed(shown, 1, description="Sama"))

    assert names(proposal) == ["Satu", "Sama", "Tiga"]


def test_rows_that_two_people_added_stand_where_each_put_them(budget, save, agency_head):
    proposal, shown, _ = budget
    save([*shown[:1], cost("Kepala", "1", "m3", 1), *shown[1:]], agency_head)

    save([*shown, cost("Operator", "1", "m3", 1)])

    assert names(proposal) == ["Satu", "Kepala", "Dua", "Tiga", "Operator"]


def test_rows_that_two_people_took_out_are_gone(budget, save, agency_head):
    proposal, shown, _ = budget
    save(shown[1:], agency_head)

    save(shown[:2])

    assert names(proposal) == ["Dua"]


def test_a_changed_row_that_the_other_took_out_is_a_conflict(budget, save, agency_head):
    _, shown, _ = budget
    save(shown[1:], agency_head)

    with pytest.raises(EditConflict) as conflict:
        save(changed(shown, 0, description="Satu lagi"))

    assert conflict.value.rows[0].theirs is None


def test_an_order_that_one_of_them_changed_is_kept(budget, save, agency_head):
    proposal, shown, _ = budget
    save([shown[2], shown[0], shown[1]], agency_head)

    save(changed(shown, 0, description="Satu baru"))

    assert names(proposal) == ["Tiga", "Satu baru", "Dua"]


def test_a_page_that_was_merged_into_keeps_taking_over(budget, save, agency_head, operator):
    """The boxes of a page are never touched: what they still show must not undo what was taken over."""
    proposal, shown, _ = budget
    save(changed(shown, 2, description="Tiga dari kepala"), agency_head)
    first = changed(shown, 0, description="Satu a")
    version = save(first).version
    seen = row_marks.of_rows(first)

    second = changed(first, 0, description="Satu b")
    save_section(proposal, Section.BUDGET, {}, actor=operator, seen_version=version, rows=second, seen_rows=seen)

    assert names(proposal) == ["Satu b", "Dua", "Tiga dari kepala"]


def test_a_new_row_that_is_sent_twice_is_stored_once(budget, save):
    proposal, shown, _ = budget
    identity = "0b5f3c0e-4c62-4f8e-9d59-0c8c5ad1a001"
    new = cost("Baru", "1", "m3", 1) | {"uuid": UUID(identity)}

    save([*shown, new])
    save([*shown, new])

    assert names(proposal) == ["Satu", "Dua", "Tiga", "Baru"]
    assert str(proposal.cost_items.last().uuid) == identity


def test_an_identity_of_another_proposal_is_not_taken_over(budget, save, make_proposal):
    proposal, shown, _ = budget
    foreign = make_proposal().cost_items.first()

    save([*shown, cost("Baru", "1", "m3", 1) | {"uuid": foreign.uuid}])

    assert proposal.cost_items.last().uuid != foreign.uuid


def test_marks_survive_the_page():
    identity = cost("a", "1", "m3", 1) | {"uuid": uuid4()}
    marks = row_marks.of_rows([identity])

    assert row_marks.read(row_marks.written(marks)) == marks
    assert merge([], [], {}).rows == []


def test_a_row_sent_twice_is_kept_twice(budget, operator):
    proposal, shown, _ = budget

    save_section(proposal, Section.BUDGET, {}, actor=operator, seen_version=1, rows=[*shown, shown[0]])

    assert names(proposal) == ["Satu", "Dua", "Tiga", "Satu"]
    assert len(set(proposal.cost_items.values_list("uuid", flat=True))) == 4
