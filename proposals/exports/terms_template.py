"""The KAK as an empty Word document: the headings that ministries know, each with what to write under it."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from proposals.exports.docx import new_document, written

HEAD = ("Kabupaten", "Perangkat daerah", "Judul usulan", "Sumber dana yang dituju", "Kementerian/lembaga tujuan")
# Heading, what to write, columns of the table under it (domain.md 1.1). The order is that of the KAK the site prints.
CHAPTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Dasar Hukum", "Peraturan atau penugasan yang mendasari kegiatan, satu baris satu peraturan.", ()),
    ("Gambaran Umum / Kondisi Saat Ini", "Keadaan sekarang di lokasi. Pakai angka dan sebutkan sumbernya.", ()),
    (
        "Permasalahan dan Analisis Kesenjangan",
        "Apa masalahnya, di mana, siapa yang terdampak, sejak kapan. Tulis keadaan, kebutuhan, dan selisihnya.",
        (),
    ),
    ("Maksud dan Tujuan", "Keadaan yang ingin dicapai, dengan ukuran. Sebutkan pula akibat bila tidak didanai.", ()),
    ("Penerima Manfaat", "Jumlah dan satuan (jiwa, KK, hektare), serta sumber datanya.", ()),
    (
        "Keluaran (Output) dan Hasil (Outcome)",
        "Paling sedikit satu indikator keluaran dan satu indikator hasil.",
        ("Indikator", "Jenis (Keluaran/Hasil)", "Satuan", "Kondisi awal", "Target", "Sumber data"),
    ),
    ("Strategi Pencapaian", "Metode pelaksanaan (kontraktual atau swakelola) dan tahapannya.", ()),
    ("Jadwal / Kurun Waktu Pelaksanaan", "Tahun anggaran, bulan mulai dan selesai setiap tahapan.", ()),
    ("Lokasi", "Satu baris satu lokasi.", ("Kecamatan", "Desa/kelurahan", "Nama lokasi", "Lintang", "Bujur")),
    (
        "Rencana Anggaran Biaya",
        "Jumlahnya harus sama dengan RAB. Tulis rupiah penuh, bukan ribuan atau jutaan.",
        ("Uraian", "Volume", "Satuan", "Harga satuan (Rp)", "Jumlah (Rp)"),
    ),
    (
        "Keselarasan Kebijakan",
        "Asta Cita, prioritas nasional/RPJMN, sasaran RPJMD, dan satu paragraf penjelasan keterkaitan.",
        (),
    ),
    (
        "Keberlanjutan",
        "Siapa yang mengoperasikan dan memelihara, dengan dana dari mana; kesediaan menerima hibah bila ada.",
        (),
    ),
)
EMPTY_ROWS = 3
HINT = RGBColor(0x4A, 0x5A, 0x55)


def terms_template(regency: str) -> bytes:
    """Write the template for the offices of a regency; the same name gives the same bytes."""
    document = new_document("Templat KAK", regency)
    _lay_out(document)
    document.add_heading("Kerangka Acuan Kerja (KAK)", 0)
    _hint(document, "Ganti tulisan miring dengan isian Anda. Isian yang sama dimasukkan ke bagian-bagian usulan.")
    _facts(document, regency)
    for number, (heading, hint, columns) in enumerate(CHAPTERS, start=1):
        document.add_heading(f"{number}. {heading}", 1)
        _hint(document, hint)
        if columns:
            _empty_table(document, columns)
    _signature(document)
    return written(document)


def _lay_out(document: Document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(25)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)


def _hint(document: Document, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.italic = True
    run.font.color.rgb = HINT


def _facts(document: Document, regency: str) -> None:
    table = document.add_table(len(HEAD) + 1, 2)
    table.style = "Table Grid"
    for row, label in zip(table.rows, (*HEAD, "Tahun anggaran"), strict=True):
        row.cells[0].text = label
    table.rows[0].cells[1].text = regency


def _empty_table(document: Document, columns: tuple[str, ...]) -> None:
    table = document.add_table(1 + EMPTY_ROWS, len(columns))
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True


def _signature(document: Document) -> None:
    document.add_paragraph()
    for line in ("[tempat], [tanggal]", "[jabatan kepala perangkat daerah]", "", "", "[nama]", "NIP [18 angka]"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
