"""A long RAB in a real browser: one block is typed into, the rest follows as text, and typing stays fluent."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from lebong_proposals.tests.conftest import site, window  # noqa: F401 (the fixtures of a real server)
from proposals.sections import Section

ROWS = 500
KEYS = ("5", "Backspace") * 20
WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


def items(count):
    row = {"kind": "item", "quantity": Decimal("12.5"), "unit": "m3", "unit_price": 1_250_000, "rate": None}
    return [row | {"description": f"Pekerjaan nomor {number} pasangan batu dengan mortar"} for number in range(count)]


@pytest.fixture
def long_budget(transactional_db, make_proposal, maker):
    """``long_budget(500)``: a draft with so many items in its budget, and other rows after them."""

    def made(count, *others):
        proposal = make_proposal(complete=False)
        maker.save(proposal, Section.BUDGET, {}, rows=[*items(count), *others])
        return proposal

    return made


@pytest.mark.slow
def test_a_key_in_five_hundred_rows_costs_an_eightieth_of_a_second(long_budget, window, operator):  # noqa: F811
    """Script, style and layout of a key, in time of the page's own thread: fifty milliseconds where it is a quarter."""
    page = window(operator)
    page.goto(f"/usulan/{long_budget(ROWS).number}/rab/?baris=250")
    page.get_by_label("Harga satuan (Rp) baris 250", exact=True).fill("1")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    before = spent(session)
    for key in KEYS:
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    milliseconds = 1000 * (spent(session) - before) / len(KEYS)

    page.keyboard.press("9")
    expect(page.locator("[data-total]")).to_have_text("7.796.875.238")  # 499 rows of 15.625.000, and 12,5 times 19
    assert milliseconds <= 12.5


def spent(session):
    found = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return sum(found[name] for name in WORK)


@pytest.mark.slow
def test_a_block_is_filled_in_and_the_next_one_opened(long_budget, window, operator):  # noqa: F811
    tax = {"kind": "tax", "description": "PPN", "quantity": None, "unit": "", "unit_price": None, "rate": Decimal(11)}
    draft = long_budget(319, tax)
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/")
    page.get_by_role("button", name="Simpan dan ubah baris 101–200").first.click()
    expect(page.get_by_label("Uraian baris 101", exact=True)).to_be_focused()

    page.get_by_label("Volume baris 150", exact=True).fill("20")
    base = 318 * 15_625_000 + 25_000_000
    written = f"{base + base * 11 // 100:,}".replace(",", ".")
    expect(page.locator("[data-total]")).to_have_text(written)
    tax_row = page.locator("tr[data-kind=tax]")
    expect(tax_row).to_contain_text(f"{base * 11 // 100:,}".replace(",", "."))  # it stands as text in the last block
    expect(page.locator(".save-status")).to_contain_text("Tersimpan pukul")
    assert draft.cost_items.get(position=150).quantity == 20

    page.get_by_label("Uraian baris 200", exact=True).focus()
    page.keyboard.press("ArrowDown")  # the rows below are text: the focus stays
    expect(page.get_by_label("Uraian baris 200", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Uraian baris 201", exact=True)).to_be_focused()
    page.keyboard.type("Baris tambahan")
    page.get_by_role("button", name="Simpan dan ubah baris 301–321").first.click()

    expect(page.get_by_label("Uraian baris 301", exact=True)).to_be_focused()
    assert draft.cost_items.get(position=201).description == "Baris tambahan"
    assert draft.cost_items.count() == 321
    draft.refresh_from_db()
    assert draft.requested_amount == base + base * 11 // 100


@pytest.mark.slow
def test_text_kept_from_one_block_is_found_from_every_other_and_offered_there(long_budget, window, operator):  # noqa: F811
    draft = long_budget(220)
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/?baris=101")
    # Not even what is sent while the page goes away.
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error()); }")
    page.get_by_label("Uraian baris 101", exact=True).fill("Belum terkirim")
    expect(page.locator(".save-status")).to_contain_text("Belum tersimpan.")
    offer = page.get_by_text("Kami menemukan isian yang belum tersimpan dari pukul")
    hint = page.get_by_role("alert").filter(has_text="Kami menemukan isian yang belum tersimpan di baris")

    for query in ("", "?baris=201"):  # the task list leads to the first block
        page.goto(f"/usulan/{draft.number}/rab/{query}")
        expect(hint).to_have_count(1)
        expect(offer).to_have_count(0)
    page.get_by_role("link", name="Buka baris 101–200").click()
    expect(offer).to_be_visible()
    expect(hint).to_have_count(0)
    page.get_by_role("button", name="Pulihkan").click()

    expect(page.get_by_label("Uraian baris 101", exact=True)).to_have_value("Belum terkirim")
    expect(page.locator(".save-status")).to_contain_text("Tersimpan pukul")
    assert list(draft.cost_items.values_list("description", flat=True))[100] == "Belum terkirim"
    assert draft.cost_items.count() == 220
    page.goto(f"/usulan/{draft.number}/rab/")
    expect(page.get_by_label("Uraian baris 1", exact=True)).to_be_visible()
    expect(hint).to_have_count(0)


@pytest.mark.slow
def test_a_paste_goes_into_the_open_block(long_budget, window, operator):  # noqa: F811
    draft = long_budget(120)
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/rab/")
    paste(page, "Semen\t2\tzak\t75.000\nPasir\t3\tm3\t200.000")
    page.get_by_label("Tambahkan di bawah baris 1–100").check()
    page.get_by_role("button", name="Masukkan 2 baris").click()
    expect(page.get_by_label("Uraian baris 101", exact=True)).to_have_value("Semen")
    expect(page.get_by_text("121. Pekerjaan nomor 118")).to_have_count(1)

    paste(page, "\n".join(["Lebih\t1\tm3\t1.000"] * 379))
    page.get_by_role("button", name="Masukkan 379 baris").click()
    expect(page.get_by_text("RAB akan berisi 501 baris. Batasnya 500 baris.")).to_be_visible()
    page.get_by_role("button", name="Batal").click()
    page.get_by_role("button", name="Simpan dan kembali").last.click()
    expect(page.get_by_text("sudah disimpan")).to_be_visible()

    names = list(draft.cost_items.values_list("description", flat=True))
    assert (names[100:102], len(names)) == (["Semen", "Pasir"], 122)


def paste(page, text):
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector("#rows-0-description").dispatchEvent(event);
        }""",
        text,
    )
