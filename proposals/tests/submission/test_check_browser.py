"""The check page's links in a real browser: to the field that lacks something, and back after a change."""

import pytest
from playwright.sync_api import expect

from lebong_proposals.tests.conftest import site, window  # noqa: F401 (fixtures)
from proposals.sections import Section

HOLDS_FOCUS = "id => document.getElementById(id)?.contains(document.activeElement) ?? false"


def links(page, selector):
    return page.locator(selector).evaluate_all("all => all.map((one) => one.getAttribute('href'))")


@pytest.mark.slow
def test_what_is_missing_is_one_click_away_with_the_focus_on_it(window, operator, make_proposal):  # noqa: F811
    proposal = make_proposal(complete=False)
    page = window(operator)
    page.goto(f"/usulan/{proposal.number}/periksa/")
    missing = links(page, ".error-summary a")
    assert len(missing) > 10
    assert page.get_by_role("button", name="kirim usulan").count() == 0

    for address in missing:
        page.goto(address)
        page.wait_for_function(HOLDS_FOCUS, arg=address.partition("#")[2])  # the browser moves it after loading


@pytest.mark.slow
def test_every_change_leads_back_after_saving(window, operator, make_proposal):  # noqa: F811
    proposal = make_proposal()
    page = window(operator)
    there = f"/usulan/{proposal.number}/periksa/"
    page.goto(there)
    addresses = {address.partition("#")[0]: address for address in links(page, "a:has-text('Ubah')")}
    assert len(addresses) == len(Section)

    for address in addresses.values():
        page.goto(address)
        if Section.ATTACHMENTS.slug in address:
            page.locator(".back-link a").click()
        else:
            page.get_by_role("button", name="Simpan dan kembali").last.click()
        expect(page.locator("h1"), address).to_have_text("Periksa usulan sebelum mengirim", timeout=15_000)
