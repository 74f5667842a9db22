"""The page on which two people's entries are put together, without JavaScript."""

import pytest

from ops.testing.journeys import cost
from proposals import row_marks
from proposals.sections import Section
from proposals.services.drafting import save_section
from proposals.tests.drafting.conftest import row_fields


def test_each_field_is_taken_from_the_person_chosen(draft, desk, page_of, agency_head):
    theirs = {"objectives": "Tujuan kepala.", "legal_basis": "Dasar kepala."}
    save_section(draft, Section.BACKGROUND, theirs, actor=agency_head, seen_version=0)
    sent = {"is_done": "no", "objectives": "Tujuan operator.", "legal_basis": "Dasar operator."}

    asked = desk.post(page_of(draft, "background"), sent | {"seen_version": "0"})
    choices = {"pilih-objectives": "saya", "pilih-legal_basis": "mereka"}
    saved = desk.post(page_of(draft, "background"), sent | choices | {"seen_version": "1", "aksi": "gabung"})

    draft.refresh_from_db()
    assert asked.status_code == 409
    assert 'name="pilih-objectives"' in asked.text
    assert saved.status_code == 303
    assert (draft.objectives, draft.legal_basis) == ("Tujuan operator.", "Dasar kepala.")


@pytest.mark.parametrize(("choice", "kept"), [("mereka", "Kepala"), ("saya", "Operator")])
def test_a_row_that_both_changed_is_taken_from_the_person_chosen(
    draft, desk, page_of, agency_head, operator, choice, kept
):
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=0, rows=[cost("Awal", "1", "m3", 10)])
    item = draft.cost_items.get()
    marks = row_marks.written(row_marks.of_items([item]))
    theirs = [row_marks.values(item) | {"description": "Kepala"}]
    save_section(draft, Section.BUDGET, {}, actor=agency_head, seen_version=1, rows=theirs)
    mine = {"uuid": str(item.uuid), "kind": "item", "description": "Operator", "quantity": "1", "unit_price": "10"}
    sent = row_fields(mine, rows_seen=marks) | {"seen_version": "1"}

    asked = desk.post(page_of(draft, "budget"), sent)
    again = row_marks.written(row_marks.of_rows(theirs))
    answer = {f"pilih-baris-{item.uuid}": choice, "rows_seen": again, "aksi": "gabung", "seen_version": "2"}
    saved = desk.post(page_of(draft, "budget"), sent | answer)

    assert asked.status_code == 409
    assert f'name="rows_seen" value="{again}"' in asked.text
    assert saved.status_code == 303
    assert draft.cost_items.get().description == kept
