"""A workbook is read cell by cell: what cannot be taken is named by its row and column, in words that help."""

import io
from datetime import date
from decimal import Decimal

import pytest

from proposals.imports.budget_block import BlockRefused
from proposals.imports.budget_judgement import judge
from proposals.imports.budget_xlsx import read_workbook
from proposals.tests.imports.conftest import GOOD, HEAD, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"


def read(content, name="rab.xlsx"):
    return read_workbook(io.BytesIO(content), name, len(content))


def judged(*rows, **options):
    return judge(read(workbook(*rows, **options)))


def problems(*rows, **options):
    return [sentence for row in judged(*rows, **options) for sentence in row.problems.values()]


def notes(*rows, **options):
    return [sentence for row in judged(*rows, **options) for sentence in row.notes]


def refusal(content, name="rab.xlsx"):
    with pytest.raises(BlockRefused) as refused:
        read(content, name)
    return list(refused.value.sentences)


def test_rows_come_with_kinds_values_and_computed_amounts():
    rows = judged(*GOOD)

    assert [(row.source.number, row.values["kind"], row.values["description"], row.amount) for row in rows] == [
        (2, "group", "Pekerjaan persiapan", 0),
        (3, "item", "Mobilisasi", 75_000_000),
        (4, "item", "Pasangan batu", 6_887_500),
        (5, "tax", "PPN", 9_007_625),
    ]
    assert rows[2].values["quantity"] == Decimal("4.75")
    assert rows[3].values["rate"] == 11
    assert not any(row.needs_a_look for row in rows)


def test_the_sheet_called_rab_is_read_wherever_it_stands():
    assert len(judged(*GOOD, before=("Sampul", "Rekap"))) == 4
    assert len(judged(*GOOD, sheet="rab ")) == 4
    assert len(judged(*GOOD, sheet="Anggaran 2026")) == 4


def test_the_first_sheet_that_is_shown_is_read():
    def hide(book, page):
        page.activate()
        page.set_first_sheet()
        book.worksheets()[0].hide()

    assert len(judged(*GOOD, sheet="Biaya", before=("Rahasia",), change=hide)) == 4


@pytest.mark.parametrize(
    "headings",
    [
        ("NO.", "URAIAN PEKERJAAN", "VOL.", "SAT.", "HARGA SATUAN (Rp.)", "JUMLAH HARGA (Rp.)"),
        ("No", "Rincian Belanja", "Volume", "Satuan", "Harga/Satuan", "Total"),
        ("Nomor", "Nama Barang", "Qty", "Unit", "Harga", "Nilai"),
        ("No", "Item Pekerjaan", "Jumlah", "Satuan", "Harga Satuan", "Total Harga"),
    ],
)
def test_headings_are_recognised_by_their_words(headings):
    rows = judged(("Rencana Anggaran Biaya",), (), headings, (1, "Batu", 2, "m3", 1000, 2000))

    assert [(row.source.number, row.values["quantity"], row.values["unit"], row.amount) for row in rows] == [
        (4, 2, "m3", 2000)
    ]
    assert not rows[0].notes


def test_columns_may_stand_in_any_order():
    rows = judged(("Harga satuan", "Satuan", "Volume", "Uraian"), (1000, "m3", 2, "Batu"))

    assert rows[0].values["description"] == "Batu"
    assert rows[0].amount == 2000


def test_headings_merged_over_two_rows_are_read_together():
    def merge(book, page):
        page.merge_range("C1:D1", "Volume")
        for column, name in ((0, "No"), (1, "Uraian"), (4, "Harga satuan"), (5, "Jumlah")):
            page.merge_range(0, column, 1, column, name)

    rows = judged((), (None, None, "Vol", "Satuan"), (1, "Batu", 2, "m3", 1000), change=merge)

    assert [(row.source.number, row.amount) for row in rows] == [(3, 2000)]


def test_totals_and_the_numbers_under_the_headings_are_no_rows():
    rows = judged(
        HEAD,
        (1, 2, 3, 4, 5, 6),
        (1, "Batu", 2, "m3", 1000, 2000),
        (None, "Sub Total", None, None, None, 2000),
        (None, "JUMLAH", None, None, None, 2000),
        (None, "Terbilang: dua ribu rupiah"),
        (),
    )

    assert [row.source.number for row in rows] == [3]


