"""The chosen rows of the review queue as a workbook: one line each, amounts and days as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from io import BytesIO

from proposals.exports.xlsx import new_workbook, write_text

TITLE = "Ringkasan antrean asistensi"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One proposal; ``amount`` in whole rupiah, ``waiting`` in working days, None once nothing waits."""

    number: str
    title: str
    agency: str
    state: str
    round_number: int
    amount: int
    reviewer: str
    waiting: int | None
    due: str
    open_notes: int
    resolved_notes: int


HEADINGS = {
    "Nomor": 12,
    "Judul": 60,
    "OPD": 20,
    "Status": 22,
    "Putaran": 9,
    "Nilai (Rp)": 20,
    "Asistor": 26,
    "Menunggu (hari kerja)": 14,
    "Batas asistensi": 18,
    "Catatan terbuka": 11,
    "Catatan selesai": 11,
}


def summary_workbook(rows: Iterable[SummaryRow]) -> bytes:
    """Write the workbook; the same rows give the same bytes."""
    target = BytesIO()
    workbook = new_workbook(target, TITLE)
    sheet = workbook.add_worksheet("Antrean")
    bold, rupiah = workbook.add_format({"bold": True, "text_wrap": True}), workbook.add_format({"num_format": "#,##0"})
    for column, (heading, width) in enumerate(HEADINGS.items()):
        write_text(sheet, 0, column, heading, bold)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    money = [field.name for field in fields(SummaryRow)].index("amount")
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(astuple(row)):
            if isinstance(value, str):
                write_text(sheet, line, column, value)
            elif value is not None:
                sheet.write_number(line, column, value, rupiah if column == money else None)
    workbook.close()
    return target.getvalue()
