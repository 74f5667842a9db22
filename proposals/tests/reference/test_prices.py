"""Standar satuan harga: an admin replaces a year out of a workbook, all of it or nothing, on the record."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from proposals.imports.prices_xlsx import MAX_PRICES
from proposals.models import AuditEntry, ReferencePrice
from proposals.services.prices import PricesRefused, load, replace_year

pytestmark = pytest.mark.django_db

LIST = "/kelola/referensi/harga-satuan/"
UPLOAD = f"{LIST}unggah/"
HEAD = ("Kode", "Uraian", "Satuan", "Harga")
CEMENT = ("1.01.001", "Semen portland 50 kg", "sak", 68_000)
CONCRETE = ("2.03.004", "Beton K-225", "m³", 980_000)


def workbook(*rows, change=None, sheet="Harga"):
    target = io.BytesIO()
    book = Workbook(target, {"strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    if change:
        change(page)
    book.close()
    return target.getvalue()


@pytest.fixture
def desk(client_for, admin):
    return client_for(admin)


@pytest.fixture
def upload(desk):
    def send(content, year="2025", name="ssh.xlsx"):
        return desk.post(UPLOAD, {"aksi": "periksa", "year": year, "file": SimpleUploadedFile(name, content)})

    return send


def confirm(desk, shown, **changed):
    held = {
        name: re.search(rf'name="{name}" value="([^"]*)"', shown.text)[1] for name in ("year", "seen_count", "harga")
    }
    return desk.post(UPLOAD, {"aksi": "ganti", **held, **changed})


def stored():
    return set(ReferencePrice.objects.values_list("year", "code", "unit_price"))


@pytest.mark.parametrize("who", ["operator", "stranger", "reviewer", "approver", "leader"])
@pytest.mark.parametrize("path", [LIST, UPLOAD, f"{LIST}templat/"])
def test_only_an_admin_opens_the_pages(client_for, request, who, path):
    assert client_for(request.getfixturevalue(who)).get(path).status_code == 403


@pytest.mark.parametrize("who", ["operator", "approver"])
def test_only_an_admin_replaces_prices(client_for, request, who):
    person = request.getfixturevalue(who)

    assert client_for(person).post(UPLOAD, {"aksi": "ganti"}).status_code == 403
    with pytest.raises(PricesRefused):
        replace_year(2025, [CEMENT], actor=person, seen_count=0)
    assert stored() == set()


def test_empty_list_says_what_that_means_and_what_to_do(desk):
    text = desk.get(LIST).text

    assert "Belum ada standar satuan harga." in text
    assert "Unduh templat Excel" in text


def test_workbook_is_shown_first_and_replaces_the_year_when_confirmed(desk, upload, admin):
    load(2025, [("9", "Lama", "m", 5)])
    load(2024, [("9", "Tahun lain", "m", 5)])

    shown = upload(workbook(HEAD, CEMENT, CONCRETE))
    assert shown.status_code == 200
    assert "Kami membaca 2 harga untuk tahun 2025. 1 harga tahun itu akan diganti seluruhnya." in shown.text
    assert (2025, "9", 5) in stored()

    assert confirm(desk, shown).status_code == 303
    assert stored() == {(2024, "9", 5), (2025, "1.01.001", 68_000), (2025, "2.03.004", 980_000)}
    entry = AuditEntry.objects.get(verb="reference_changed")
    assert (entry.actor_name, entry.chain) == (admin.name, "system")
    assert entry.facts["row"] == "2025"
    assert entry.facts["changes"] == {"count": [1, 2]}


def test_every_wrong_cell_is_named_by_its_place_and_nothing_is_kept(desk, upload):
    def hide(page):
        page.set_row(6, None, None, {"hidden": True})

    rows = (
        HEAD,
        ("1", "Semen", "sak", "12 jt"),
        ("1", "Pasir", "m3", 0),
        ("", "", "m3", -5),
        ("4", "Batu", "", 250_000),
        CONCRETE,
        ("6", "Tersembunyi", "m", 5),
    )
    answer = upload(workbook(*rows, change=hide))

    assert answer.status_code == 422
    for sentence in (
        "Baris 2, kolom D: “12 jt” bukan angka. Tulis 12000000.",
        "Baris 3, kolom A: Kode “1” sudah ada pada baris 2.",
        "Baris 3, kolom D: Tulis harga satuan dalam rupiah, lebih dari 0.",
        "Baris 4, kolom A: Isi kode.",
        "Baris 4, kolom B: Isi uraian.",
        "Baris 4, kolom D: Harga satuan harus 0 atau lebih.",
        "Baris 5, kolom C: Isi satuan.",
        "Baris 7: baris ini tersembunyi di Excel.",
    ):
        assert sentence in answer.text
    assert "Baris 6" not in answer.text
    assert 'name="harga"' not in answer.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Kode;Uraian", "bukan berkas Excel"),
        (workbook(("Nomor", "Nama"), ("1", "Semen")), "Baris judul tidak ditemukan"),
        (workbook(HEAD), "Tidak ada harga di bawah baris judul."),
    ],
)
def test_file_without_a_price_list_is_refused_with_the_reason(upload, content, sentence):
    answer = upload(content)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_unreadable_formula_and_error_are_named(upload):
    def spoil(page):
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")

    assert "Baris 2, kolom D: berisi galat #DIV/0!." in upload(workbook(HEAD, ("1", "Semen", "sak"), change=spoil)).text


@pytest.mark.parametrize("year", ["", "20255", "abcd", "-1"])
def test_year_that_is_none_is_refused(upload, year):
    assert upload(workbook(HEAD, CEMENT), year=year).status_code == 422


def test_no_file_is_asked_for(desk):
    answer = desk.post(UPLOAD, {"aksi": "periksa", "year": "2025"})

    assert answer.status_code == 422
    assert "Pilih berkas" in answer.text


@pytest.mark.parametrize("signed", ["", "x", "x:y:z"])
def test_list_that_did_not_come_from_the_preview_is_refused(desk, signed):
    values = {"aksi": "ganti", "year": "2025", "seen_count": "0", "harga": signed}

    assert desk.post(UPLOAD, values).status_code == 422
    assert stored() == set()


def test_prices_replaced_meanwhile_are_not_overwritten_unseen(desk, upload):
    shown = upload(workbook(HEAD, CEMENT))
    load(2025, [CONCRETE, ("3", "Pasir", "m3", 5)])

    answer = confirm(desk, shown)

    assert answer.status_code == 409
    assert 'data-reason="stale"' in answer.text
    assert "2 harga tahun itu akan diganti seluruhnya" in answer.text
    assert len(stored()) == 2
    assert confirm(desk, answer).status_code == 303


def test_columns_are_found_by_their_words_and_cents_are_rounded(upload, desk):
    shown = upload(workbook(("SSH",), ("Satuan", "Kode", "Harga Satuan (Rp)", "Uraian"), ("m", 7, 1250.5, "Kabel")))

    confirm(desk, shown)

    assert stored() == {(2025, "7", 1250)}


@pytest.fixture
def many(db):
    load(2025, [(f"{number:05}", f"Barang {number} persen 100%", "buah", 100 + number) for number in range(60)])


def test_list_is_searched_by_words_and_code_and_shown_by_pages(desk, many):
    assert "60 harga ditemukan." in desk.get(LIST).text
    assert "Halaman 2 dari 3" in desk.get(LIST, {"page": "2"}).text
    assert "1 harga ditemukan." in desk.get(LIST, {"words": "00042"}).text
    assert "60 harga ditemukan." in desk.get(LIST, {"words": "barang 100%"}).text
    assert "Tidak ada harga yang cocok." in desk.get(LIST, {"words": "bara_g"}).text
    assert desk.get(LIST, {"page": "abc", "year": "x"}).status_code == 200


def test_list_takes_few_queries(desk, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        desk.get(LIST)


def test_template_can_be_filled_in_and_read(desk):
    content = desk.get(f"{LIST}templat/").getvalue()

    assert content[:2] == b"PK"
    answer = desk.post(UPLOAD, {"aksi": "periksa", "year": "2025", "file": SimpleUploadedFile("t.xlsx", content)})
    assert "Tidak ada harga di bawah baris judul." in answer.text


def test_most_prices_of_a_year_come_through_the_page(desk, upload):
    rows = ((f"{number}", f"Barang nomor {number * 7919}", "buah", 1000 + number) for number in range(MAX_PRICES))

    shown = upload(workbook(HEAD, *rows))

    assert f"Kami membaca {MAX_PRICES} harga" in shown.text
    assert confirm(desk, shown).status_code == 303
    assert ReferencePrice.objects.count() == MAX_PRICES


def test_one_price_too_many_is_refused(upload):
    rows = ((f"{number}", "Barang", "buah", 1000) for number in range(MAX_PRICES + 1))

    assert "Satu tahun paling banyak 10.000 harga." in upload(workbook(HEAD, *rows)).text
