"""The budget table follows what is typed, before anything is sent."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from proposals.tests.drafting.conftest import row_fields

SCRIPTS = Path(settings.BASE_DIR) / "static/js"
ROWS = (
    {"kind": "item", "description": "Tanah", "quantity": "1200", "unit": "m3", "unit_price": "385000"},
    {"kind": "tax", "description": "PPN", "rate": "11"},
    {"kind": "rounding", "description": "Dibulatkan", "unit_price": "1000000"},
)


@pytest.fixture
def table(desk, draft, page_of, page):
    """The page as the server gives it after a button, with its two scripts and nothing else."""
    served = desk.post(page_of(draft, "budget"), row_fields(*ROWS, aksi="naik-0")).text
    page.set_content(re.sub("<(script|link)[^>]*>(</script>)?", "", served))
    for script in ("number_entry.js", "budget.js"):
        page.add_script_tag(path=SCRIPTS / script)
    return page


def type_into(page, label, text):
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Tab")
    return box


def test_amounts_total_and_words_follow_what_is_typed(table):
    type_into(table, "Volume baris 1", "1300,5")

    amounts = table.locator("tbody output").all_inner_texts()
    assert amounts == ["500.692.500", "55.076.175", "\u2212768.675"]
    expect(table.locator("[data-total]")).to_have_text("555.000.000")
    expect(table.locator("[data-words]")).to_have_text("Terbilang: lima ratus lima puluh lima juta rupiah")
    expect(table.locator("[data-spoken-total]")).to_have_text("Jumlah seluruhnya Rp555.000.000")


def test_a_number_is_written_out_as_it_was_understood_with_a_note_where_it_is_doubtful(table):
    box = type_into(table, "Volume baris 1", "1.250")
    price = type_into(table, "Harga satuan (Rp) baris 1", "Rp 385000")

    assert (box.input_value(), price.input_value()) == ("1.250", "385.000")
    expect(table.locator("#rows-0-messages")).to_contain_text("kami baca sebagai seribu dua ratus lima puluh.")


def test_what_cannot_be_read_stays_and_counts_for_nothing(table):
    price = type_into(table, "Harga satuan (Rp) baris 1", "12 jt")

    assert price.input_value() == "12 jt"
    expect(table.locator("[data-total]")).to_have_text("0")
    expect(table.locator("[data-words]")).to_be_hidden()
