"""Files are taken or refused by their structure, quickly, in little memory and in a sentence that helps."""

import contextlib
import io
import tracemalloc
import zlib

import pytest

from ops.testing.stopwatch import computed_within
from proposals.files.inspect import MAX_BYTES, inspect
from proposals.files.kinds import Kind
from proposals.files.refusal import FileRefused, Reason
from proposals.tests.files import corpus

HYPERLINK = '<Relationship Id="r1" Type="x/hyperlink" Target="https://kemenpu.go.id" TargetMode="External"/>'
TEMPLATE = '<Relationship Id="r1" Type="x/attachedTemplate" Target="http://evil/t.dotm" TargetMode="External"/>'
HTML = b"<!doctype html><script>alert(1)</script>" * 20
EXE = b"MZ\x90\x00" + b"\0" * 5_000
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def look(content, filename):
    return inspect(io.BytesIO(content), filename, len(content))


def refusal(content, filename):
    with pytest.raises(FileRefused) as refused:
        look(content, filename)
    return refused.value


@pytest.mark.parametrize(
    ("content", "filename", "kind"),
    [
        (corpus.pdf(), "surat.pdf", Kind.PDF),
        (corpus.pdf(), "SURAT.PDF", Kind.PDF),
        (corpus.pdf(ending=b"%%EOF\n" + b"\0" * 1_000), "berekor.pdf", Kind.PDF),
        (corpus.pdf(extra=b"% kata /Encrypt saja\n"), "membahas sandi.pdf", Kind.PDF),
        (b"\xef\xbb\xbf" + corpus.pdf(), "bom.pdf", Kind.PDF),
        (corpus.picture("JPEG"), "foto.jpg", Kind.JPG),
        (corpus.picture("JPEG", progressive=True), "foto.jpeg", Kind.JPG),
        (corpus.picture("JPEG") + b"ekor dari ponsel", "foto.JPG", Kind.JPG),
        (corpus.picture("PNG"), "denah.png", Kind.PNG),
        (corpus.xlsx(), "rab.xlsx", Kind.XLSX),
        (corpus.xlsx(method=0), "tanpa kompresi.xlsx", Kind.XLSX),
        (corpus.xlsx({"xl/printerSettings/printerSettings1.bin": b"\0" * 100}), "rab.xlsx", Kind.XLSX),
        (corpus.xlsx({"xl/worksheets/sheet1.xml": "<row/>" * 500_000}), "rab tiga megabita.xlsx", Kind.XLSX),
        (corpus.docx(), "kak.docx", Kind.DOCX),
        (corpus.docx({"word/_rels/document.xml.rels": HYPERLINK}), "bertautan.docx", Kind.DOCX),
        (corpus.docx({"word/embeddings/Microsoft_Excel_Sheet.xlsx": corpus.xlsx()}), "bergrafik.docx", Kind.DOCX),
    ],
)
def test_file_is_taken_for_what_its_structure_says(content, filename, kind):
    inspection = look(content, filename)

    assert inspection.kind == kind
    assert inspection.content_type.split("/")[0] in ("application", "image")


