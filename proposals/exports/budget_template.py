"""The empty budget workbook that offices fill in, with an example that sums exactly and the rules in plain words."""

from __future__ import annotations

import io

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from proposals.exports import budget_formulas as formulas
from proposals.exports.budget_sheet import (
    AMOUNT,
    DESCRIPTION,
    FIRST_ROW,
    HEADING_ROW,
    NAME,
    NUMBER,
    PRICE,
    QUANTITY,
    UNIT,
    Styles,
    lay_out,
    validate,
)
from proposals.exports.budget_xlsx import TITLE, TOTAL
from proposals.exports.xlsx import new_workbook, write_text

ROWS = 200
RULES = (
    "Isi lembar “RAB”, satu baris untuk setiap komponen biaya. Lembar “Contoh” menunjukkan hasilnya.",
    "Jangan ubah baris judul (No, Uraian, Volume, Satuan, Harga satuan, Jumlah). Urutan baris bebas.",
    "Volume: angka saja, misalnya 4,75. Satuannya ditulis di kolom Satuan.",
    "Harga satuan: rupiah penuh tanpa sen, misalnya 385000. Jangan menulis dalam ribuan atau jutaan, dan jangan "
    "menulis “12 jt”.",
    "Jumlah dihitung otomatis. Setelah diunggah, jumlah dihitung ulang oleh sistem.",
    "Judul kelompok: isi Uraian saja, kolom lain kosong.",
    "Pajak: tulis PPN di Uraian, tarifnya di Volume, dan % di Satuan. Pajak dihitung dari semua rincian.",
    "Pembulatan ditambahkan di halaman RAB setelah berkas diunggah.",
    "RAB paling banyak berisi 500 baris. Bila baris templat kurang, salin baris terakhir ke bawah.",
    "Setelah selesai, simpan sebagai .xlsx, lalu buka bagian RAB dan pilih Unggah dari Excel. "
    "Isinya diperiksa lebih dulu; tidak ada yang tersimpan sebelum Anda setujui.",
)
# The worked sample of a rehabilitation: the numbers sum exactly.
SAMPLE: tuple[tuple[str, float | None, str, int | None], ...] = (
    ("Pekerjaan persiapan", None, "", None),
    ("Persiapan dan mobilisasi", 1, "ls", 75_000_000),
    ("Pekerjaan utama", None, "", None),
    ("Perbaikan bendung, pasangan batu", 180, "m3", 1_450_000),
    ("Saluran pasangan batu", 620, "m3", 1_350_000),
    ("Lantai beton", 240, "m3", 1_900_000),
    ("Pintu air", 6, "unit", 28_500_000),
    ("Keselamatan kerja dan uji mutu", 1, "ls", 45_000_000),
    ("PPN", 11, "%", None),
)


def budget_template(number: str, title: str, agency: str) -> bytes:
    """Write the template for one proposal; the same names give the same bytes."""
    target = io.BytesIO()
    workbook = new_workbook(target, f"Templat RAB {number}")
    styles = Styles.of(workbook)
    _write_table(workbook.add_worksheet(NAME), styles, (f"{number} · {title}", agency), ROWS)
    example = workbook.add_worksheet("Contoh")
    _write_table(
        example, styles, ("Contoh: Rehabilitasi Daerah Irigasi", "Angka dan kegiatan hanya contoh"), len(SAMPLE)
    )
    _write_sample(example, styles)
    _write_rules(workbook, styles)
    workbook.close()
    return target.getvalue()


def _write_table(sheet: Worksheet, styles: Styles, lines: tuple[str, ...], rows: int) -> None:
    last = FIRST_ROW + rows - 1
    lay_out(sheet, styles, TITLE, lines)
    for row in range(FIRST_ROW, last + 1):
        for column in (NUMBER, DESCRIPTION, QUANTITY, UNIT):
            sheet.write_blank(row, column, None, styles.text)
        sheet.write_blank(row, PRICE, None, styles.rupiah)
        sheet.write_formula(row, AMOUNT, formulas.open_row(row, FIRST_ROW, last), styles.rupiah, "")
    validate(sheet, FIRST_ROW, last)
    # Above the headings, where it stays in sight however long the table grows.
    write_text(sheet, HEADING_ROW - 1, PRICE, TOTAL, styles.total_label)
    sheet.write_formula(HEADING_ROW - 1, AMOUNT, formulas.total(FIRST_ROW, last), styles.total, 0)


def _write_sample(sheet: Worksheet, styles: Styles) -> None:
    last = FIRST_ROW + len(SAMPLE) - 1
    items = sum(round(quantity * price) for _, quantity, _, price in SAMPLE if quantity and price)
    total = number = 0
    for row, (description, quantity, unit, price) in enumerate(SAMPLE, start=FIRST_ROW):
        amount = round(items * quantity / 100) if unit == "%" and quantity else round((quantity or 0) * (price or 0))
        total += amount
        write_text(sheet, row, DESCRIPTION, description, styles.text if quantity else styles.group)
        if quantity is None:
            continue
        number += unit != "%"
        if unit != "%":
            sheet.write_number(row, NUMBER, number, styles.text)
        sheet.write_number(row, QUANTITY, quantity, styles.number)
        write_text(sheet, row, UNIT, unit, styles.text)
        if price is not None:
            sheet.write_number(row, PRICE, price, styles.rupiah)
        sheet.write_formula(row, AMOUNT, formulas.open_row(row, FIRST_ROW, last), styles.rupiah, amount)
    sheet.write_formula(HEADING_ROW - 1, AMOUNT, formulas.total(FIRST_ROW, last), styles.total, total)


def _write_rules(workbook: Workbook, styles: Styles) -> None:
    sheet = workbook.add_worksheet("Petunjuk")
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 100, styles.prose)
    write_text(sheet, 0, 0, "Cara mengisi RAB", styles.title)
    for number, rule in enumerate(RULES, start=1):
        sheet.write_number(number + 1, 0, number, styles.prose)
        write_text(sheet, number + 1, 1, rule, styles.prose)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