def test_a_heading_merged_across_the_row_is_a_group():
    def merge(book, page):
        page.merge_range("A2:F2", "I. PEKERJAAN PERSIAPAN")

    rows = judged(HEAD, (), (1, "Batu", 2, "m3", 1000), change=merge)

    assert (rows[0].values["kind"], rows[0].values["description"]) == ("group", "I. PEKERJAAN PERSIAPAN")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((1, "Batu", 1, "m3", "12 jt"), "Baris 2, kolom E: “12 jt” bukan angka. Tulis 12000000."),
        ((1, "Batu", 1, "m3", "1,5 miliar"), "Baris 2, kolom E: “1,5 miliar” bukan angka. Tulis 1500000000."),
        (
            (1, "Batu", 1, "m3", "12 M"),
            "Baris 2, kolom E: “12 M” bukan angka. Tulis angkanya lengkap, misalnya 12.000.000.",
        ),
        (
            (1, "Batu", "dua", "m3", 1000),
            "Baris 2, kolom C: “dua” tidak dapat dibaca sebagai angka. Tulis volume dengan angka, misalnya 4,75.",
        ),
        ((1, "Batu", -1, "m3", 1000), "Baris 2, kolom C: Volume harus 0 atau lebih."),
        (
            (1, "Batu", 1.2345, "m3", 1000),
            "Baris 2, kolom C: Tulis volume dengan paling banyak tiga angka di belakang koma, misalnya 4,755.",
        ),
        (
            (1, "Batu", 1, "m3", 12.345),
            "Baris 2, kolom E: berisi 12,345, padahal harga satuan dalam rupiah tanpa sen. "
            "Bila maksudnya Rp12.345, tulis 12345.",
        ),
        (
            (1, "Batu", 1, "m3", 385000.5),
            "Baris 2, kolom E: berisi 385.000,5, padahal harga satuan dalam rupiah tanpa sen. "
            "Tulis 385000 atau 385001.",
        ),
        (
            (1, "Batu", 1, "m3", "1.000,50"),
            "Baris 2, kolom E: “1.000,50” tidak dapat dibaca sebagai angka. "
            "Tulis harga satuan dalam rupiah tanpa sen, misalnya 385.000.",
        ),
        ((1, "Batu", 1, "m3", -0.5), "Baris 2, kolom E: Harga satuan harus 0 atau lebih."),
        ((1, "Batu", True, "m3", 1000), "Baris 2, kolom C: berisi BENAR, bukan angka."),
        ((1, "", 1, "m3", 1000), "Baris 2, kolom B: Isi uraian."),
        ((1, "x" * 301, 1, "m3", 1000), "Baris 2, kolom B: Uraian paling banyak 300 karakter. Sekarang 301 karakter."),
        ((1, "Batu", 1, "x" * 31, 1000), "Baris 2, kolom D: Satuan paling banyak 30 karakter. Sekarang 31 karakter."),
        ((1, "Batu", 10**12 - 1, "m3", 10**6), "Baris 2, kolom C: Jumlah baris paling besar Rp1.000.000.000.000.000."),
        ((None, "PPN"), "Baris 2, kolom C: Tulis tarif pajak dalam persen, misalnya 11."),
        ((None, "PPN", 111, "%"), "Baris 2, kolom C: Tarif pajak paling besar 100."),
        ((None, "Dibulatkan"), "Baris 2, kolom E: Tulis kelipatan pembulatan, misalnya 1.000."),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_by_row_and_column(row, sentence):
    assert problems(HEAD, row) == [sentence]


def test_swapped_columns_are_pointed_out_in_every_row():
    assert [
        sentence.partition(":")[0] for sentence in problems(HEAD, (1, "Batu", "m3", 2, 1000), (2, "Pasir", "m3", 3, 5))
    ] == [
        "Baris 2, kolom C",
        "Baris 3, kolom C",
    ]


def test_a_date_is_no_number():
    def write_date(book, page):
        page.write_datetime(1, 2, date(2025, 1, 12), book.add_format({"num_format": "d/m/yyyy"}))

    assert problems(HEAD, (1, "Batu", None, "m3", 1000), change=write_date) == [
        "Baris 2, kolom C: berisi tanggal atau jam (2025-01-12), bukan angka. "
        "Ubah format sel menjadi angka, lalu tulis lagi."
    ]
    assert problems(HEAD, (1, "Batu", "12-01-2025", "m3", 1000))[0].startswith("Baris 2, kolom C: “12-01-2025”")


def test_results_of_formulas_are_taken_and_mentioned():
    def calculate(book, page):
        page.write_formula("C2", "=2*3", None, 6)
        page.write_formula("F2", "=C2*E2", None, 6000)

    block = read(workbook(HEAD, (1, "Batu", None, "m3", 1000), change=calculate))

    assert judge(block)[0].amount == 6000
    assert block.remarks == ["1 sel berisi rumus. Yang dipakai hasilnya yang tersimpan di berkas."]


def test_a_formula_that_was_never_computed_is_no_number():
    def calculate(book, page):
        page.write_formula("C2", "=2*3", None, "UNKNOWN")

    content = workbook(HEAD, (1, "Batu", None, "m3", 1000), change=calculate)
    bare = with_part(content, SHEET, lambda xml: xml.replace(b"<v>UNKNOWN</v>", b""))

    assert [row.problems for row in judge(read(bare))] == [
        {
            "quantity": "Baris 2, kolom C: rumus belum dihitung. Buka berkas di Excel, simpan, lalu unggah lagi; "
            "atau tulis angkanya."
        }
    ]


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#DIV/0!", "#N/A"])
def test_an_error_in_a_cell_is_shown_as_it_stands_there(error):
    def fail(book, page):
        page.write_formula("E2", "=1/0", None, error)

    assert problems(HEAD, (1, "Batu", 2, "m3"), change=fail) == [
        f"Baris 2, kolom E: berisi galat {error}. Perbaiki rumusnya, atau tulis isinya."
    ]


