"""File names are kept for reading and made harmless for saving."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.files.names import content_disposition, display_name, extension, safe_download_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Surat Usulan.pdf", "Surat Usulan.pdf"),
        ("../../x.pdf", "x.pdf"),
        ("C:\\Dokumen\\rab.xlsx", "rab.xlsx"),
        ("a\0.pdf", "a.pdf"),
        ('a"\r\n.pdf', 'a".pdf'),
        ("laporan\u202efdp.exe", "laporanfdp.exe"),
        ("surat.pdf. . ", "surat.pdf"),
        ("foto 🌾.jpg", "foto 🌾.jpg"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("x" * 400 + ".pdf", "x" * 296 + ".pdf"),
        ("", "berkas"),
        ("../..", "berkas"),
        ("\ud800.pdf", ".pdf"),
    ],
)
def test_name_is_shown_without_folders_and_invisible_characters(sent, shown):
    assert display_name(sent) == shown


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.pdf", "pdf"), ("a.PDF", "pdf"), ("a.pdf.php", "php"), (".htaccess", ""), ("surat", ""), ("a.", "")],
)
def test_extension_is_what_follows_the_last_dot(name, ending):
    assert extension(name) == ending


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ("konsep.pdf", "konsep.pdf"),
        ('a"b:c?.pdf', "a_b_c_.pdf"),
        (".pdf", "pdf"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
def test_download_name_can_be_saved_everywhere(name, saved):
    assert safe_download_name(name) == saved


def test_download_is_always_an_attachment_with_an_encoded_name():
    assert content_disposition("rab final.xlsx") == 'attachment; filename="rab final.xlsx"'
    assert content_disposition("foto 🌾.jpg") == "attachment; filename*=utf-8''foto%20%F0%9F%8C%BE.jpg"


@given(st.text(max_size=400))
def test_every_name_gives_a_header_of_one_line(name):
    header = content_disposition(name)

    assert header.startswith("attachment")
    assert header.isascii()
    assert header.isprintable()
    assert 0 < len(display_name(name)) <= 300
