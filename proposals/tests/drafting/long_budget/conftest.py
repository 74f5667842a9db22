"""A budget too long for one page of boxes: one block of rows is open, the others stand around it as text."""

import pytest

from proposals.sections import Section
from proposals.services.drafting import save_section
from proposals.tests.drafting.long_budget.sheet import Sheet, item


@pytest.fixture
def fill(draft, operator):
    """``fill(320)``: so many rows in the draft's budget; rows of other kinds by their number."""

    def filled(count, **others):
        rows = [others.get(f"row_{number}", item(number)) for number in range(1, count + 1)]
        save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=0, rows=rows)
        return list(draft.cost_items.all())

    return filled


@pytest.fixture
def address(draft, page_of):
    return page_of(draft, "budget")


@pytest.fixture
def open_at(desk, address):
    """``open_at(150)``: the page with the block of that row, as a form."""
    return lambda number=None: Sheet(desk.get(address + (f"?baris={number}" if number else "")).text)


@pytest.fixture
def send(desk, address):
    return lambda fields, action="simpan", path="", **more: desk.post(address + path, fields | {"aksi": action} | more)
