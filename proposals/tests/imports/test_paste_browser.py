"""Several cells pasted into the budget table: a dialog first, the table next, and stored only when it is saved."""

import pytest
from playwright.sync_api import expect

from lebong_proposals.tests.conftest import site, window  # noqa: F401 (the fixtures of a real server)
from ops.testing import page_checks
from ops.testing.journeys import cost
from proposals.models import Proposal
from proposals.sections import Section
from proposals.tests.imports.conftest import GOOD, HEAD, pasted, workbook

PASTE = """([selector, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    return document.querySelector(selector).dispatchEvent(event);
}"""


@pytest.fixture
def draft(transactional_db, make_proposal):
    return make_proposal(complete=False)


@pytest.fixture
def budget(draft, window, operator):  # noqa: F811
    """The page of the budget in the operator's browser."""
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/")
    return page


@pytest.fixture
def paste(budget):
    """Paste into the first cell; says whether the browser was left to do it by itself."""
    return lambda text: budget.evaluate(PASTE, ["#rows-0-description", text])


def dialog(page):
    return page.get_by_role("dialog", name="Periksa tempelan")


def values(page, field):
    return [box.input_value() for box in page.locator(f"tbody input[name$='-{field}']:not([type=hidden])").all()]


def test_a_block_is_shown_put_into_the_table_and_saved(budget, paste, draft):
    rows = [(f"Pekerjaan {number}", "2,5", "m3", f"{number}.000.000") for number in range(1, 15)]
    paste(pasted(*rows))

    expect(dialog(budget)).to_contain_text("Kami membaca 14 baris.")
    expect(dialog(budget)).not_to_contain_text("perlu diperiksa")
    expect(dialog(budget).get_by_text("Tambahkan di bawah")).to_be_hidden()
    dialog(budget).get_by_role("button", name="Masukkan 14 baris").click()

    expect(budget.get_by_label("Uraian baris 14", exact=True)).to_have_value("Pekerjaan 14")
    assert len(values(budget, "description")) == 14
    expect(budget.locator("[data-total]")).to_have_text("262.500.000")
    assert not draft.cost_items.exists()

    budget.get_by_role("button", name="Simpan dan kembali", exact=True).last.click()
    expect(budget.locator("main")).to_contain_text("sudah disimpan.")
    assert Proposal.objects.get(pk=draft.pk).requested_amount == 262_500_000


@pytest.mark.slow
def test_a_bad_cell_is_named_and_stays_as_it_was_typed(budget, paste):
    paste(pasted(HEAD, (1, "Mobilisasi", 1, "ls", "12 jt"), (2, "Batu", "1.250", "m3", 1000)))

    shown = dialog(budget)
    expect(shown).to_contain_text("Kami membaca 2 baris. 2 baris perlu diperiksa.")
    expect(shown).to_contain_text("Baris 2, kolom E: “12 jt” bukan angka. Tulis 12000000.")
    expect(shown).to_contain_text("Baris 3, kolom C: “1.250” kami baca sebagai seribu dua ratus lima puluh.")
    shown.get_by_role("button", name="Masukkan 2 baris").click()

    expect(budget.get_by_label("Harga satuan (Rp) baris 1", exact=True)).to_have_value("12 jt")


@pytest.mark.slow
@pytest.mark.parametrize(("choice", "expected"), [("Tambahkan di bawah", 2), ("Ganti semua baris", 1)])
def test_rows_go_below_or_take_the_place_of_all(budget, paste, maker, draft, choice, expected):
    maker.save(draft, Section.BUDGET, {}, rows=[cost("Yang lama", "1", "ls", 5)])
    budget.reload()
    paste(pasted(("Yang baru", 1, "ls", 7)))

    dialog(budget).get_by_label(choice).check()
    dialog(budget).get_by_role("button", name="Masukkan 1 baris").click()

    expect(budget.locator(f"#rows-{expected - 1}-description")).to_have_value("Yang baru")
    assert values(budget, "description") == ["Yang lama", "Yang baru"][-expected:]


