"""The RAB without JavaScript: buttons that add and move rows, the server's amounts, numbers as people type them."""

import gzip
import re
from uuid import uuid4

import pytest

from proposals.models import FundingSource
from proposals.tests.drafting.conftest import row_fields


def item(description="Aspal", quantity="4,75", unit="km", unit_price="2.150.000.000", **extra):
    return {
        "kind": "item",
        "description": description,
        "quantity": quantity,
        "unit": unit,
        "unit_price": unit_price,
        **extra,
    }


@pytest.fixture
def press(desk, page_of, draft):
    """Press a button of the page with these rows in it."""

    def send(action, *rows):
        return desk.post(page_of(draft, "budget"), row_fields(*rows, aksi=action))

    return send


@pytest.fixture
def save(press):
    return lambda *rows: press("simpan", *rows)


def descriptions(response):
    return [row.raw.get("description", "") for row in response.context["rows"] if not row.is_removed]


def test_a_budget_is_saved_within_eighteen_queries(draft, save, at_most_queries):
    rows = [
        {"kind": "group", "description": "Pekerjaan utama"},
        item("Pekerjaan tanah", "1.200", "m3", "385.000"),
        item(),
        {"kind": "tax", "description": "PPN", "rate": "11"},
        {"kind": "rounding", "description": "Dibulatkan", "unit_price": "1.000.000"},
    ]

    with at_most_queries(18):
        response = save(*rows)

    draft.refresh_from_db()
    assert response.status_code == 303
    assert [row.amount for row in draft.cost_items.all()] == [0, 462_000_000, 10_212_500_000, 1_174_195_000, -695_000]
    assert draft.requested_amount == 11_848_000_000


def test_changing_adding_and_removing_rows_stays_within_eighteen_queries(draft, save, desk, page_of, at_most_queries):
    save(item("Satu"), item("Dua"))
    first = draft.cost_items.first()
    changed = row_fields(item("Satu lagi", uuid=str(first.uuid)), item("Tiga", uuid=str(uuid4())), seen_version="1")

    with at_most_queries(18):
        response = desk.post(page_of(draft, "budget"), changed)

    assert response.status_code == 303
    assert [row.description for row in draft.cost_items.all()] == ["Satu lagi", "Tiga"]
    assert draft.cost_items.first().uuid == first.uuid


def test_the_page_shows_the_servers_total_in_figures_and_words(draft, save, desk, page_of):
    save(item("Pekerjaan tanah", "1.200", "m3", "385.000"), item())

    desk.get(page_of(draft, "background"))  # takes the banner of the save with it
    shown = desk.get(page_of(draft, "budget")).text

    assert 'data-total="10674500000">10.674.500.000</output>' in shown
    assert "sepuluh miliar enam ratus tujuh puluh empat juta lima ratus ribu rupiah" in shown
    assert "kami baca sebagai" not in shown


@pytest.mark.parametrize(
    ("entry", "price"),
    [
        ("385000", 385_000),
        ("Rp 385.000", 385_000),
        ("385.000,00", 385_000),
        ("1,250,000", 1_250_000),
        ("385,000", 385_000),
    ],
)
def test_money_is_read_as_people_type_it(draft, save, entry, price):
    save(item(unit_price=entry))

    assert draft.cost_items.get().unit_price == price


@pytest.mark.parametrize(
    ("field", "entry", "sentence"),
    [
        ("unit_price", "12 jt", "“12 jt” bukan angka. Tulis angkanya lengkap, misalnya 12.000.000."),
        ("unit_price", "1.000,50", "Tulis harga satuan baris 1 dalam rupiah tanpa sen, misalnya 385.000."),
        ("unit_price", "-1", "Harga satuan baris 1 harus 0 atau lebih."),
        ("unit_price", "9" * 19, "Harga satuan baris 1 paling besar Rp1.000.000.000.000.000."),
        ("quantity", "dua", "Tulis volume baris 1 dengan angka, misalnya 4,75."),
        ("quantity", "1e3", "Tulis volume baris 1 dengan angka, misalnya 4,75."),
        (
            "quantity",
            "1,2345",
            "Tulis volume baris 1 dengan paling banyak tiga angka di belakang koma, misalnya 4,755.",
        ),
        ("quantity", "999.999.999.999", "Jumlah baris 1 paling besar Rp1.000.000.000.000.000."),
        ("description", "", "Isi uraian baris 1."),
        ("description", "a\x01b", "Hapus karakter yang tidak diizinkan dari uraian baris 1, lalu simpan lagi."),
        ("unit", "x" * 31, "Satuan baris 1 paling banyak 30 karakter. Sekarang 31 karakter."),
    ],
)
def test_a_row_refuses_at_its_cell_and_keeps_the_rest(draft, save, field, entry, sentence):
    response = save(item(**{"description": "Ketikan saya", field: entry}))

    assert response.status_code == 422
    assert response.text.count(sentence) == 2
    assert f'href="#rows-0-{field}"' in response.text
    assert "<title>Galat: " in response.text
    if field != "description":
        assert 'value="Ketikan saya"' in response.text
    assert not draft.cost_items.exists()


