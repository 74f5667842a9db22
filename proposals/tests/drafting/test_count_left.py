"""How many characters are left of a long text, in a real browser."""

import pytest
from playwright.sync_api import expect

from lebong_proposals.tests.conftest import site, window  # noqa: F401 (fixtures)


@pytest.mark.slow
def test_the_last_fifth_is_counted_and_three_steps_are_spoken(window, operator, draft):  # noqa: F811
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/latar-belakang/")
    box = page.get_by_label("Masalah yang dihadapi")
    field = page.locator("#div_id_problem_statement")
    seen, heard = field.locator(".count-left"), field.locator("[aria-live]")
    height = field.bounding_box()["height"]

    box.fill("a" * 2399)
    expect(seen).to_be_empty()
    box.fill("a" * 2400)
    expect(seen).to_have_text("Sisa 600 karakter")
    assert field.bounding_box()["height"] == height
    expect(heard).to_be_empty()
    box.fill("😀" * 2900)
    expect(heard).to_have_text("Sisa 100 karakter")
    box.fill("a" * 2930)
    expect(seen).to_have_text("Sisa 70 karakter")
    expect(heard).to_have_text("Sisa 100 karakter")
    box.fill("a" * 2955)
    expect(heard).to_have_text("Sisa 45 karakter")
    box.fill("a" * 4500)
    expect(seen).to_have_text("Kelebihan 1.500 karakter")
    expect(heard).to_have_text("Kelebihan 1.500 karakter")
