"""Rows from Excel are shown first and stored only when they are confirmed, all of them or none."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ops.testing.journeys import cost
from ops.testing.stopwatch import computed_within
from proposals.models import AuditEntry, FundingSource
from proposals.sections import Section
from proposals.tests.imports.conftest import GOOD, HEAD, pasted, workbook

BAD = (HEAD, (1, "Mobilisasi", 1, "ls", "12 jt"), (2, "Batu", 2, "m3", 1000))
STORED = [("group", "Pekerjaan persiapan"), ("item", "Mobilisasi"), ("item", "Pasangan batu"), ("tax", "PPN")]


@pytest.fixture
def paste(desk, address):
    return lambda *rows: desk.post(address, {"aksi": "periksa-tempelan", "text": pasted(*rows)})


@pytest.fixture
def upload(desk, address):
    def send(content, name="rab.xlsx"):
        return desk.post(address, {"aksi": "periksa-berkas", "file": SimpleUploadedFile(name, content)})

    return send


@pytest.fixture
def confirm(desk, address):
    """Press "Masukkan" on a preview."""

    def send(shown, **fields):
        held = {name: hidden(shown, name) for name in ("seen_version", "baris")}
        return desk.post(address, {"aksi": "masukkan", "cara": "ganti", **held, **fields})

    return send


@pytest.fixture
def store(maker, draft):
    """Save rows as the page of the RAB does."""
    return lambda *rows: maker.save(draft, Section.BUDGET, {}, rows=list(rows))


def hidden(response, name):
    return re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.text)[1]


def rows_of(draft):
    return [(item.kind, item.description) for item in draft.cost_items.all()]


def test_the_page_offers_both_ways_and_the_template(desk, address, draft):
    page = desk.get(address)

    assert page.status_code == 200
    assert "Tempel baris dari Excel di sini" in page.text
    assert 'enctype="multipart/form-data"' in page.text
    assert reverse("budget-template", args=[draft.number]) in page.text


def test_a_workbook_is_shown_first_and_stored_when_it_is_confirmed(draft, upload, confirm):
    shown = upload(workbook(*GOOD))

    assert shown.status_code == 200
    assert "Kami membaca 4 baris." in shown.text
    assert "perlu diperiksa" not in shown.text
    assert "Masukkan 4 baris" in shown.text
    assert rows_of(draft) == []

    done = confirm(shown)

    draft.refresh_from_db()
    assert (done.status_code, done.url) == (303, reverse("proposal-section", args=[draft.number, "rab"]))
    assert rows_of(draft) == STORED
    assert draft.requested_amount == 75_000_000 + 6_887_500 + 9_007_625


def test_a_pasted_block_is_shown_first_and_stored_when_it_is_confirmed(draft, paste, confirm, desk):
    done = confirm(paste(*GOOD))

    assert rows_of(draft) == STORED
    assert "RAB diisi dengan 4 baris. Total usulan sekarang Rp90.895.125." in desk.get(done.url).text

    again = confirm(paste(HEAD, (1, "Semen", 2, "zak", 75_000)), cara="ganti")

    assert "RAB diganti dengan 1 baris. Total usulan sekarang Rp150.000." in desk.get(again.url).text


def test_a_bad_cell_is_named_by_row_and_column_and_nothing_is_stored(draft, upload):
    shown = upload(workbook(*BAD))

    assert shown.status_code == 422
    assert "<title>Galat: " in shown.text
    assert "Kami membaca 2 baris. <strong>1 baris perlu diperiksa.</strong>" in shown.text
    assert shown.text.count("Baris 2, kolom E: “12 jt” bukan angka. Tulis 12000000.") == 2
    assert 'href="#isi-0-unit_price"' in shown.text
    assert 'id="isi-0-unit_price" name="isi-0-unit_price" value="12 jt"' in shown.text
    assert rows_of(draft) == []


def test_a_bad_cell_can_be_put_right_on_the_preview(draft, upload, confirm):
    shown = upload(workbook(*BAD))

    still_wrong = confirm(shown, **{"isi-0-unit_price": "12 juta"})
    assert still_wrong.status_code == 422
    assert 'value="12 juta"' in still_wrong.text
    assert rows_of(draft) == []

    done = confirm(still_wrong, **{"isi-0-unit_price": "12.000.000"})
    draft.refresh_from_db()
    assert done.status_code == 303
    assert draft.requested_amount == 12_002_000


def test_all_or_nothing_however_often_it_is_confirmed(draft, upload, confirm):
    shown = upload(workbook(*BAD))

    assert [confirm(shown).status_code for _ in range(2)] == [422, 422]
    assert rows_of(draft) == []


def test_rows_are_added_below_or_take_the_place_of_all(draft, store, paste, confirm):
    store(cost("Yang lama", "1", "ls", 5))
    shown = paste(*GOOD)
    assert "RAB sudah berisi 1 baris." in shown.text

    confirm(shown, cara="tambah")
    assert rows_of(draft) == [("item", "Yang lama"), *STORED]

    confirm(paste(*GOOD), cara="ganti")
    assert rows_of(draft) == STORED


def test_rows_of_an_export_keep_their_identity_and_copies_get_their_own(draft, store, desk, upload, confirm):
    store(cost("Batu", "2", "m3", 1000), cost("Pasir", "1", "m3", 500))
    identities = list(draft.cost_items.values_list("uuid", flat=True))
    exported = desk.get(reverse("budget-export", args=[draft.number])).content

    confirm(upload(exported), cara="ganti")
    assert list(draft.cost_items.values_list("uuid", flat=True)) == identities
    assert AuditEntry.objects.filter(proposal=draft, verb="section_saved").count() == 1

    confirm(upload(exported), cara="tambah")
    assert rows_of(draft) == [("item", "Batu"), ("item", "Pasir")] * 2
    assert len(set(draft.cost_items.values_list("uuid", flat=True))) == 4


def test_a_row_copied_within_the_sheet_becomes_a_row_of_its_own(draft, store, desk, upload, confirm):
    store(cost("Batu", "2", "m3", 1000))
    identity = str(draft.cost_items.get().uuid)
    head = (*HEAD, "Jenis", "Kode baris")
    copies = [
        (1, "Batu", 2, "m3", 1000, 2000, "Rincian", identity),
        (2, "Pasir", 1, "m3", 500, 500, "Rincian", identity),
    ]

    assert confirm(upload(workbook(head, *copies)), cara="ganti").status_code == 303

    assert [(str(item.uuid) == identity, item.description) for item in draft.cost_items.all()] == [
        (True, "Batu"),
        (False, "Pasir"),
    ]


def test_a_budget_that_somebody_else_saved_meanwhile_is_not_overwritten(draft, store, upload, confirm):
    shown = upload(workbook(*GOOD))
    store(cost("Sementara itu", "1", "ls", 5))

    stale = confirm(shown)

    assert stale.status_code == 409
    assert 'data-reason="stale"' in stale.text
    assert "Bagian ini sudah diubah orang lain" in stale.text
    assert "Masukkan 4 baris" in stale.text
    assert rows_of(draft) == [("item", "Sementara itu")]

    assert confirm(stale, cara="tambah").status_code == 303
    assert rows_of(draft) == [("item", "Sementara itu"), *STORED]


def test_more_rows_than_a_budget_holds_are_refused_as_a_whole(draft, store, paste, confirm):
    store(*[cost(f"Lama {number}", "1", "ls", 5) for number in range(200)])
    shown = paste(HEAD, *[(n, f"Baru {n}", 1, "ls", 5) for n in range(301)])

    refused = confirm(shown, cara="tambah")

    assert refused.status_code == 422
    assert "RAB akan berisi 501 baris. Batasnya 500 baris." in refused.text
    assert draft.cost_items.count() == 200


def test_a_total_beyond_reason_is_refused_as_a_whole(draft, paste, confirm):
    shown = paste(HEAD, *[(n, f"Besar {n}", 1, "ls", 6 * 10**14) for n in range(2)])

    assert "Jumlah seluruhnya paling besar Rp1.000.000.000.000.000." in confirm(shown).text
    assert rows_of(draft) == []


@pytest.mark.parametrize("token", ["", "rusak", "eyJhIjoxfQ:1:abc"])
def test_rows_that_were_tampered_with_are_refused(draft, desk, address, token):
    answer = desk.post(address, {"aksi": "masukkan", "cara": "ganti", "seen_version": "0", "baris": token})

    assert answer.status_code == 422
    assert "Baris yang tadi dibaca sudah tidak utuh. Unggah atau tempel sekali lagi." in answer.text
    assert rows_of(draft) == []


def test_rows_read_for_one_proposal_do_not_fit_another(draft, make_proposal, desk, paste, confirm):
    other = make_proposal(complete=False)
    shown = paste(*GOOD)

    held = {name: hidden(shown, name) for name in ("seen_version", "baris")}
    answer = desk.post(reverse("budget-import", args=[other.number]), {"aksi": "masukkan", "cara": "ganti", **held})

    assert answer.status_code == 422
    assert rows_of(other) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"aksi": "periksa-berkas"}, "Pilih berkas yang akan diunggah."),
        ({"aksi": "periksa-tempelan", "text": " "}, "Tempel baris dari Excel lebih dulu."),
        ({"aksi": "periksa-tempelan", "text": "Uraian\tVolume\nBatu\t1"}, "Baris 1: kolom Satuan, Harga satuan tidak"),
        ({"aksi": ""}, "Pilih berkas yang akan diunggah."),
    ],
)
def test_what_cannot_be_read_comes_back_with_its_sentence(desk, address, fields, sentence):
    answer = desk.post(address, fields)

    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    if text := fields.get("text", "").strip():
        assert text.split("\t")[0] in answer.text


def test_what_was_pasted_is_shown_as_text(paste):
    shown = paste(HEAD, (1, "<script>alert(1)</script>", 1, '"><img src=x>', "12 jt"))

    assert "<script>alert" not in shown.text
    assert "<img src=x" not in shown.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text


def test_a_stranger_finds_nothing(client_for, stranger, reviewer, address):
    for person in (stranger, reviewer):
        assert client_for(person).get(address).status_code == 404
        assert client_for(person).post(address, {"aksi": "periksa-berkas"}).status_code == 404


def test_a_proposal_that_was_handed_in_takes_no_rows(make_proposal, desk):
    handed_in = make_proposal("submitted")
    address = reverse("budget-import", args=[handed_in.number])
    before = rows_of(handed_in)

    assert desk.get(address).status_code == 302
    answer = desk.post(address, {"aksi": "periksa-tempelan", "text": pasted(*GOOD)})

    assert answer.status_code == 409
    assert 'data-reason="locked"' in answer.text
    assert "Pasangan batu" in answer.text
    assert rows_of(handed_in) == before


def test_rows_that_come_after_the_limit_are_given_back(draft, paste, confirm, clock_at):
    shown = paste(*GOOD)

    clock_at("2025-12-01T00:00+07:00")
    answer = confirm(shown)

    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text
    assert "Pasangan batu\t4.75\tm3\t1.450.000" in answer.text
    assert rows_of(draft) == []


def test_five_hundred_rows_are_shown_within_two_seconds_and_a_bearable_page(upload):
    rows = [(number, f"Pekerjaan nomor {number}", 1.5, "m3", 1_250_000) for number in range(500)]
    content = workbook(HEAD, *rows)

    with computed_within(2):
        shown = upload(content)

    assert shown.status_code == 200
    assert len(shown.content) < 300_000


def test_five_hundred_bad_rows_are_summed_up(upload):
    shown = upload(workbook(HEAD, *[(number, f"Pekerjaan {number}", "x", "m3", 5) for number in range(500)]))

    assert shown.status_code == 422
    assert "Dan 450 hal lain, ditandai pada tabel." in shown.text
    assert len(shown.content) < 500_000


def test_the_queries_stay_within_their_budget(paste, confirm, desk, address, store):
    store(*[cost(f"Lama {number}", "1", "ls", 5) for number in range(50)])
    with CaptureQueriesContext(connection) as reading:
        desk.get(address)
    with CaptureQueriesContext(connection) as judging:
        shown = paste(*GOOD)
    with CaptureQueriesContext(connection) as storing:
        confirm(shown, cara="tambah")

    counts = [sum("SAVEPOINT" not in query["sql"] for query in found) for found in (reading, judging, storing)]
    assert counts[0] <= 12
    assert counts[1] <= 14
    assert counts[2] <= 18


def test_a_total_above_the_ceiling_is_left_to_the_page_of_the_budget(draft, paste, confirm, desk):
    FundingSource.objects.filter(pk=draft.funding_source_id).update(ceiling=1_000)

    done = confirm(paste(*GOOD))

    assert "Total usulan melebihi pagu sumber dana ini" in desk.get(done.url).text
