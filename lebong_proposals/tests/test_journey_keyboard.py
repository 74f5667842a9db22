"""From signing in to the receipt with the keyboard alone: two rows of costs, the attachments, the declaration."""

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from ops.testing import browser_steps as agency_does
from ops.testing.journeys import PDF
from ops.testing.keyboard import Keyboard
from proposals.models import Proposal

NEXT = "Simpan dan ke bagian berikutnya"
TITLE = "Pembangunan Embung Talang Bunut"


@pytest.fixture
def keys(window, operator, agency_head):
    operator.set_password(PASSWORD)
    operator.save(update_fields=["password"])
    page = window()
    page.goto("/masuk/")
    return Keyboard(page)


def write_about_the_plan(keys):
    keys.choose_next("Kementerian/lembaga tujuan")
    keys.write("Tahun anggaran", "2026")
    keys.write("Nama penanggung jawab", "Kepala Dinas (contoh)")
    keys.write("NIP penanggung jawab", "198503122010011004")
    keys.write("Jabatan penanggung jawab", "Kepala Dinas")
    keys.write("Nama narahubung", "Operator (contoh)")
    keys.write("Nomor WhatsApp narahubung", "081200000000")
    keys.press(NEXT)
    for label in ("Masalah yang", "Dasar hukum", "Tujuan", "Akibat bila", "Cara pelaksanaan"):
        keys.write(label, "Sawah kering.")
    keys.tick("Ya, sudah selesai")
    keys.press(NEXT)
    keys.tick("1.")
    keys.choose_next("Sasaran RPJMD")
    keys.write("Penjelasan keterkaitan", "Mendukung swasembada pangan.")
    keys.tick("Ya, sudah selesai")
    keys.press(NEXT)
    keys.choose_next("Kecamatan lokasi 1")
    keys.choose_next("Desa/kelurahan lokasi 1")
    keys.write("Jumlah penerima manfaat", "120")
    keys.write("Satuan penerima manfaat", "KK")
    keys.press(NEXT)


def write_about_costs_and_proof(keys):
    for number in (1, 2):
        if number == 2:
            keys.press("Tambah baris")
            keys.page.keyboard.press("Shift+Tab")  # the new row has the focus already
        keys.write(f"Uraian baris {number}", "Pasangan batu")
        keys.write(f"Volume baris {number}", "10")
        keys.write(f"Satuan baris {number}", "m3")
        keys.write(f"Harga satuan (Rp) baris {number}", "1.450.000")
    keys.press(NEXT)
    for number in (1, 2):
        keys.write(f"Indikator baris {number}", "Panjang saluran")
        keys.write(f"Satuan baris {number}", "m")
        keys.write(f"Kondisi awal baris {number}", "0")
        keys.write(f"Target baris {number}", "620")
        keys.write(f"Sumber data baris {number}", "DPUPR")
    keys.tick("Ya, sudah selesai")
    keys.press(NEXT)
    for _ in range(keys.page.get_by_role("radio", name="Sudah ada").count()):
        keys.tick("Sudah ada")
    keys.write("Keberlanjutan dan pemeliharaan", "Dipelihara oleh P3A.")
    keys.press(NEXT)


def attach_what_is_required(keys):
    slots = keys.page.locator(".slot-list > li", has_not=keys.page.locator("h2 .optional"))
    for label in slots.locator("h2").all_inner_texts():
        keys.attach(f"Pilih berkas {label}", "berkas.pdf", PDF)
        expect(agency_does.slot_of(keys.page, label)).to_contain_text("Terunggah")
        keys.page.keyboard.press("Shift+Tab")


@pytest.mark.slow
def test_a_proposal_is_written_and_sent_without_a_mouse(keys, operator):
    keys.write("Surel (email)", operator.username)
    keys.write("Kata sandi", PASSWORD)
    keys.press("Masuk")
    keys.press("Buat usulan")
    keys.write("Judul usulan", TITLE)
    keys.tick("Belanja K/L (APBN)")
    keys.press("Buat dan lanjutkan")
    keys.press("Identitas")

    write_about_the_plan(keys)
    write_about_costs_and_proof(keys)
    attach_what_is_required(keys)
    keys.press("Kembali ke daftar bagian")
    keys.press("Periksa dan kirim")
    keys.write("Nomor surat usulan OPD", "600/12/DPUPR/XI/2025")
    keys.write("Tanggal surat", "10 11 2025")
    keys.press("Saya menyatakan benar")

    agency_does.heading(keys.page, "Usulan terkirim")
    assert Proposal.objects.get().requested_amount == 29_000_000
