"""What was typed and could not be stored: taken up after signing in, never in another name, spoken of once."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from ops.testing import browser_steps as agency_does
from ops.testing import page_checks
from ops.testing.journeys import cost
from proposals.models import CostItem
from proposals.sections import Section
from proposals.services.drafting import save_section

pytestmark = pytest.mark.slow

STATUS = ".save-status"
OFFER = "Kami menemukan isian yang belum tersimpan dari pukul"
KEPT = "Masuk lagi. Isian Anda kami simpan sementara di peramban ini."
ENDED = "Anda keluar karena tidak ada aktivitas. Isian yang sudah tersimpan aman."
SPOKEN = """() => {
    window.spoken = [];
    const line = document.querySelector(".save-status");
    new MutationObserver(() => line.getAttribute("aria-live") !== "off" && spoken.push(line.textContent))
        .observe(line, { childList: true });
}"""

KEEP = """([key, fields, days]) =>
    localStorage.setItem(key, JSON.stringify({ at: Date.now() - days * 86400000, fields }))"""

# The dialog keeps the keyboard to itself; a script of the page could go on all the same.
TYPE_BEHIND = """(box, text) => {
    box.value += text;
    box.dispatchEvent(new Event("change", { bubbles: true }));
}"""

LOOK_AWAY = """() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def draft(make_proposal):
    return make_proposal(complete=False)


@pytest.fixture
def page(window, operator, draft):
    """The operator's window with the background of the draft open."""
    opened = window(operator)
    opened.goto(f"/usulan/{draft.number}/latar-belakang/")
    return opened


def box(page):
    return page.get_by_label("Tujuan", exact=True)


def end_session(page):
    page.context.clear_cookies(name="sid")


def stored(draft):
    draft.refresh_from_db()
    return draft.objectives


def left_out(page, what):
    expect(page.locator(STATUS)).to_have_text(f"Tersimpan, kecuali: {what}")


def restore(page):
    expect(page.locator("main")).to_contain_text(OFFER)
    page.get_by_role("button", name="Pulihkan").click()


def kept_keys(page):
    return page.evaluate("Object.keys(localStorage)")


def test_a_text_that_is_too_long_is_offered_again_until_it_has_been_shortened(page, draft):
    page.goto(f"/usulan/{draft.number}/penyelarasan/")
    explanation = page.get_by_label("Penjelasan keterkaitan", exact=True)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/simpan/") else None)
    explanation.fill("x" * 1190)
    left_out(page, "Penjelasan keterkaitan (terlalu panjang)")
    page.wait_for_timeout(2_500)  # longer than it waits after a key: what was answered is not sent again
    assert len(sent) == 1
    explanation.press("End")
    explanation.press("y")
    explanation.press("Backspace")
    left_out(page, "Penjelasan keterkaitan (terlalu panjang)")

    page.get_by_role("link", name="Kembali ke daftar bagian").click()
    agency_does.heading(page, draft.title)
    page.goto(f"/usulan/{draft.number}/penyelarasan/")
    expect(explanation).to_have_value("")
    restore(page)
    expect(explanation).to_have_value("x" * 1190)
    left_out(page, "Penjelasan keterkaitan (terlalu panjang)")
    page.goto(f"/usulan/{draft.number}/penyelarasan/")
    restore(page)
    explanation.fill("x" * 900)
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")

    assert kept_keys(page) == []
    page.goto(f"/usulan/{draft.number}/penyelarasan/")
    expect(explanation).to_have_value("x" * 900)
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_a_cell_that_is_no_number_is_offered_again_beside_what_was_stored_of_its_row(page, operator, draft):
    rows = [cost("Batu", "2", "m3", 10)]
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=0, rows=rows)
    page.goto(f"/usulan/{draft.number}/rab/")
    page.get_by_label("Uraian baris 1", exact=True).fill("Batu belah")
    page.get_by_label("Volume baris 1", exact=True).fill("abc")
    left_out(page, "Volume baris 1 (bukan angka)")

    page.reload()
    expect(page.get_by_label("Volume baris 1", exact=True)).to_have_value("2")
    restore(page)
    expect(page.get_by_label("Volume baris 1", exact=True)).to_have_value("abc")
    expect(page.get_by_label("Uraian baris 1", exact=True)).to_have_value("Batu belah")
    page.get_by_label("Volume baris 1", exact=True).fill("3")
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")

    assert kept_keys(page) == []
    assert list(draft.cost_items.values_list("description", "quantity")) == [("Batu belah", 3)]


