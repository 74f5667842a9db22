"""Fields, rows and files that differ between two contents."""

from hypothesis import given
from hypothesis import strategies as st

from proposals.comparison import compare
from proposals.sections import Section
from proposals.tests.comparing.contents import budget, content, cost, file, indicator, patient, place, requirement

ROWS = st.lists(
    st.builds(cost, st.sampled_from("abcdefgh"), st.integers(0, 3), st.sampled_from(["Batu", "Pasir", "Semen"])),
    unique_by=lambda row: row["uuid"],
)


def fates(before, after, section=Section.BUDGET):
    rows = compare(before, after).sections[section].rows
    return [(row.fate.value, (row.new or row.old).get("uuid") or (row.new or row.old).get("name")) for row in rows]


@patient
@given(ROWS)
def test_a_content_does_not_differ_from_itself(rows):
    same = budget(*rows)

    assert compare(same, same).changed == frozenset()


@patient
@given(ROWS, ROWS)
def test_every_row_of_both_sides_is_told_once(old, new):
    found = compare(budget(*old), budget(*new)).sections[Section.BUDGET].rows

    assert sorted(row.old_place for row in found if row.old is not None) == list(range(len(old)))
    assert [row.new_place for row in found if row.new is not None] == list(range(len(new)))
    assert all(row.old is not None or row.new is not None for row in found)


@patient
@given(ROWS, ROWS)
def test_deltas_of_rows_add_up_to_that_of_the_total(old, new):
    found = compare(budget(*old), budget(*new))

    assert sum(row.delta for row in found.sections[Section.BUDGET].rows) == found.new_total - found.old_total


@patient
@given(st.permutations([cost(name, description=name) for name in "abcdef"]))
def test_rows_in_another_order_are_moved_and_nothing_else(rows):
    before = budget(*(cost(name, description=name) for name in "abcdef"))

    assert {fate for fate, _ in fates(before, budget(*rows))} <= {"same", "moved"}


def test_only_the_row_that_was_moved_is_called_so():
    a, b, c, d = (cost(name) for name in "abcd")

    assert fates(budget(a, b, c, d), budget(d, a, b, c)) == [
        *(("moved", "d"), ("same", "a"), ("same", "b"), ("same", "c")),
    ]


def test_new_gone_and_changed_rows_stand_where_a_reader_looks_for_them():
    before = budget(cost("a", 10), cost("b", 20, "Pasir"), cost("c", 30, "Semen"))
    after = budget(cost("a", 10), cost("n", 5, "Kawat"), cost("c", 25, "Semen"))

    found = compare(before, after)

    assert fates(before, after) == [("same", "a"), ("removed", "b"), ("added", "n"), ("changed", "c")]
    assert [row.delta for row in found.sections[Section.BUDGET].rows] == [0, -20, 5, -5]
    assert found.sections[Section.BUDGET].rows[3].columns == ("unit_price", "amount")


def test_row_that_was_changed_and_moved_is_not_deleted_and_added():
    before, after = budget(cost("a", 1), cost("b", 2), cost("c", 3)), budget(cost("c", 4), cost("a", 1), cost("b", 2))

    row = compare(before, after).sections[Section.BUDGET].rows[0]

    assert (row.fate, row.is_moved, row.delta) == ("changed", True, 1)


def test_imported_rows_with_new_identities_are_known_by_their_words():
    before = budget(cost("a", 10, "Batu"), cost("b", 20, "Pasir"))
    after = budget(cost("x", 10, "Batu"), cost("y", 25, "Pasir"))

    assert fates(before, after) == [("same", "x"), ("changed", "y")]


def test_indicator_with_another_target_or_another_name_is_changed():
    before = content(indicators={"rows": [indicator("Saluran"), indicator("Embung", "3")]})
    after = content(indicators={"rows": [indicator("Saluran", "700"), indicator("Kolam", "3")]})

    assert fates(before, after, Section.INDICATORS) == [("changed", "Saluran"), ("changed", "Kolam")]


def test_places_are_known_by_village_then_by_name():
    market = place("", "", "Pasar Muara Aman")
    before = content(location={"rows": [place("Amen"), market, place("Garut")]})
    after = content(
        location={"rows": [place("Amen", latitude="-3.1"), place("", "", "Pasar Muara Aman"), place("Pelabai")]}
    )

    rows = compare(before, after).sections[Section.LOCATION].rows

    assert [(row.fate.value, row.columns) for row in rows] == [
        *(("changed", ("latitude",)), ("same", ()), ("removed", ()), ("added", ())),
    ]


def test_readiness_is_known_by_its_requirement_and_never_moved():
    before = content(readiness={"rows": [requirement("lahan"), requirement("ded", order=2)]})
    after = content(readiness={"rows": [requirement("ded", "in_progress", 1), requirement("lahan", order=2)]})

    rows = compare(before, after).sections[Section.READINESS].rows

    assert [(row.fate.value, row.columns) for row in rows] == [("changed", ("status",)), ("same", ())]


def test_files_are_added_removed_replaced_or_put_elsewhere():
    before = [file("1"), file("2", "rab"), file("3", "", "foto.jpg"), file("4", "surat"), file("5", "sk")]
    after = [file("9", version_no=2), file("5", ""), file("8", "", "foto.jpg"), file("7", "peta"), file("4", "surat")]

    found = compare(content(attachments={"rows": before}), content(attachments={"rows": after}))

    assert [(row.fate.value, (row.new or row.old)["uuid"]) for row in found.sections[Section.ATTACHMENTS].files] == [
        *(("replaced", "9"), ("refiled", "5"), ("replaced", "8"), ("added", "7"), ("same", "4"), ("removed", "2")),
    ]


def test_changed_answers_are_named_and_sections_without_a_note_are_found():
    before = content(background={"objectives": "Lama", "legal_basis": "Sama"}, alignment={"alignment_note": ""})
    after = content(background={"objectives": "Baru", "legal_basis": "Sama"}, alignment={"alignment_note": "Ada"})

    found = compare(before, after)

    fields = found.sections[Section.BACKGROUND].fields.values()
    assert [field.field for field in fields if field.is_changed] == ["objectives"]
    assert found.changed == {Section.BACKGROUND, Section.ALIGNMENT}
    assert found.changed_without_note(["background", "budget"]) == {Section.ALIGNMENT}
