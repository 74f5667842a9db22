"""The RAB by keyboard: as in a sheet, the focus always somewhere sensible, and stored in the end."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from lebong_proposals.tests.conftest import site, window  # noqa: F401 (the fixtures of a real server)
from proposals.sections import Section

ROWS = (
    {"kind": "item", "description": "Batu", "quantity": Decimal(2), "unit": "m3", "unit_price": 300_000},
    {"kind": "group", "description": "Lain-lain"},
    {"kind": "item", "description": "Pasir", "quantity": Decimal(3), "unit": "m3", "unit_price": 200_000},
    {"kind": "tax", "description": "PPN", "rate": Decimal(11)},
)
EMPTY = {"quantity": None, "unit": "", "unit_price": None, "rate": None}


@pytest.fixture
def draft(transactional_db, make_proposal, maker):
    proposal = make_proposal(complete=False)
    maker.save(proposal, Section.BUDGET, {}, rows=[EMPTY | row for row in ROWS])
    return proposal


@pytest.fixture
def budget(draft, window, operator):  # noqa: F811
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/")
    return page


def expect_focus(page, label):
    expect(page.get_by_label(label, exact=True)).to_be_focused()


@pytest.mark.slow
def test_table_is_filled_in_like_a_sheet(budget, draft):
    press = budget.keyboard.press
    budget.get_by_text("Tombol papan ketik").click()
    expect(budget.get_by_text("Ctrl+D: menyalin isi kotak di atasnya.")).to_be_visible()

    budget.get_by_label("Volume baris 1", exact=True).focus()
    press("Enter")  # over the group, which has no such box
    expect_focus(budget, "Volume baris 3")
    press("ArrowDown")
    expect_focus(budget, "Tarif pajak (%) baris 4")
    press("ArrowDown")  # nothing below: the focus stays
    expect_focus(budget, "Tarif pajak (%) baris 4")
    press("Shift+Enter")
    budget.keyboard.type("1250,5")  # what was there is selected, and so written over
    press("ArrowUp")
    expect_focus(budget, "Volume baris 1")
    expect(budget.get_by_label("Volume baris 3", exact=True)).to_have_value("1.250,5")

    budget.get_by_label("Harga satuan (Rp) baris 3", exact=True).focus()
    press("Control+d")
    expect(budget.get_by_label("Harga satuan (Rp) baris 3", exact=True)).to_have_value("300.000")
    expect(budget.locator("[data-total]")).to_have_text("417.082.500")  # (600.000 + 375.150.000) and 11 per cent

    budget.get_by_label("Uraian baris 3", exact=True).focus()
    press("Alt+ArrowUp")
    expect_focus(budget, "Uraian baris 2")
    expect(budget.get_by_label("Uraian baris 2", exact=True)).to_have_value("Pasir")

    budget.get_by_label("Uraian baris 4", exact=True).focus()
    press("Enter")
    expect_focus(budget, "Uraian baris 5")
    budget.keyboard.type("Semen")
    press("Control+Enter")
    expect(budget.get_by_text(re.compile("Bagian .* sudah disimpan"))).to_be_visible()
    assert [item.description for item in draft.cost_items.all()] == ["Batu", "Pasir", "Lain-lain", "PPN", "Semen"]


@pytest.mark.slow
def test_focus_goes_to_the_way_back_after_a_removal(budget):
    budget.get_by_role("button", name="Hapus baris 1").focus()
    budget.keyboard.press("Enter")

    back = budget.get_by_role("button", name="Urungkan penghapusan Batu")
    expect(back).to_be_focused()
    budget.keyboard.press("Enter")
    expect_focus(budget, "Uraian baris 1")


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
def test_a_new_tax_waits_for_its_rate(draft, window, operator, javascript):  # noqa: F811
    page = window(operator, java_script_enabled=javascript)
    page.goto(f"/usulan/{draft.number}/rab/")
    page.get_by_role("button", name="Tambah pajak").click()

    expect_focus(page, "Tarif pajak (%) baris 5")
    page.keyboard.type("11")

    expect(page.get_by_label("Tarif pajak (%) baris 5", exact=True)).to_have_value("11")
    expect(page.get_by_label("Uraian baris 5", exact=True)).to_have_value("PPN")