@pytest.mark.parametrize(
    ("content", "filename", "reason"),
    [
        (b"", "kosong.pdf", Reason.EMPTY),
        (EXE, "program.exe", Reason.NOT_ALLOWED),
        (SVG, "gambar.svg", Reason.NOT_ALLOWED),
        (corpus.pdf(), "a.pdf.php", Reason.NOT_ALLOWED),
        (b"deny", ".htaccess", Reason.NOT_ALLOWED),
        (corpus.pdf(), "pdf", Reason.NOT_ALLOWED),
        (EXE, "program.pdf", Reason.NOT_WHAT_IT_SAYS),
        (HTML, "halaman.pdf", Reason.NOT_WHAT_IT_SAYS),
        (HTML + corpus.pdf(), "dua rupa.pdf", Reason.NOT_WHAT_IT_SAYS),
        (HTML, "halaman.docx", Reason.NOT_WHAT_IT_SAYS),
        (SVG, "gambar.png", Reason.NOT_WHAT_IT_SAYS),
        (corpus.picture("PNG"), "denah.jpg", Reason.NOT_WHAT_IT_SAYS),
        (corpus.picture("WEBP"), "foto.jpg", Reason.NOT_WHAT_IT_SAYS),
        (corpus.xlsx(), "rab.docx", Reason.NOT_WHAT_IT_SAYS),
        (corpus.docx(), "kak.xlsx", Reason.NOT_WHAT_IT_SAYS),
        (
            corpus.office("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml"),
            "a.xlsx",
            Reason.NOT_WHAT_IT_SAYS,
        ),
        (corpus.pdf(ending=b""), "terpotong.pdf", Reason.BROKEN),
        (corpus.pdf(ending=b"%%EOF\n" + b"x" * 5_000), "terpotong lalu disambung.pdf", Reason.BROKEN),
        (b"%PDF-1.7\nhanya judul\nstartxref\n0\n%%EOF", "kosong isinya.pdf", Reason.BROKEN),
        (corpus.pdf(trailer=b"/Encrypt 9 0 R "), "terkunci.pdf", Reason.LOCKED),
        (corpus.pdf(trailer=b"/Encrypt<</Filter/Standard>> "), "terkunci.pdf", Reason.LOCKED),
        (corpus.picture("JPEG", size=(200, 200))[:-500], "terpotong.jpg", Reason.BROKEN),
        (corpus.picture("JPEG")[:300], "terpotong.jpg", Reason.BROKEN),
        (b"\xff\xd8\xff\xe0", "awal saja.jpg", Reason.BROKEN),
        (corpus.picture("PNG")[:-12], "terpotong.png", Reason.BROKEN),
        (corpus.picture("PNG").replace(b"IDAT\x78", b"IDAT\x79", 1), "rusak.png", Reason.BROKEN),
        (corpus.png_that_claims(50_000, 50_000), "bom.png", Reason.TOO_MANY_PIXELS),
        (corpus.png_that_claims(19_000, 19_000), "bom.png", Reason.TOO_MANY_PIXELS),
        (corpus.png_that_claims(0, 10), "nol.png", Reason.BROKEN),
        (corpus.jpg_that_claims(65_000, 65_000), "bom.jpg", Reason.TOO_MANY_PIXELS),
        (corpus.legacy_office(), "rab.xls", Reason.LEGACY),
        (corpus.legacy_office(), "kak.doc", Reason.LEGACY),
        (corpus.legacy_office(), "rab.xlsx", Reason.LEGACY),
        (corpus.encrypted_office(), "rab.xlsx", Reason.LOCKED),
        (corpus.encrypted_office(), "kak.docx", Reason.LOCKED),
        (corpus.locked_member(corpus.xlsx(), "xl/workbook.xml"), "rab.xlsx", Reason.LOCKED),
        (corpus.xlsx(), "rab.xlsm", Reason.UNSAFE),
        (corpus.office(corpus.MACRO_SHEET), "rab.xlsx", Reason.UNSAFE),
        (corpus.xlsx({"xl/vbaProject.bin": b"\0"}), "rab.xlsx", Reason.UNSAFE),
        (corpus.xlsx({"xl/macrosheets/sheet1.xml": "<a/>"}), "rab.xlsx", Reason.UNSAFE),
        (corpus.docx({"word/embeddings/oleObject1.bin": b"\0"}), "kak.docx", Reason.UNSAFE),
        (corpus.docx({"word/embeddings/lama.xls": b"\0"}), "kak.docx", Reason.UNSAFE),
        (corpus.docx({"word/activeX/activeX1.xml": "<a/>"}), "kak.docx", Reason.UNSAFE),
        (
            corpus.docx({"word/header1.xml": '<w:instrText xml:space="preserve"> DDE cmd</w:instrText>'}),
            "kak.docx",
            Reason.UNSAFE,
        ),
        (corpus.xlsx({"xl/data.xml": "<ddeLink ddeService='cmd'/>"}), "rab.xlsx", Reason.UNSAFE),
        (corpus.docx({"word/embeddings/a.xlsx": corpus.xlsx({"xl/vbaProject.bin": b"\0"})}), "kak.docx", Reason.UNSAFE),
        (corpus.xlsx({"xl/externalLinks/externalLink1.xml": "<a/>"}), "rab.xlsx", Reason.LINKED),
        (corpus.docx({"word/_rels/settings.xml.rels": TEMPLATE}), "kak.docx", Reason.LINKED),
        (corpus.xlsx({"xl/a.xml": '<!DOCTYPE z [<!ENTITY a "aaa">]><a/>'}), "rab.xlsx", Reason.BROKEN),
        (corpus.xlsx({"xl/a.xml": '<!DOCTYPE z [<!ENTITY a "aaa">]><a/>'.encode("utf-16")}), "rab.xlsx", Reason.BROKEN),
        (corpus.xlsx({"../../x": "a"}), "rab.xlsx", Reason.BROKEN),
        (corpus.xlsx({"/etc/passwd": "a"}), "rab.xlsx", Reason.BROKEN),
        (corpus.xlsx({"xl\\..\\..\\x": "a"}), "rab.xlsx", Reason.BROKEN),
        (corpus.xlsx({"XL/Workbook.xml": "<lain/>"}), "rab.xlsx", Reason.BROKEN),
        (corpus.with_symlink(), "rab.xlsx", Reason.BROKEN),
        (corpus.xlsx()[:-30], "rab.xlsx", Reason.BROKEN),
        (corpus.xlsx() + b"ekor", "rab.xlsx", Reason.BROKEN),
        (b"PK\x03\x04" + b"\0" * 100, "rab.xlsx", Reason.BROKEN),
        (corpus.with_many_members(), "rab.xlsx", Reason.TOO_LARGE_INSIDE),
        (corpus.zip_bomb(), "rab.xlsx", Reason.TOO_LARGE_INSIDE),
        (corpus.docx({"word/embeddings/a.xlsx": corpus.zip_bomb()}), "kak.docx", Reason.TOO_LARGE_INSIDE),
        (
            corpus.docx({"word/embeddings/a.xlsx": corpus.xlsx({"b.xlsx": corpus.xlsx()})}),
            "kak.docx",
            Reason.TOO_LARGE_INSIDE,
        ),
    ],
)
def test_bad_file_is_refused_for_the_right_reason_within_a_second(content, filename, reason):
    with computed_within(1):
        refused = refusal(content, filename)

    assert refused.reason == reason


