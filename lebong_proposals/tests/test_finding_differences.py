"""A reviewer finds what changed between two rounds, on a telephone too (A54)."""

import pytest
from playwright.sync_api import expect

from proposals.tests.comparing.story import send_again


@pytest.mark.slow
def test_reviewer_finds_what_changed_between_two_rounds(window, reviewer, maker):
    proposal = send_again(maker)
    page = window(reviewer, viewport={"width": 320, "height": 700})

    page.goto(f"/usulan/{proposal.number}/riwayat/")
    page.get_by_role("link", name="Bandingkan dengan sebelumnya").click()

    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "Perubahan dari putaran 1 (versi ke-1) ke putaran 2 (versi ke-2)"
    )
    assert page.locator("dl [data-fate=changed] dt").all_inner_texts() == ["Tujuan"]
    assert page.locator("dl del, dl ins").all_text_contents() == ["dihapus bocor", "ditambahkan kokoh"]
    rows = page.locator("tbody tr")
    fates = [row.get_attribute("data-fate") for row in rows.all()]
    assert fates == ["moved", "changed", "removed", "added"]
    expect(rows.nth(1)).to_contain_text("turun Rp10.000.000")
    assert rows.nth(0).locator("ins, del").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    page.get_by_role("link", name="Semua isian").click()
    expect(page.get_by_text("Judul usulan", exact=True)).to_be_visible()
    page.get_by_label("Bandingkan", exact=True).select_option("2")
    page.get_by_role("button", name="Bandingkan").click()
    expect(page.get_by_role("status")).to_have_text("Pilih dua versi yang berbeda untuk dibandingkan.")