def test_who_leaves_before_the_answer_finds_what_it_would_have_left_out(page, draft):
    page.goto(f"/usulan/{draft.number}/penyelarasan/")
    explanation = page.get_by_label("Penjelasan keterkaitan", exact=True)
    page.route("**/simpan/", lambda route: None)  # on its way for as long as the page is there
    explanation.fill("x" * 1190)

    page.get_by_role("link", name="Kembali ke daftar bagian").click()
    agency_does.heading(page, draft.title)
    page.unroute("**/simpan/")
    page.goto(f"/usulan/{draft.number}/penyelarasan/")

    restore(page)
    expect(explanation).to_have_value("x" * 1190)


def test_who_looks_into_another_tab_is_not_told_of_anything_unsaved_later(page, draft):
    box(page).fill("Air sampai.")
    page.evaluate(LOOK_AWAY)
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")

    assert stored(draft) == "Air sampai."
    assert kept_keys(page) == []


def test_what_is_offered_stays_until_it_has_been_taken_or_thrown_away(page, draft, operator):
    page.evaluate(KEEP, [f"titian:{operator.username}:{draft.number}:latar-belakang:0", "objectives=Lama", 1])
    page.reload()
    expect(page.locator("main")).to_contain_text(OFFER)
    page.get_by_label("Dasar hukum").fill("RPJMD.")
    page.evaluate(LOOK_AWAY)
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")

    page.reload()
    restore(page)

    expect(box(page)).to_have_value("Lama")


def test_the_offer_tells_the_servers_time_whatever_the_device_believes(page, draft, browser_faults):
    page.clock.install(time="2031-05-05T18:04:00Z")
    page.reload()
    told = page.get_by_text("Waktu server").inner_text()
    page.route("**/simpan/", lambda route: route.abort())
    box(page).fill("Belum tersimpan.")
    box(page).blur()
    expect(page.locator(STATUS)).to_contain_text("Belum tersimpan.")
    page.reload()

    offered = page.get_by_text(OFFER).inner_text()

    at, shown = (re.search(r"(\d\d)\.(\d\d)", text) for text in (told, offered))
    later = (int(shown[1]) - int(at[1])) * 60 + int(shown[2]) - int(at[2])
    assert later % (24 * 60) <= 2, (told, offered)
    browser_faults.clear()


def test_a_failure_and_its_recovery_are_spoken_once_each(page, draft, browser_faults):
    page.evaluate(SPOKEN)
    page.context.set_offline(True)
    box(page).press_sequentially("Tanpa sinyal.")
    expect(page.locator(STATUS)).to_contain_text("Belum tersimpan. Sambungan terputus.")
    page.context.set_offline(False)
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul", timeout=20_000)

    spoken = page.evaluate("spoken")
    assert [text.split(" pukul")[0].split(".")[0] for text in spoken] == ["Belum tersimpan", "Tersimpan"]
    assert stored(draft) == "Tanpa sinyal."
    browser_faults.clear()


def test_a_form_sent_after_the_session_ended_comes_back_after_signing_in(page, operator, draft, browser_faults):
    page.route("**/simpan/", lambda route: route.abort())
    box(page).fill("Diketik sebelum menekan Simpan.")
    end_session(page)

    page.get_by_label("Belum, saya lanjutkan nanti").check()
    agency_does.press(page, "Simpan dan kembali")
    agency_does.heading(page, "Masuk")
    expect(page.locator(".banner")).to_contain_text(KEPT)
    page.unroute("**/simpan/")
    agency_does.sign_in(page, operator.username, PASSWORD)
    agency_does.heading(page, "Beranda")
    page.goto(f"/usulan/{draft.number}/latar-belakang/")
    expect(page.locator("main")).to_contain_text(OFFER)
    page.get_by_role("button", name="Pulihkan").click()

    expect(box(page)).to_have_value("Diketik sebelum menekan Simpan.")
    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")
    assert stored(draft) == "Diketik sebelum menekan Simpan."
    browser_faults.clear()