def test_size_that_lies_in_the_header_is_found_even_with_a_matching_checksum():
    sheet = b"<row/>" * 500_000
    content = corpus.xlsx({"xl/sheet1.xml": sheet})

    plain_lie = corpus.with_declared_size(content, "xl/sheet1.xml", 1_000)
    careful_lie = corpus.with_declared_size(content, "xl/sheet1.xml", 1_000, zlib.crc32(sheet[:1_000]))
    boast = corpus.with_declared_size(content, "xl/sheet1.xml", len(sheet) + 1)

    assert [refusal(lie, "rab.xlsx").reason for lie in (plain_lie, careful_lie, boast)] == [Reason.BROKEN] * 3


def test_file_over_the_limit_is_refused_whatever_size_is_claimed():
    content = corpus.pdf(extra=b"%" + b"x" * MAX_BYTES + b"\n")

    with pytest.raises(FileRefused) as refused:
        inspect(io.BytesIO(content), "peta.pdf", 100)

    assert refused.value.sentence == "Berkas peta.pdf berukuran 25,1 MB. Batasnya 25 MB."


def test_file_of_exactly_the_limit_is_taken():
    padding = MAX_BYTES - len(corpus.pdf(extra=b"%\n"))
    content = corpus.pdf(extra=b"%" + b"x" * padding + b"\n")
    content = corpus.pdf(extra=b"%" + b"x" * (padding - (len(content) - MAX_BYTES)) + b"\n")

    assert len(content) == MAX_BYTES
    assert look(content, "peta.pdf").kind == Kind.PDF


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (b"", "surat.pdf", "Berkas surat.pdf kosong. Pilih berkas lain."),
        (EXE, "surat.pdf", "Berkas surat.pdf bukan PDF. Unggah PDF, JPG, PNG, XLSX, atau DOCX."),
        (SVG, "a.svg", "Berkas a.svg bukan jenis berkas yang dapat diterima. Unggah PDF, JPG, PNG, XLSX, atau DOCX."),
        (
            corpus.xlsx({"xl/vbaProject.bin": b"\0"}),
            "rab.xlsx",
            "Berkas rab.xlsx tidak dapat diterima karena berisi makro atau program. "
            "Simpan sebagai PDF lalu unggah lagi.",
        ),
        (
            corpus.legacy_office(),
            "rab.xls",
            "Berkas rab.xls memakai format lama. Simpan sebagai .xlsx lalu unggah lagi.",
        ),
        (
            corpus.legacy_office(),
            "kak.docx",
            "Berkas kak.docx memakai format lama. Simpan sebagai .docx lalu unggah lagi.",
        ),
        (
            corpus.png_that_claims(50_000, 50_000),
            "denah.png",
            "Gambar denah.png terlalu besar, yaitu 50.000 × 50.000 piksel. Perkecil lalu unggah lagi.",
        ),
    ],
)
def test_refusal_names_the_file_and_says_what_to_do(content, filename, sentence):
    assert refusal(content, filename).sentence == sentence