def test_a_hidden_row_is_neither_swallowed_nor_taken_in_silence():
    def hide(book, page):
        page.set_row(2, None, None, {"hidden": True})

    assert problems(HEAD, (1, "Batu", 2, "m3", 1000), (2, "Pasir", 1, "m3", 500), change=hide) == [
        "Baris 3: baris ini tersembunyi di Excel. Tampilkan atau hapus baris itu, lalu unggah lagi."
    ]


def test_a_value_merged_over_several_rows_belongs_to_the_first():
    def merge(book, page):
        page.merge_range("E2:E3", 1000)

    assert problems(HEAD, (1, "Batu", 2, "m3"), (2, "Pasir", 3, "m3"), change=merge) == [
        "Baris 3, kolom E: digabung dengan sel E2. Pisahkan sel, lalu tulis harga satuan baris ini."
    ]


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        (
            [(1, "Batu", "1.250", "m3", 1000)],
            "Baris 2, kolom C: “1.250” kami baca sebagai seribu dua ratus lima puluh. "
            "Bila maksud Anda satu koma dua lima, tulis 1,25.",
        ),
        ([(1, "Batu", None, "m3", 1000)], "Baris 2, kolom C: volume kosong."),
        ([(1, "Batu", 2, None, 1000)], "Baris 2, kolom D: satuan kosong."),
        ([(1, "Batu", 2, "m3")], "Baris 2, kolom E: harga satuan kosong."),
        ([(1, "Batu", 0, "m3", 1000)], "Baris 2, kolom C: volume 0."),
        ([(1, "Batu", 2, "m3", 1000)] * 2, "Baris 3: sama dengan baris 2."),
        (
            [(1, "Batu", 2, "m3", 1000, 20_000)],
            "Baris 2, kolom F: tertulis Rp20.000, sedangkan volume kali harga satuan Rp2.000 (selisih Rp18.000). "
            "Yang dipakai hasil hitungan.",
        ),
        (
            [(None, "PPN", 0.11, "%")],
            "Baris 2, kolom C: tarif pajak kami baca 0,11 persen. Bila maksud Anda 11 persen, tulis 11.",
        ),
    ],
)
def test_what_is_only_worth_a_look_does_not_stop_anything(rows, note):
    assert notes(HEAD, *rows) == [note]
    assert problems(HEAD, *rows) == []


def test_one_rupiah_of_rounding_is_not_worth_a_word():
    assert notes(HEAD, (1, "Batu", 0.333, "m3", 1000, 333.5)) == []


def test_a_missing_column_is_named_with_the_row_of_the_headings():
    assert refusal(workbook(("RAB",), ("No", "Uraian", "Satuan", "Harga satuan"), (1, "Batu", "m3", 1000))) == [
        "Baris 2: kolom Volume tidak ditemukan. Judul kolom yang diperlukan: Uraian, Volume, Satuan, Harga satuan."
    ]


def test_a_column_named_twice_is_pointed_out():
    headings = ("Uraian", "Volume", "Satuan", "Harga satuan", "Harga satuan")

    assert refusal(workbook(headings, ("Batu", 1, "m3", 5, 6))) == [
        "Baris 1: kolom Harga satuan ada lebih dari satu, yang pertama kolom D. Sisakan satu."
    ]


def test_a_sheet_without_headings_is_told_so():
    assert refusal(workbook(("Batu", 1, "m3", 1000))) == [
        "Baris judul tidak ditemukan pada lembar “RAB”. Tulis judul kolom Uraian, Volume, Satuan, dan Harga satuan "
        "di atas tabel, atau pakai templat Excel."
    ]


def test_headings_alone_are_no_budget():
    assert refusal(workbook(HEAD)) == ["Tidak ada baris yang dapat dibaca. Pastikan ada uraian di bawah baris judul."]


def test_a_mark_against_formulas_is_taken_off_again():
    assert judged(HEAD, (1, "'=cmd|'/c calc'!A1", 1, "ls", 5))[0].values["description"] == "=cmd|'/c calc'!A1"


def test_five_hundred_rows_are_read_within_a_second_and_one_more_is_refused():
    rows = [(number, f"Pekerjaan {number}", 1.5, "m3", 1_250_000) for number in range(501)]

    assert len(judged(HEAD, *rows[:500])) == 500
    assert refusal(workbook(HEAD, *rows)) == ["Ada 501 baris. RAB paling banyak berisi 500 baris."]


def test_columns_shown_only_to_the_import_keep_kind_and_identity():
    identity = "0b2f6a3e-1f3d-4c59-9a3e-3a4c1c1d2e3f"
    rows = judged((*HEAD, "Jenis", "Kode baris"), (None, "Belum diisi", None, None, None, None, "Rincian", identity))

    assert rows[0].values["kind"] == "item"
    assert str(rows[0].values["uuid"]) == identity