@pytest.mark.slow
def test_what_was_typed_and_not_saved_is_still_there(budget, paste):
    budget.get_by_label("Uraian baris 1", exact=True).fill("Belum disimpan")
    paste(pasted(("Yang baru", 1, "ls", 7)))

    dialog(budget).get_by_role("button", name="Masukkan 1 baris").click()

    expect(budget.locator("#rows-1-description")).to_have_value("Yang baru")
    assert values(budget, "description") == ["Belum disimpan", "Yang baru"]
    assert len(budget.locator("[name='rows-1-uuid']").input_value()) == 36


@pytest.mark.slow
def test_leaving_the_dialog_changes_nothing(budget, paste):
    paste(pasted(*GOOD))
    expect(dialog(budget)).to_be_visible()
    budget.keyboard.press("Escape")
    expect(dialog(budget)).to_be_hidden()

    paste(pasted(*GOOD))
    dialog(budget).get_by_role("button", name="Batal").click()

    assert values(budget, "description") == [""]


@pytest.mark.slow
def test_one_cell_is_left_to_the_browser(budget, paste):
    assert paste("Pasangan batu\r\n") is True
    assert paste("Pasangan batu\t2") is False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n".join(["Batu\t1\tm3\t5"] * 10_000), "Ada 10.000 baris. RAB paling banyak berisi 500 baris."),
        ("Uraian\tVolume\nBatu\t1", "Baris 1: kolom Satuan, Harga satuan tidak ditemukan."),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_dialog(budget, paste, text, sentence):
    paste(text)

    expect(dialog(budget)).to_contain_text(sentence)
    expect(dialog(budget).get_by_role("button")).to_have_text(["Batal"])


@pytest.mark.slow
def test_more_rows_than_fit_are_refused_before_they_are_sent(budget, paste, maker, draft):
    maker.save(draft, Section.BUDGET, {}, rows=[cost(f"Lama {number}", "1", "ls", 5) for number in range(300)])
    budget.reload()
    paste(pasted(*[(f"Baru {number}", 1, "ls", 5) for number in range(201)]))

    dialog(budget).get_by_role("button", name="Masukkan 201 baris").click()

    expect(dialog(budget).get_by_role("alert")).to_have_text("RAB akan berisi 501 baris. Batasnya 500 baris.")


@pytest.mark.slow
def test_markup_in_a_cell_is_text(budget, paste):
    paste(pasted(("<img src=x onerror=alert(1)>", 1, "<b>ls</b>", "<i>5</i>")))

    expect(dialog(budget).locator("tbody th")).to_contain_text("<img src=x onerror=alert(1)>")
    assert dialog(budget).locator("tbody img, tbody b, tbody i").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
def test_a_workbook_goes_the_same_way_with_and_without_javascript(draft, window, operator, javascript):  # noqa: F811
    page = window(operator, java_script_enabled=javascript)
    page.goto(f"/usulan/{draft.number}/rab/")
    page.get_by_role("link", name="Unggah dari Excel", exact=True).click()
    file = {"name": "rab.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(*GOOD)}
    page.get_by_label("Berkas Excel").set_input_files(file)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("main")).to_contain_text("Kami membaca 4 baris.")

    page.get_by_role("button", name="Masukkan 4 baris").click()

    expect(page.locator("main")).to_contain_text("RAB diisi dengan 4 baris.")
    assert draft.cost_items.count() == 4


def faults(page):
    return [*page_checks.frame(page), *page_checks.barriers(page), *page_checks.overflow(page)]


@pytest.mark.slow
def test_the_pages_of_the_import_have_no_barrier_and_fit_a_phone(draft, window, operator):  # noqa: F811
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/impor/")
    found = faults(page)
    page.reload()
    bad = (HEAD, (1, "Pekerjaan" * 20, 1, "ls", "12 jt"), (2, "Batu", "1.250", "m3", 1000), (3, "PPN", 11, "%"))
    page.get_by_label("Tempel baris dari Excel di sini").fill(pasted(*bad))
    page.get_by_role("button", name="Periksa tempelan").click()
    expect(page.get_by_role("heading", name="Periksa baris dari Excel")).to_be_visible()

    assert found + faults(page) == []


@pytest.mark.slow
def test_the_dialog_has_no_barrier(budget, paste):
    paste(pasted(HEAD, (1, "Mobilisasi", 1, "ls", "12 jt"), (2, "Batu", "1.250", "m3", 1000)))
    expect(dialog(budget)).to_be_visible()

    assert page_checks.barriers(budget) == []
