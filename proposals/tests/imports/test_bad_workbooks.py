"""Workbooks made to do harm (reliability.md 3.4, 90 to 101): refused quickly, in little memory, and nobody dies."""

import io
import subprocess
import sys
import tracemalloc
import zipfile

import pytest

from ops.testing.stopwatch import computed_within
from proposals.imports.budget_block import BlockRefused
from proposals.imports.budget_xlsx import read_workbook
from proposals.imports.workbook import PROGRAM
from proposals.tests.files import corpus
from proposals.tests.imports.conftest import GOOD, HEAD, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
BROKEN = "Berkas rab.xlsx rusak atau terpotong. Buka, simpan ulang, lalu unggah lagi."
TOO_LARGE = "Berkas rab.xlsx terlalu besar saat dibuka. Buang bagian yang tidak diperlukan lalu unggah lagi."
LOCKED = "Berkas rab.xlsx dilindungi kata sandi. Simpan tanpa kata sandi lalu unggah lagi."
NOT_EXCEL = "Berkas rab.xlsx bukan berkas Excel. Unggah berkas .xlsx."
MACRO = (
    "Berkas rab.xlsx tidak dapat diterima karena berisi makro atau program. Simpan sebagai .xlsx tanpa makro lalu "
    "unggah lagi."
)
LINKED = "Berkas rab.xlsx tidak dapat diterima karena terhubung ke berkas lain. Putuskan hubungannya lalu unggah lagi."
LAUGHS = (
    b"<!DOCTYPE lolz ["
    + b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"lol") for level in range(9))
    + b"]>"
)


def added(name, content, *rows):
    """A sound workbook with one more part."""
    target = io.BytesIO(workbook(*(rows or GOOD)))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def rewritten(change, part=SHEET):
    return with_part(workbook(*GOOD), part, change)


def cell(place, value="1"):
    """Put one more cell into the sheet."""
    row = "".join(character for character in place if character.isdigit())
    extra = f'<row r="{row}"><c r="{place}"><v>{value}</v></c></row></sheetData>'.encode()
    return rewritten(lambda xml: xml.replace(b"</sheetData>", extra))


def repeated(element, count):
    return rewritten(lambda xml: xml.replace(b"</sheetData>", element * count + b"</sheetData>"))


def long_strings():
    """One long text that a hundred thousand cells refer to."""
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
    cells = b"".join(b'<c t="s"><v>0</v></c>' for _ in range(90))
    wide = rewritten(lambda xml: xml.replace(b"</sheetData>", (b"<row>" + cells + b"</row>") * 900 + b"</sheetData>"))
    return with_part(wide, "xl/sharedStrings.xml", lambda xml: strings % (b"<si><t>%s</t></si>" % (b"x" * 30_000) * 40))


