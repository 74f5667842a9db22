"""Error pages work with nothing in their context: they are what is left when a context cannot be made."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "Halaman ini sudah terlalu lama terbuka"),
        ("403.html", "Anda tidak punya akses ke halaman ini"),
        ("404.html", "Halaman tidak ditemukan"),
        ("409.html", "Tindakan ini tidak dapat dilakukan"),
        ("413.html", "Berkas terlalu besar"),
        ("429.html", "Terlalu banyak percobaan"),
        ("429_uploads.html", "Banyak berkas sedang diunggah"),
        ("500.html", "Terjadi gangguan pada layanan"),
        ("503.html", "Layanan sedang dalam pemeliharaan"),
        ("507.html", "Ruang penyimpanan server penuh"),
    ],
)
def test_error_page_says_what_happened_without_any_context(template, heading):
    page = render_to_string(template)

    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", page) == [heading]
    assert re.search(rf"<title>{heading} — ", page)


@pytest.mark.parametrize("template", ["429_uploads.html", "500.html", "503.html", "507.html"])
def test_page_for_the_worst_case_asks_the_server_for_nothing(template):
    page = render_to_string(template)

    assert re.findall(r'<[^>]*src=|<link[^>]*href="(?!data:)', page) == []
    assert "<script" not in page


def test_crash_page_names_the_code_to_tell():
    assert "sebutkan kode <strong>1a2b3c4d</strong>" in render_to_string("500.html", {"code": "1a2b3c4d"})


def test_refusal_carries_its_reason_for_people_and_for_checks():
    page = render_to_string("409.html", {"reason": "Batas pengajuan sudah lewat.", "data_reason": "deadline_passed"})

    assert "Batas pengajuan sudah lewat." in page
    assert re.search(r'<main [^>]*data-reason="deadline_passed"', page)


@pytest.mark.django_db
def test_a_form_that_is_too_old_leads_back_to_its_page():
    visitor = Client(enforce_csrf_checks=True)

    answer = visitor.post("/usulan/2025-0001/lampiran/unggah/", headers={"Referer": "http://testserver/usulan/"})

    assert answer.status_code == 403
    assert 'href="http://testserver/usulan/" data-back>Kembali</a>' in answer.text
