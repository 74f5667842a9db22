"""Typing in a real browser: stored while it is typed, kept while the network or the session is away."""

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from lebong_proposals.tests.conftest import site, window  # noqa: F401 (fixtures)
from ops.testing.journeys import cost
from proposals.sections import Section
from proposals.services.drafting import save_section

STATUS = ".save-status"
OBJECTIVES = "Tujuan"


@pytest.fixture
def desk_of(window, draft):  # noqa: F811
    """``desk_of(user, section)``: somebody's window with a section of the draft open."""

    def opened(user, section="latar-belakang"):
        page = window(user)
        page.goto(f"/usulan/{draft.number}/{section}/")
        return page

    return opened


def box(page, label=OBJECTIVES):
    return page.get_by_label(label, exact=True)


@pytest.mark.slow
def test_what_is_typed_is_stored_and_the_section_not_called_finished(desk_of, operator, draft):
    page = desk_of(operator)

    box(page).press_sequentially("Air sampai ke petak terakhir.")
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")
    page.reload()

    assert box(page).input_value() == "Air sampai ke petak terakhir."
    assert not draft.sections.get(code="background").is_done


@pytest.mark.slow
def test_what_fails_while_offline_is_stored_when_the_network_is_back(desk_of, operator, draft, browser_faults):
    page = desk_of(operator)
    page.context.set_offline(True)
    box(page).press_sequentially("Tanpa sinyal.")
    expect(page.locator(STATUS)).to_contain_text("Belum tersimpan. Sambungan terputus. Mencoba lagi dalam")

    page.context.set_offline(False)

    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul", timeout=20_000)
    draft.refresh_from_db()
    assert draft.objectives == "Tanpa sinyal."
    assert page.evaluate("Object.keys(localStorage)") == []
    browser_faults.clear()


def test_what_was_typed_offline_is_offered_after_a_reload(desk_of, operator, browser_faults):
    page = desk_of(operator)
    page.route("**/simpan/", lambda route: route.abort())
    box(page).fill("Baris satu\nBaris  dua & “tiga”")
    expect(page.locator(STATUS)).to_contain_text("Belum tersimpan.")
    page.unroute("**/simpan/")
    page.reload()

    expect(page.locator("main")).to_contain_text("Kami menemukan isian yang belum tersimpan dari pukul")
    page.get_by_role("button", name="Pulihkan").click()

    expect(box(page)).to_have_value("Baris satu\nBaris  dua & “tiga”")
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")
    browser_faults.clear()


@pytest.mark.slow
def test_a_session_that_ends_while_typing_is_taken_up_in_place(desk_of, operator, draft):
    page = desk_of(operator)
    page.context.clear_cookies(name="sid")
    box(page).press_sequentially("Diketik sesudah sesi berakhir.")

    dialog = page.get_by_role("dialog", name="Masuk lagi untuk melanjutkan")
    dialog.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk").click()

    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")
    expect(dialog).to_have_count(0)
    draft.refresh_from_db()
    assert draft.objectives == "Diketik sesudah sesi berakhir."


@pytest.mark.slow
def test_before_the_session_ends_people_are_asked_and_escape_keeps_it(desk_of, operator, settings):
    settings.SESSION_IDLE_SECONDS = 306
    page = desk_of(operator)

    dialog = page.get_by_role("dialog", name="Anda akan keluar dalam 5 menit")
    expect(dialog).to_contain_text("Isian yang sudah tersimpan aman.", timeout=20_000)
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        page.keyboard.press("Escape")

    assert kept.value.url.endswith("/masuk/sesi/")
    assert kept.value.json()["seconds"] > 300


@pytest.mark.slow
def test_two_windows_merge_what_differs(desk_of, operator, agency_head, draft):
    page = desk_of(operator)
    save_section(draft, Section.BACKGROUND, {"legal_basis": "Dari kepala."}, actor=agency_head, seen_version=0)

    box(page).fill("Dari operator.")
    page.get_by_role("button", name="Lihat dan gabungkan").click()
    expect(page.get_by_role("heading", name="Bagian ini sudah diubah orang lain")).to_be_visible()
    assert box(page).input_value() == "Dari operator."
    page.get_by_role("group", name="Dasar hukum").get_by_label(f"Isian {agency_head.name}").check()
    page.get_by_role("button", name="Simpan gabungan").click()

    expect(page.locator("main")).to_contain_text("sudah disimpan.")
    draft.refresh_from_db()
    assert (draft.objectives, draft.legal_basis) == ("Dari operator.", "Dari kepala.")


@pytest.mark.slow
def test_different_rows_of_two_windows_are_both_kept(desk_of, operator, agency_head, draft):
    rows = [cost(name, "1", "m3", 10) for name in ("Satu", "Dua")]
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=0, rows=rows)
    first, second = desk_of(operator, "rab"), desk_of(agency_head, "rab")

    box(first, "Uraian baris 1").fill("Satu dari operator")
    box(second, "Uraian baris 2").fill("Dua dari kepala")
    for page in (first, second):
        box(page, "Volume baris 1").focus()
        expect(page.locator(STATUS)).to_contain_text("Tersimpan")

    assert list(draft.cost_items.values_list("description", flat=True)) == ["Satu dari operator", "Dua dari kepala"]
