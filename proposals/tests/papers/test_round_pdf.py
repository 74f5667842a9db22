"""The two papers as PDF: their headings in order, whole rows, signatures on one page, archival."""

import os
from pathlib import Path

import pytest

from proposals.exports.round_papers import round_paper
from proposals.fingerprint import short_fingerprint
from proposals.tests.exports.paper_reader import PaperReader
from proposals.tests.papers.conftest import SECRETS, SENT

URL = "https://titian.example/periksa-dokumen/abcdefghijklmnopqrstuvwx/"
LOOK = os.environ.get("LOOK_AT_PAPERS")


def printed(content, **marks):
    paper = round_paper(content, "ab" * 32, **marks)
    if LOOK:
        Path(LOOK, paper.filename).write_bytes(paper.content)
    return PaperReader(paper.content)


def test_minutes_say_everything_in_the_usual_order(locked_minutes):
    paper = printed(locked_minutes.content, check_url=URL)

    assert paper.in_order(
        "PEMERINTAH KABUPATEN LEBONG",
        "Berita Acara Asistensi",
        f"Nomor {locked_minutes.number}",
        "Pada hari ini, Rabu, tanggal dua belas bulan November tahun dua ribu dua puluh lima",
        "Para pihak",
        "Hasil asistensi",
        "Dikembalikan untuk diperbaiki, paling lambat Jumat, 14 November 2025, pukul 15.59 WIB",
        "Daftar catatan",
        SENT,
        "Kesimpulan",
        "Usulan dikembalikan kepada",
        *("Yang menyampaikan usulan", "Kepala Dinas (contoh)", "NIP 19850312 201001 1 004"),
        *("Yang melaksanakan asistensi", "kepala.bappeda.uji (contoh)"),
    )
    assert short_fingerprint("ab" * 32) in paper.text
    assert not [secret for secret in SECRETS if secret in paper.text]


def test_sheet_has_the_headings_of_the_sheet_that_regencies_know(locked_sheet):
    paper = printed(locked_sheet.content, check_url=URL)

    assert paper.in_order(
        "Lembar Asistensi",
        f"Nomor {locked_sheet.number}",
        *("Organisasi", "Unit", "Program", "Kegiatan", "Sub Kegiatan", "Pagu", "Sumber Dana"),
        *("Bappeda", "Diverifikasi oleh telaah.uji (contoh) pada 12 November 2025"),
        *("Inspektorat", "Diverifikasi oleh"),
        "Ditanggapi oleh",
        *("URAIAN", "CATATAN OPD", "STATUS", "PARAF", "Komentar", "Tim"),
        SENT,
    )
    assert "CATATAN TIM ASISTENSI" in paper.text
    assert "Rp261.000.000 (dua ratus enam puluh satu juta rupiah)" in paper.text
    assert not [secret for secret in SECRETS if secret in paper.text]


@pytest.mark.parametrize("kind", ["locked_minutes", "locked_sheet"])
def test_papers_are_tagged_archival_and_the_same_to_the_byte(kind, request):
    content = request.getfixturevalue(kind).content
    paper = printed(content, check_url=URL)

    assert paper.is_tagged
    assert paper.standards == {"PDF/A-2a", "PDF/UA-1"}
    assert paper.content == printed(content, check_url=URL).content


def test_draft_is_marked_and_has_no_code(locked_minutes):
    paper = printed(locked_minutes.content, is_draft=True)

    assert "KONSEP" in paper.text
    assert "Periksa keasliannya" not in paper.text


@pytest.mark.parametrize("kind", ["locked_minutes", "locked_sheet"])
def test_note_of_another_body_stands_beside_its_name(kind, request):
    content = request.getfixturevalue(kind).content
    note = content["notes"][0] | {"team": "Bagian Pengadaan"}

    printed_text = printed(content | {"bodies": [], "notes": [note]}).text

    assert "Tim" in printed_text
    assert "Bagian Pengadaan" in " ".join(printed_text.split())


def many_notes(content, count, body):
    note = content["notes"][0]
    return content | {
        "notes": [note | {"number": n, "body": f"AWAL{n:02} {body} AKHIR{n:02}"} for n in range(1, count + 1)]
    }


@pytest.mark.parametrize(("kind", "head"), [("locked_minutes", "Tindak lanjut OPD"), ("locked_sheet", "CATATAN OPD")])
def test_long_table_repeats_its_head_and_cuts_no_row(kind, head, request):
    content = many_notes(request.getfixturevalue(kind).content, 24, "Cantumkan kondisi awal dan sumber datanya. " * 6)
    paper = printed(content)

    pages_with_rows = [page for page in paper.pages if "AWAL" in page]
    assert len(pages_with_rows) > 2
    assert all(head in page for page in pages_with_rows)
    for number in range(1, 25):
        assert len([page for page in paper.pages if f"AWAL{number:02}" in page and f"AKHIR{number:02}" in page]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("count", [6, 7, 8, 9])
def test_signatures_stay_together_wherever_the_page_ends(locked_minutes, count):
    paper = printed(many_notes(locked_minutes.content, count, "Cantumkan kondisi awal. " * 8), check_url=URL)

    signed = [page for page in paper.pages if "Yang menyampaikan usulan" in page]
    assert len(signed) == 1
    assert "Periksa keasliannya" in signed[0]
    assert "Demikian berita acara ini" in signed[0]


def test_text_that_no_page_holds_and_words_without_blanks_are_printed_whole(locked_sheet):
    content = many_notes(locked_sheet.content, 2, "Panjang sekali. " * 600 + "x" * 400)
    paper = printed(content)

    assert all(f"AKHIR{number:02}" in paper.text for number in (1, 2))
    assert len(paper.pages) > 2