def test_refusal_shows_a_safe_and_bearable_name():
    sentence = refusal(b"", "../../etc/" + "n" * 290 + "\u202e\r\n.pdf").sentence

    assert sentence.isprintable()
    assert ".." not in sentence.split("…")[0]
    assert len(sentence) < 140


def test_open_file_is_left_at_its_beginning_and_a_path_will_do(tmp_path):
    path = tmp_path / "unggahan"
    path.write_bytes(corpus.docx())

    with path.open("rb") as file:
        assert inspect(file, "kak.docx", path.stat().st_size).kind == Kind.DOCX
        assert file.tell() == 0
    assert inspect(path, "kak.docx", path.stat().st_size).kind == Kind.DOCX


@pytest.mark.parametrize(
    ("make", "filename"),
    [
        (lambda: corpus.pdf(extra=b"1" * (24 * 1024**2)), "angka.pdf"),
        (lambda: corpus.pdf(extra=b"/Encrypt 1 " * (2 * 1024**2)), "sandi.pdf"),
        (lambda: corpus.picture("JPEG")[:-2] + b"\xff\x00" * (12 * 1024**2) + b"\xff\xd9", "foto.jpg"),
        (lambda: corpus.xlsx({"xl/a.xml": "<row><v>1</v></row>" * 4_000_000}), "besar.xlsx"),
        (lambda: corpus.docx({"word/a.rels": "<Relationship External" * 200_000}), "tautan.docx"),
        (corpus.zip_bomb, "bom.xlsx"),
    ],
)
def test_largest_files_are_judged_within_a_second_and_a_hundred_megabytes(make, filename, tmp_path):
    path = tmp_path / "berkas"
    path.write_bytes(make())

    with computed_within(1), contextlib.suppress(FileRefused):
        inspect(path, filename, path.stat().st_size)
    tracemalloc.start()
    with contextlib.suppress(FileRefused):
        inspect(path, filename, path.stat().st_size)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 100 * 1024**2