def test_what_is_found_can_be_thrown_away_and_is_forgotten_after_a_week(page, draft, operator):
    key = f"titian:{operator.username}:{draft.number}:latar-belakang:0"

    def leave_behind(days):
        page.evaluate(KEEP, [key, "objectives=Lama", days])
        page.reload()

    leave_behind(8)
    expect(page.get_by_text(OFFER)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []
    leave_behind(6)
    expect(page.locator("main")).to_contain_text(OFFER)
    page.get_by_role("button", name="Buang").click()
    page.reload()

    expect(page.get_by_text(OFFER)).to_have_count(0)
    assert stored(draft) == ""


def test_nothing_is_sent_in_the_name_of_somebody_else_who_signs_in_here(page, agency_head, draft):
    agency_head.set_password(PASSWORD)
    agency_head.save()
    end_session(page)
    other = page.context.new_page()
    agency_does.sign_in(other, agency_head.username, PASSWORD)
    agency_does.heading(other, "Beranda")

    box(page).press_sequentially("Milik operator.")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Orang lain sudah masuk di peramban ini.")
    with page.expect_response("**/simpan/") as refused:
        box(page).evaluate(TYPE_BEHIND, " Tetap milik operator.")

    assert refused.value.status == 403
    assert stored(draft) == ""
    other.goto(f"/usulan/{draft.number}/latar-belakang/")
    expect(other.get_by_text(OFFER)).to_have_count(0)
    assert box(page).input_value() == "Milik operator. Tetap milik operator."


def test_a_wrong_password_in_the_dialog_is_told_and_the_right_one_goes_on(page, draft):
    end_session(page)
    box(page).press_sequentially("Air sampai.")
    dialog = page.get_by_role("dialog", name="Masuk lagi untuk melanjutkan")
    dialog.get_by_label("Kata sandi", exact=True).fill("salah-sekali-2025")
    dialog.get_by_role("button", name="Masuk").click()
    expect(dialog.get_by_role("alert")).to_contain_text("tidak cocok")
    expect(page.locator("main").get_by_label("Kata sandi")).to_have_count(0)

    dialog.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk").click()

    expect(page.locator(STATUS)).to_contain_text("Tersimpan pukul")
    assert stored(draft) == "Air sampai."


def test_signing_out_leaves_nothing_in_the_browser(page, browser_faults):
    page.route("**/simpan/", lambda route: route.abort())
    box(page).fill("Rahasia kantor.")
    expect(page.locator(STATUS)).to_contain_text("Belum tersimpan.")
    assert page.evaluate("Object.keys(localStorage).length") == 1

    page.evaluate("document.querySelector(\"form[action='/keluar/']\").requestSubmit()")
    agency_does.heading(page, "Masuk")

    assert page.evaluate("Object.keys(localStorage)") == []
    browser_faults.clear()


def test_what_opens_over_a_section_has_no_barrier(page, agency_head, draft, browser_faults):
    save_section(draft, Section.BACKGROUND, {"objectives": "Dari kepala."}, actor=agency_head, seen_version=0)
    box(page).fill("Dari operator.")
    page.get_by_role("button", name="Lihat dan gabungkan").click()
    expect(page.get_by_role("heading", name="Bagian ini sudah diubah orang lain")).to_be_visible()
    found = page_checks.barriers(page)

    page.route("**/simpan/", lambda route: route.abort())
    page.goto(f"/usulan/{draft.number}/latar-belakang/")
    box(page).fill("Belum tersimpan.")
    expect(page.locator(STATUS)).to_contain_text("Belum tersimpan.")
    page.reload()
    expect(page.locator("main")).to_contain_text(OFFER)
    found += page_checks.barriers(page)

    page.unroute("**/simpan/")
    end_session(page)
    page.get_by_label("Dasar hukum").fill("RPJMD.")
    expect(page.get_by_role("dialog", name="Masuk lagi untuk melanjutkan")).to_be_visible()
    found += page_checks.barriers(page)

    assert found == []
    browser_faults.clear()


def test_who_was_away_for_too_long_is_told_so_at_the_sign_in(page, settings):
    settings.SESSION_IDLE_SECONDS = -1

    page.goto("/beranda/")

    agency_does.heading(page, "Masuk")
    expect(page.locator(".banner")).to_contain_text(ENDED)


def test_a_total_that_was_tampered_with_on_the_page_is_the_servers_after_saving(page, draft):
    page.goto(f"/usulan/{draft.number}/rab/")
    row = {"Uraian": "Semen", "Volume": "2", "Satuan": "zak", "Harga satuan (Rp)": "75000"}
    for label, value in row.items():
        page.get_by_label(f"{label} baris 1", exact=True).fill(value)
    page.keyboard.press("Tab")
    expect(page.locator("[data-total]")).to_have_text("150.000")
    page.evaluate(
        """() => {
            const total = document.querySelector("[data-total]"), form = document.querySelector("form[data-autosave]");
            total.textContent = "9";
            for (const [name, value] of [["requested_amount", "9"], ["rows-0-amount", "9"], ["total", "9"]]) {
                const box = Object.assign(document.createElement("input"), { type: "hidden", name, value });
                form.append(box);
            }
        }"""
    )

    agency_does.save(page)

    agency_does.shows(page, "Total usulan Rp150.000")
    draft.refresh_from_db()
    assert draft.requested_amount == CostItem.objects.get(proposal=draft).amount == 150_000
