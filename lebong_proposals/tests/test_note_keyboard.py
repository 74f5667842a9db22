"""Writing notes by keyboard (``ux.md`` 5.7): where the focus goes, and that no typed word is lost unasked."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

BODY = "Cantumkan luas layanan irigasi."
FORM = "#beri-catatan-rab"


@pytest.fixture
def proposal(make_proposal, maker):
    proposal = make_proposal(state="in_assistance")
    maker.note(proposal, BODY)
    return proposal


@pytest.fixture
def desk(window, reviewer, proposal):
    """The workspace with the form under RAB open; ``asked`` keeps what the page asks, and everything is declined."""
    page = window(reviewer)
    page.asked = []

    def reply(dialog):
        page.asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", reply)
    page.goto(f"/asistensi/{proposal.number}/")
    page.locator(f"{FORM} summary").click()
    return page


def test_focus_goes_to_a_saved_note_which_its_heading_names(desk):
    desk.locator(f"{FORM} textarea").fill("Harga tinggi.")
    desk.locator(f"{FORM} textarea").press("Control+Enter")

    expect(desk.get_by_role("article", name="2. Rencana Anggaran Biaya (RAB)")).to_be_focused()
    assert desk.asked == []


def test_leaving_with_a_typed_note_warns_and_saving_it_does_not(desk):
    desk.locator(f"{FORM} textarea").fill("Harga tinggi.")
    desk.get_by_role("link", name="Kembali ke antrean").click()
    expect(desk.locator(f"{FORM} textarea")).to_have_value("Harga tinggi.")
    assert desk.asked == ["beforeunload"]

    desk.locator(FORM).get_by_role("button", name="Simpan catatan").click()
    expect(desk.locator("#catatan-2")).to_contain_text("Harga tinggi.")
    assert desk.asked == ["beforeunload"]


def test_note_is_removed_only_when_that_is_confirmed(desk):
    thread = desk.locator("#catatan-1")
    expect(thread.get_by_role("button", name="Ya, hapus catatan 1")).to_be_hidden()
    thread.locator("summary", has_text="Hapus").press("Enter")
    thread.get_by_role("button", name="Ya, hapus catatan 1").press("Enter")

    expect(desk.locator("main")).to_contain_text("Catatan 1 dihapus.")
    expect(thread).to_have_count(0)