CORPUS = {
    "90 zip bomb": (corpus.zip_bomb, TOO_LARGE),
    "91 a hundred thousand members": (corpus.with_many_members, "Berkas rab.xlsx berukuran 6,2 MB. Batasnya 5 MB."),
    "91 fewer, within the limit": (lambda: corpus.with_many_members(70_000), TOO_LARGE),
    "92 member outside": (lambda: added("../../x", "a"), BROKEN),
    "92 symbolic link": (corpus.with_symlink, BROKEN),
    "93 nested bomb": (lambda: added("xl/embeddings/a.xlsx", corpus.zip_bomb()), TOO_LARGE),
    "94 lying size": (lambda: corpus.with_declared_size(workbook(*GOOD), SHEET, 100), BROKEN),
    "95 macro": (lambda: added("xl/vbaProject.bin", b"\0"), MACRO),
    "96 external link": (lambda: added("xl/externalLinks/externalLink1.xml", "<a/>"), LINKED),
    "96 dde": (lambda: added("xl/ddeLinks.xml", "<ddeLink ddeService='cmd'/>"), MACRO),
    "96 ole": (lambda: added("xl/embeddings/oleObject1.bin", b"\0"), MACRO),
    "97 billion laughs in the sheet": (lambda: rewritten(lambda xml: LAUGHS + xml[xml.find(b"<work") :]), BROKEN),
    "97 billion laughs in the map": (
        lambda: rewritten(lambda xml: LAUGHS + xml[xml.find(b"<work") :], "xl/workbook.xml"),
        BROKEN,
    ),
    "98 far cell": (
        lambda: cell("XFD1048576"),
        "Sel XFD1048576 terlalu jauh dari tabel. Hapus isi sel itu, lalu unggah lagi.",
    ),
    "98 far column": (lambda: cell("ZZ7"), "Sel ZZ7 terlalu jauh dari tabel. Hapus isi sel itu, lalu unggah lagi."),
    "98 row without number beyond reason": (
        lambda: cell("A9999999"),
        "Sel A9999999 terlalu jauh dari tabel. Hapus isi sel itu, lalu unggah lagi.",
    ),
    "98 a million styled cells": (lambda: repeated(b'<row><c s="1"/></row>', 400_000), TOO_LARGE),
    "98 merged without end": (
        lambda: rewritten(
            lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + b'<mergeCell ref="A1:B2"/>' * 9_000)
        ),
        TOO_LARGE,
    ),
    "98 a text that multiplies": (long_strings, TOO_LARGE),
    "99 password": (corpus.encrypted_office, LOCKED),
    "100 old workbook under a new name": (
        corpus.legacy_office,
        "Berkas rab.xlsx memakai format lama. Simpan sebagai .xlsx lalu unggah lagi.",
    ),
    "a document": (corpus.docx, NOT_EXCEL),
    "a picture": (lambda: corpus.picture("PNG"), NOT_EXCEL),
    "text": (lambda: b"Uraian\tVolume\n", NOT_EXCEL),
    "nothing": (lambda: b"", "Berkas rab.xlsx kosong. Pilih berkas lain."),
    "a workbook without sheets": (corpus.xlsx, BROKEN),
    "a sheet that is no sheet": (lambda: rewritten(lambda xml: b"\0" * 100), BROKEN),
    "a sheet that ends too early": (lambda: rewritten(lambda xml: xml[: len(xml) // 2]), BROKEN),
    "a cell without a place": (lambda: rewritten(lambda xml: xml.replace(b'r="B2"', b'r="2B"')), BROKEN),
    "an unknown encoding": (
        lambda: rewritten(lambda xml: xml.replace(b'encoding="UTF-8"', b'encoding="EBCDIC-X"')),
        BROKEN,
    ),
    "ten thousand rows": (
        lambda: workbook(HEAD, *[(n, f"Pekerjaan {n}", 1.5, "m3", 1_250_000) for n in range(10_000)]),
        "Ada lebih dari 2.000 baris. RAB paling banyak berisi 500 baris.",
    ),
    "more than five megabytes": (
        lambda: b"PK\x03\x04" + b"x" * 5 * 1024**2,
        "Berkas rab.xlsx berukuran 5,1 MB. Batasnya 5 MB.",
    ),
}


def refusal(content, name="rab.xlsx"):
    with pytest.raises(BlockRefused) as refused:
        read_workbook(io.BytesIO(content), name, len(content))
    return " ".join(refused.value.sentences)


@pytest.mark.parametrize("case", CORPUS)
def test_a_harmful_workbook_is_refused_within_a_second_and_a_hundred_megabytes(case):
    make, sentence = CORPUS[case]
    content = make()

    with computed_within(1):
        assert refusal(content) == sentence

    tracemalloc.start()
    refusal(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * 1024**2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "rab.xlsm",
            MACRO.replace("rab.xlsx", "rab.xlsm"),
        ),
        ("rab.xls", "Berkas rab.xls memakai format lama. Simpan sebagai .xlsx lalu unggah lagi."),
        ("rab.csv", "Berkas rab.csv bukan berkas Excel. Unggah berkas .xlsx."),
        ("rab {0}.pdf", "Berkas rab {0}.pdf bukan berkas Excel. Unggah berkas .xlsx."),
    ],
)
def test_a_name_that_is_no_workbooks_is_refused_with_advice(name, sentence):
    assert refusal(workbook(*GOOD), name) == sentence


def test_the_process_that_reads_cells_cannot_take_more_than_its_share():
    greedy = "from sheet_process import limit; limit(); bytearray(100 * 1024**2)"

    ended = subprocess.run([sys.executable, "-c", greedy], cwd=PROGRAM.parent, capture_output=True, check=False)

    assert b"MemoryError" in ended.stderr


def test_a_far_cell_without_content_does_no_harm():
    styled = rewritten(
        lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')
    )

    assert len(read_workbook(io.BytesIO(styled), "rab.xlsx", len(styled)).rows) == 4
