"""The total of a RAB on a phone: in sight while the table is longer than the screen, in nobody's way."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from lebong_proposals.tests.conftest import site, window  # noqa: F401 (the fixtures of a real server)
from ops.testing import page_checks
from proposals.sections import Section

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
ITEM = {"kind": "item", "quantity": Decimal(2), "unit": "m3", "unit_price": 300_000, "rate": None}
TOTAL = "[data-total]"
PLACES = """() => {
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    const line = box("tfoot"), table = box("[data-budget]");
    return { top: line.top, bottom: line.bottom, height: line.height, end: table.bottom, screen: innerHeight };
}"""


@pytest.fixture
def draft(transactional_db, make_proposal, maker):
    proposal = make_proposal(complete=False)
    rows = [ITEM | {"description": f"Pekerjaan {number}"} for number in range(1, 7)]
    maker.save(proposal, Section.BUDGET, {}, rows=rows)
    return proposal


@pytest.fixture
def phone(draft, window, operator):  # noqa: F811
    page = window(operator, **PHONE)
    page.goto(f"/usulan/{draft.number}/rab/")
    return page


@pytest.mark.slow
def test_the_total_stays_in_one_line_at_the_foot_of_the_screen_until_its_own_place_comes(phone):
    phone.get_by_label("Volume baris 2", exact=True).fill("3")
    phone.get_by_label("Volume baris 2", exact=True).scroll_into_view_if_needed()

    expect(phone.locator(TOTAL)).to_have_text("3.900.000")
    expect(phone.locator(TOTAL)).to_be_in_viewport()
    stuck = phone.evaluate(PLACES)
    assert abs(stuck["bottom"] - stuck["screen"]) <= 1
    assert stuck["end"] > stuck["screen"]
    assert stuck["height"] < 60  # one line of text and its frame

    phone.get_by_text("Terbilang:").evaluate("(words) => words.scrollIntoView({ block: 'center' })")
    settled = phone.evaluate(PLACES)
    assert settled["bottom"] <= settled["end"] + 1 < settled["screen"]


@pytest.mark.slow
def test_the_total_covers_nothing_that_has_the_focus(phone):
    assert page_checks.covered(phone) == []
    assert page_checks.overflow(phone) == []


@pytest.mark.slow
def test_the_total_is_followed_by_its_words_and_a_phone_is_told_of_no_keys(phone, draft, window, operator):  # noqa: F811
    expect(phone.get_by_text("Tombol papan ketik")).to_be_hidden()

    desktop = window(operator)
    desktop.goto(f"/usulan/{draft.number}/rab/")

    expect(desktop.get_by_text("Tombol papan ketik")).to_be_visible()
    below = [desktop.locator(place).bounding_box()["y"] for place in (TOTAL, "[data-words]", "[data-budget-keys]")]
    assert below == sorted(below)