def test_a_tax_needs_its_rate_and_a_rounding_its_step(draft, save):
    response = save(
        item(), {"kind": "tax", "description": "PPN", "rate": ""}, {"kind": "rounding", "description": "Bulat"}
    )

    assert response.status_code == 422
    assert response.text.count("Isi tarif pajak baris 2.") == 2
    assert response.text.count("Isi kelipatan pembulatan baris 3.") == 2


def test_the_clients_amounts_count_for_nothing(draft, save):
    save(item(quantity="1", unit_price="1000", amount="999999999"))

    draft.refresh_from_db()
    assert draft.requested_amount == 1000


def test_a_doubtful_number_is_said_back_after_saving(draft, desk, page_of):
    response = desk.post(page_of(draft, "budget"), row_fields(item(quantity="1.250")), follow=True)

    assert "“1.250” kami baca sebagai seribu dua ratus lima puluh." in response.text


def test_a_new_row_keeps_what_was_typed_even_when_it_is_wrong(draft, press):
    response = press("tambah-item", item("Aspal", "banyak"))

    assert response.status_code == 200
    assert descriptions(response) == ["Aspal", ""]
    assert 'value="banyak"' in response.text
    assert "Tulis volume" not in response.text
    assert 'id="rows-1-description"' in response.text
    assert response.text.count(" autofocus") == 1
    assert not draft.cost_items.exists()


@pytest.mark.parametrize(("kind", "prefilled"), [("group", ""), ("tax", "PPN"), ("rounding", "Dibulatkan")])
def test_a_row_of_every_kind_can_be_added(press, kind, prefilled):
    response = press(f"tambah-{kind}", item())

    assert [row.raw["kind"] for row in response.context["rows"]] == ["item", kind]
    assert descriptions(response)[1] == prefilled


def test_rows_move_up_and_down(press):
    rows = [item("Satu"), item("Dua"), item("Tiga")]

    assert descriptions(press("naik-2", *rows)) == ["Satu", "Tiga", "Dua"]
    assert descriptions(press("turun-0", *rows)) == ["Dua", "Satu", "Tiga"]
    assert descriptions(press("naik-0", *rows)) == ["Satu", "Dua", "Tiga"]


def test_a_removed_row_can_be_brought_back_until_the_page_is_left(press):
    gone = press("hapus-0", item("Satu"), item("Dua"))

    assert descriptions(gone) == ["Dua"]
    assert "Baris “Satu” dihapus." in gone.text
    back = press("urungkan-0", item("Satu", removed="1"), item("Dua"))
    assert descriptions(back) == ["Satu", "Dua"]


def test_a_removed_row_is_not_saved(draft, save):
    save(item("Satu", removed="1"), item("Dua"))

    assert [row.description for row in draft.cost_items.all()] == ["Dua"]


def test_an_empty_row_goes_without_a_word(press):
    gone = press("hapus-1", item("Satu"), {"kind": "item", "description": " "})

    assert descriptions(gone) == ["Satu"]
    assert "dihapus" not in gone.text


def test_focus_is_never_lost_after_a_removal(press):
    filled = press("hapus-0", item("Satu"), item("Dua")).text
    empty = press("hapus-1", item("Satu"), {"kind": "item"}).text

    assert re.findall(r"<(?:button|input)[^>]* autofocus>", filled)[0].count('value="urungkan-0"') == 1
    assert re.findall(r"<(?:button|input)[^>]* autofocus>", empty)[0].count('id="rows-0-description"') == 1


@pytest.mark.parametrize("action", ["", "hapus-99", "naik-x", "tambah-emas", "../..", "hapus"])
def test_a_button_that_does_not_exist_changes_nothing(draft, press, action):
    response = press(action, item("Satu"))

    assert response.status_code == 200
    assert descriptions(response)[0] == "Satu"
    assert not draft.cost_items.exists()


def test_five_hundred_rows_are_enough(draft, save):
    response = save(*[item(f"Baris {number}") for number in range(501)])

    assert response.status_code == 422
    assert "RAB paling banyak berisi 500 baris." in response.text
    assert not draft.cost_items.exists()


def test_a_total_above_the_ceiling_is_pointed_out(draft, save, desk, page_of):
    FundingSource.objects.filter(pk=draft.funding_source_id).update(ceiling=1_000)
    save(item(quantity="1", unit_price="1.500"))

    assert "Total usulan melebihi pagu sumber dana ini sebesar Rp500." in desk.get(page_of(draft, "budget")).text


def test_the_longest_budget_is_a_bearable_page_and_comes_back_whole(draft, save, desk, page_of, at_most_queries):
    rows = [item(f"Pekerjaan nomor {number}", "12,5", "m3", "1.250.000", uuid=str(uuid4())) for number in range(500)]

    with at_most_queries(18):
        assert save(*rows).status_code == 303
    page = desk.get(page_of(draft, "budget")).content

    assert draft.cost_items.count() == 500
    assert len(page) < 300_000
    assert len(gzip.compress(page)) < 30_000


def test_the_page_of_a_long_budget_takes_the_same_queries(draft, save, desk, page_of, at_most_queries):
    save(*[item(f"Baris {number}") for number in range(200)])

    with at_most_queries(12):
        desk.get(page_of(draft, "budget"))
