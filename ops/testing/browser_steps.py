"""What an agency does in the browser, by the words on its pages; every step works with and without JavaScript."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from ops.testing.journeys import PDF

FUNDING = "Belanja K/L (APBN)"
MINISTRY, MINISTRY_SHORT = "Kementerian Pekerjaan Umum", "Kemen PU"
# 180 m3 x Rp1.450.000 and 96,5 m3 x Rp875.250.
COST_ROWS = (
    ("Pasangan batu saluran induk", "180", "m3", "1.450.000"),
    ("Galian tanah dan pembersihan", "96,5", "m3", "Rp 875.250"),
)
TOTAL = "345.461.625"


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/masuk/")
    page.get_by_label("Surel (email) dinas atau nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    press(page, "Masuk")


def press(page: Page, name: str) -> None:
    """Press the one button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow the one link of this name."""
    page.get_by_role("link", name=name, exact=True).click()


def heading(page: Page, text: str) -> None:
    """Wait for the page with this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def shows(page: Page, sentence: str) -> None:
    """Wait until the page says this somewhere."""
    expect(page.locator("main")).to_contain_text(sentence)


def create(page: Page, title: str) -> str:
    """Page "Buat usulan"; returns the number of the new draft."""
    page.goto("/usulan/baru/")
    page.get_by_label("Judul usulan").fill(title)
    page.get_by_label(FUNDING, exact=True).check()
    press(page, "Buat dan lanjutkan")
    heading(page, title)
    shows(page, "bagian selesai.")
    return page.locator("main").get_attribute("data-number") or ""


def save(page: Page) -> None:
    press(page, "Simpan dan kembali")
    shows(page, "sudah disimpan.")


def fill_identity(page: Page) -> None:
    page.get_by_label("Kementerian/lembaga tujuan").select_option(label=MINISTRY_SHORT)
    page.get_by_label("Tahun anggaran").fill("2026")
    page.get_by_label("Nama penanggung jawab").fill("Kepala Dinas (contoh)")
    page.get_by_label("NIP penanggung jawab").fill("19850312 201001 1 004")
    page.get_by_label("Jabatan penanggung jawab").fill("Kepala Dinas")
    page.get_by_label("Nama narahubung").fill("Operator (contoh)")
    page.get_by_label("Nomor WhatsApp narahubung").fill("0812 0000 0000")
    save(page)


def fill_background(page: Page) -> None:
    page.get_by_label("Masalah yang dihadapi").fill("Saluran bocor sejak 2019; 50 hektare sawah kering di musim gadu.")
    page.get_by_label("Dasar hukum atau penugasan").fill("RPJMD 2021-2026.")
    page.get_by_label("Tujuan", exact=True).fill("Air sampai ke petak terakhir.")
    page.get_by_label("Akibat bila tidak didanai").fill("Gagal panen berulang.")
    page.get_by_label("Cara pelaksanaan dan jadwal").fill("Kontraktual, Maret sampai Agustus 2026.")
    call_done(page)


def fill_alignment(page: Page) -> None:
    page.get_by_role("radio").nth(1).check()
    page.locator("#id_regional_mission").select_option(index=1)
    page.get_by_label("Penjelasan keterkaitan").fill("Mendukung swasembada pangan.")
    call_done(page)


def fill_location(page: Page) -> None:
    # With scripts the district has a list of its own, and this one is called after the village alone.
    page.get_by_label(re.compile("desa/kelurahan lokasi 1$", re.IGNORECASE)).select_option(label="Talang Bunut")
    page.get_by_label("Nama lokasi lokasi 1", exact=True).fill("Saluran induk Air Kotok")
    page.get_by_label("Jumlah penerima manfaat", exact=True).fill("1.200")
    page.get_by_label("Satuan penerima manfaat").fill("KK")
    save(page)


