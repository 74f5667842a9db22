"""Forms in a real browser: numbers as people write them, two people at one section, wrong files, what is missing."""

import pytest
from playwright.sync_api import expect

from ops.testing import browser_steps as agency_does
from ops.testing import page_checks
from proposals.models import CostItem

# As typed, and what it means in rupiah.
AMOUNTS = {
    "385000": 385_000,
    "385.000": 385_000,
    "385,000": 385_000,
    "Rp 1.250.000.000": 1_250_000_000,
    "Rp1.250.000,00": 1_250_000,
    "1,250,000.00": 1_250_000,
    "1 000 000": 1_000_000,
    "25.000,-": 25_000,
}
WRONG_AMOUNTS = ("12 jt", "1,5 miliar", "-5000", "1e9", "abc")


@pytest.fixture
def draft(make_proposal):
    return make_proposal(complete=False)


def shown_total(page):
    return page.locator("[data-total]").inner_text()


@pytest.mark.slow
def test_money_is_understood_as_people_write_it_by_page_and_server_alike(window, operator, draft):
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/")

    for number, amount in enumerate(AMOUNTS, start=1):
        if number > 1:
            agency_does.press(page, "Tambah baris")
        page.get_by_label(f"Uraian baris {number}", exact=True).fill(f"Baris {number}")
        page.get_by_label(f"Volume baris {number}", exact=True).fill("1")
        page.get_by_label(f"Harga satuan (Rp) baris {number}", exact=True).fill(amount)
    page.keyboard.press("Tab")
    expected = f"{sum(AMOUNTS.values()):,}".replace(",", ".")
    expect(page.locator("[data-total]")).to_have_text(expected)
    agency_does.save(page)

    rows = CostItem.objects.filter(proposal=draft).order_by("position")
    assert [row.amount for row in rows] == list(AMOUNTS.values())
    page.goto(f"/usulan/{draft.number}/rab/")
    assert shown_total(page) == expected


@pytest.mark.slow
def test_an_amount_that_means_nothing_is_told_and_stays_as_it_was_typed(window, operator, draft):
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/")
    page.get_by_label("Uraian baris 1", exact=True).fill("Semen")
    price = page.get_by_label("Harga satuan (Rp) baris 1", exact=True)

    for amount in WRONG_AMOUNTS:
        price.fill(amount)
        agency_does.press(page, "Simpan dan kembali")
        expect(page.locator(".error-summary")).to_be_focused()
        expect(page).to_have_title("Galat: Rencana Anggaran Biaya (RAB) — Titian Lebong")
        expect(price).to_have_value(amount)
        message = page.locator(".error-summary li").first.inner_text()
        expect(page.locator("#rows-0-messages")).to_contain_text(message)

    # What is typed is stored as it is understood; what means nothing is not.
    assert {row.unit_price for row in CostItem.objects.filter(proposal=draft)} <= {None}


@pytest.mark.slow
def test_the_second_to_save_a_section_keeps_what_was_typed_and_sees_the_other_text(
    window, operator, agency_head, draft
):
    first, second = window(operator), window(agency_head)
    for page in (first, second):
        page.goto(f"/usulan/{draft.number}/latar-belakang/")
    first.get_by_label("Tujuan", exact=True).fill("Dari operator.")
    first.get_by_label("Belum, saya lanjutkan nanti").check()
    agency_does.save(first)
    second.get_by_label("Tujuan", exact=True).fill("Dari kepala dinas.")
    second.get_by_label("Belum, saya lanjutkan nanti").check()
    agency_does.press(second, "Simpan dan kembali")

    expect(second.locator("main")).to_have_attribute("data-reason", "stale")
    expect(second.locator("#benturan")).to_be_focused()
    agency_does.shows(second, "Dari operator.")
    expect(second.get_by_label("Tujuan", exact=True)).to_have_value("Dari kepala dinas.")
    second.get_by_label("Tujuan", exact=True).fill("Dari keduanya.")
    agency_does.press(second, "Simpan dan kembali")
    agency_does.shows(second, "sudah disimpan.")

    draft.refresh_from_db()
    assert draft.objectives == "Dari keduanya."


@pytest.mark.slow
def test_a_program_that_calls_itself_a_pdf_is_refused_at_its_slot(window, operator, draft):
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/lampiran/")
    slot = "Kerangka Acuan Kerja (KAK)"

    agency_does.attach(page, slot, "kak.pdf", b"MZ\x90\x00" + b"\0" * 2000)

    refusal = agency_does.slot_of(page, slot).locator(".field-message")
    expect(refusal).to_contain_text("Berkas kak.pdf bukan PDF.")
    assert not draft.attachments.exists()


@pytest.mark.slow
def test_each_thing_that_is_missing_leads_to_its_field(window, operator, draft):
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/periksa/")
    expect(page.locator("#galat")).to_be_focused()
    links = [link.get_attribute("href") for link in page.locator("#galat a").all()]
    assert page.get_by_role("button", name="kirim usulan").count() == 0

    for link in links:
        page.goto(link)
        target = page.locator("#" + link.partition("#")[2])
        expect(target).to_be_attached()
        expect(target).to_be_in_viewport()

    assert len(links) > 10


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/usulan/baru/", "/usulan/tidak-mengajukan/"])
def test_a_form_with_errors_has_no_barrier(window, operator, path):
    page = window(operator)
    page.goto(path)

    page.locator("main .btn-primary").click()

    expect(page.locator("#galat")).to_be_focused()
    assert page_checks.barriers(page) == []
    assert page_checks.frame(page) == []
