"""The looks of a budget sheet, exported or empty: columns, headings, number formats, validation and paper."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from proposals.exports.xlsx import write_text
from proposals.money import MAX_RUPIAH, QUANTITY_LIMIT

NAME = "RAB"
HEADINGS = ("No", "Uraian", "Volume", "Satuan", "Harga satuan (Rp)", "Jumlah (Rp)", "Jenis", "Kode baris")
WIDTHS = (6, 52, 12, 10, 20, 22, 12, 38)
NUMBER, DESCRIPTION, QUANTITY, UNIT, PRICE, AMOUNT, KIND, IDENTITY = range(8)
HEADING_ROW = 4
FIRST_ROW = HEADING_ROW + 1
UNITS = (
    "m",
    "m2",
    "m3",
    "km",
    "ha",
    "unit",
    "buah",
    "set",
    "titik",
    "ls",
    "paket",
    "orang",
    "hari",
    "bulan",
    "kg",
    "%",
)
RUPIAH = "#,##0"


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a sheet."""

    title: Format
    heading: Format
    text: Format
    group: Format
    number: Format
    rupiah: Format
    total: Format
    total_label: Format
    prose: Format

    @classmethod
    def of(cls, workbook: Workbook) -> Styles:
        cell = {"border": 1, "border_color": "#B8C4BE", "valign": "top"}
        strong = cell | {"bold": True}
        heading = strong | {"bg_color": "#E3ECE8", "text_wrap": True, "align": "center", "valign": "vcenter"}
        return cls(
            title=workbook.add_format({"bold": True, "font_size": 14}),
            heading=workbook.add_format(heading),
            text=workbook.add_format(cell | {"text_wrap": True}),
            group=workbook.add_format(strong | {"text_wrap": True}),
            number=workbook.add_format(cell),
            rupiah=workbook.add_format(cell | {"num_format": RUPIAH}),
            total=workbook.add_format(strong | {"num_format": RUPIAH, "top": 2}),
            total_label=workbook.add_format(strong | {"top": 2}),
            prose=workbook.add_format({"text_wrap": True, "valign": "top"}),
        )


def lay_out(sheet: Worksheet, styles: Styles, title: str, lines: tuple[str, ...]) -> None:
    """Write what stands above the rows, and set up columns, scrolling and paper."""
    write_text(sheet, 0, 0, title, styles.title)
    for row, line in enumerate(lines, start=1):
        write_text(sheet, row, 0, line)
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, None, {"hidden": column >= KIND})
        write_text(sheet, HEADING_ROW, column, heading, styles.heading)
    sheet.freeze_panes(FIRST_ROW, DESCRIPTION + 1)
    sheet.repeat_rows(HEADING_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&RHalaman &P dari &N")


def validate(sheet: Worksheet, first: int, last: int) -> None:
    """Let the sheet itself refuse what the import would refuse; a unit that is not listed is only asked about."""
    sheet.data_validation(
        first,
        QUANTITY,
        last,
        QUANTITY,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": QUANTITY_LIMIT,
            "input_title": "Volume",
            "input_message": "Angka saja, misalnya 4,75. Satuannya di kolom sebelah.",
            "error_title": "Volume bukan angka",
            "error_message": "Tulis volume dengan angka, misalnya 4,75. Satuan ditulis di kolom Satuan.",
        },
    )
    sheet.data_validation(
        first,
        PRICE,
        last,
        PRICE,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": MAX_RUPIAH,
            "input_title": "Harga satuan",
            "input_message": "Rupiah penuh tanpa sen, misalnya 385000. Bukan ribuan atau jutaan.",
            "error_title": "Harga satuan bukan rupiah penuh",
            "error_message": "Tulis harga satuan dalam rupiah tanpa sen, misalnya 385000.",
        },
    )
    sheet.data_validation(
        first,
        UNIT,
        last,
        UNIT,
        {
            "validate": "list",
            "source": list(UNITS),
            "error_type": "information",
            "error_title": "Satuan di luar daftar",
            "error_message": "Satuan ini tidak ada dalam daftar. Tekan OK bila memang demikian.",
        },
    )