def fill_budget(page: Page) -> None:
    for number, row in enumerate(COST_ROWS, start=1):
        if number > 1:
            press(page, "Tambah baris")
            expect(page.get_by_label(f"Uraian baris {number}", exact=True)).to_be_visible()
        for label, value in zip(("Uraian", "Volume", "Satuan", "Harga satuan (Rp)"), row, strict=True):
            page.get_by_label(f"{label} baris {number}", exact=True).fill(value)
    save(page)
    shows(page, f"Total usulan Rp{TOTAL}")


def fill_indicators(page: Page) -> None:
    rows = (("Panjang saluran", "m", "0", "620", "DPUPR"), ("Sawah terairi", "ha", "12", "50", "DPUPR"))
    for number, row in enumerate(rows, start=1):
        for label, value in zip(("Indikator", "Satuan", "Kondisi awal", "Target", "Sumber data"), row, strict=True):
            page.get_by_label(f"{label} baris {number}", exact=True).fill(value)
    call_done(page)


def fill_readiness(page: Page) -> None:
    for available in page.get_by_role("radio", name="Sudah ada").all():
        available.check()
    page.get_by_label("Keberlanjutan dan pemeliharaan").fill("Dipelihara oleh P3A dengan iuran musim.")
    save(page)


def attach_required(page: Page) -> None:
    """Upload a file for each slot that is not optional."""
    slots = page.locator(".slot-list > li", has_not=page.locator("h2 .optional"))
    for label in slots.locator("h2").all_inner_texts():
        attach(page, label, f"{label[:20]}.pdf", PDF)
        expect(slot_of(page, label)).to_contain_text("Terunggah")


def slot_of(page: Page, label: str) -> Locator:
    return page.locator(".slot-list > li", has=page.get_by_role("heading", name=label, exact=True))


def attach(page: Page, slot: str, name: str, content: bytes) -> None:
    """Choose a file for an empty slot, which uploads it; without JavaScript by its button."""
    file = {"name": name, "mimeType": "application/pdf", "buffer": content}
    page.get_by_label(f"Pilih berkas {slot}", exact=True).set_input_files(file)
    upload = page.get_by_role("button", name=f"Unggah berkas {slot}", exact=True)
    if upload.is_visible():
        upload.click()


def call_done(page: Page) -> None:
    page.get_by_label("Ya, sudah selesai").check()
    save(page)


SECTIONS: dict[str, Callable[[Page], None]] = {
    "Identitas": fill_identity,
    "Latar belakang dan tujuan": fill_background,
    "Penyelarasan prioritas": fill_alignment,
    "Lokasi dan penerima manfaat": fill_location,
    "Rencana Anggaran Biaya (RAB)": fill_budget,
    "Indikator": fill_indicators,
    "Kesiapan": fill_readiness,
    "Lampiran": attach_required,
}


def fill_in(page: Page, number: str) -> None:
    """Fill all eight sections from the task list."""
    for label, fill in SECTIONS.items():
        page.goto(f"/usulan/{number}/")
        page.locator(".task-list").get_by_role("link", name=label, exact=True).click()
        heading(page, label)
        fill(page)


def hand_in(page: Page, number: str, letter: str = "600/12/DPUPR/XI/2025") -> str:
    """Check, declare and send; returns the receipt's number."""
    page.goto(f"/usulan/{number}/periksa/")
    heading(page, "Periksa usulan sebelum mengirim")
    declare(page, letter)
    press(page, "Saya menyatakan benar — kirim usulan")
    heading(page, "Usulan terkirim")
    return page.locator(".receipt-number").inner_text()


def declare(page: Page, letter: str = "600/12/DPUPR/XI/2025") -> None:
    page.get_by_label("Nomor surat usulan OPD").fill(letter)
    page.get_by_label("Tanggal surat").fill("10 11 2025")


def answer_notes(page: Page, number: str) -> None:
    """Say of each note that it was followed, and go on to the check page."""
    page.goto(f"/usulan/{number}/perbaikan/")
    heading(page, "Tanggapi catatan")
    for fixed in page.get_by_role("radio", name="Sudah diperbaiki").all():
        fixed.check()
    press(page, "Periksa dan kirim ulang")
    heading(page, "Periksa usulan sebelum mengirim")
