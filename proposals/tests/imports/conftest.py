import io
import zipfile

import pytest
from django.urls import reverse
from xlsxwriter import Workbook

HEAD = ("No", "Uraian", "Volume", "Satuan", "Harga satuan (Rp)", "Jumlah (Rp)")
GOOD = (
    HEAD,
    (None, "Pekerjaan persiapan"),
    (1, "Mobilisasi", 1, "ls", 75_000_000, 75_000_000),
    (2, "Pasangan batu", 4.75, "m3", "1.450.000"),
    (None, "PPN", 11, "%"),
)


def workbook(*rows, sheet="RAB", change=None, before=()):
    """A real workbook with these rows; ``change`` gets workbook and sheet before it is closed."""
    target = io.BytesIO()
    book = Workbook(target, {"strings_to_formulas": False})
    for name in before:
        book.add_worksheet(name)
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    if change:
        change(book, page)
    book.close()
    return target.getvalue()


def with_part(content, name, change):
    """The same archive with one part rewritten."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, change(part) if member == name else part)
    return target.getvalue()


def pasted(*rows):
    """Rows as a spreadsheet puts them into the clipboard."""
    return "\r\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows) + "\r\n"


@pytest.fixture
def draft(make_proposal):
    return make_proposal(complete=False)


@pytest.fixture
def desk(client_for, operator):
    """The operator's browser."""
    return client_for(operator)


@pytest.fixture
def address(draft):
    return reverse("budget-import", args=[draft.number])
