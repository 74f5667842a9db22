"""The empty workbook for a year's reference prices, with an example that is plainly one."""

from __future__ import annotations

import io

from proposals.exports.budget_sheet import Styles
from proposals.exports.xlsx import new_workbook, write_text

HEADINGS = (("Kode", 18), ("Uraian", 60), ("Satuan", 12), ("Harga", 18))
EXAMPLE = (
    ("1.01.001", "Semen portland 50 kg (contoh)", "sak", 68_000),
    ("2.03.004", "Beton mutu sedang", "m3", 980_000),
)
RULES = (
    "Isi lembar “Harga”: satu baris untuk satu barang atau jasa. Lembar “Contoh” menunjukkan hasilnya.",
    "Harga: rupiah penuh, lebih dari 0. Satu kode hanya sekali.",
    "Seluruh harga tahun itu diganti dengan isi berkas. Tidak ada yang tersimpan sebelum Anda setujui.",
)


def prices_template() -> bytes:
    """Write the template; always the same bytes."""
    target = io.BytesIO()
    workbook = new_workbook(target, "Templat standar satuan harga")
    styles = Styles.of(workbook)
    for name in ("Harga", "Contoh"):
        sheet = workbook.add_worksheet(name)
        for column, (heading, width) in enumerate(HEADINGS):
            sheet.set_column(column, column, width)
            write_text(sheet, 0, column, heading, styles.heading)
        sheet.set_column(0, 0, HEADINGS[0][1], workbook.add_format({"num_format": "@"}))
        sheet.freeze_panes(1, 0)
    for row, (code, description, unit, price) in enumerate(EXAMPLE, start=1):
        for column, text in enumerate((code, description, unit)):
            write_text(sheet, row, column, text, styles.text)
        sheet.write_number(row, 3, price, styles.rupiah)
    guide = workbook.add_worksheet("Petunjuk")
    guide.set_column(0, 0, 100, styles.prose)
    for row, rule in enumerate(RULES):
        write_text(guide, row, 0, rule)
    workbook.close()
    return target.getvalue()
