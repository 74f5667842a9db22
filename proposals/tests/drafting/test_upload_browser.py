"""Uploading in a real browser over a weak line: progress, cancel, retry, refusals, and leaving half-way."""

import re

import pytest
from playwright.sync_api import expect

from ops.testing.journeys import PDF
from proposals.files.inspect import MAX_BYTES
from proposals.models import AttachmentSlot
from proposals.tests.drafting.conftest import PATIENCE

MB = 1024 * 1024


@pytest.fixture
def slot(db):
    return AttachmentSlot.objects.get(code="terms_of_reference")


@pytest.fixture
def line():
    """``line(page)``: sets how fast the line is (kbit/s up)."""

    def of(page):
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")

        def set_speed(kbit=0):
            speed = kbit * 1000 / 8 if kbit else -1
            conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
            session.send("Network.emulateNetworkConditions", conditions)

        return set_speed

    return of


def pdf(size, name="KAK.pdf"):
    content = PDF.replace(b"\n2 0", b"\n%" + b"x" * (size - len(PDF) - 2) + b"\n2 0", 1)
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def choose(page, slot, *files):
    page.locator(f"#berkas-{slot.pk if slot else 'lain'}").set_input_files(list(files))


def row_of(page, slot):
    return page.locator(f"#id_slot-{slot.pk if slot else 'lain'}")


def press(place, label, name):
    place.get_by_role("button", name=f"{label} {name}", exact=True).click()


@pytest.mark.slow
def test_a_large_file_on_a_weak_line_shows_its_progress_and_can_be_cancelled(opened, draft, slot, line):
    page = opened()
    line(page)(kbit=400)

    choose(page, slot, pdf(9 * MB))

    row = row_of(page, slot)
    expect(row).to_contain_text(re.compile(r"Mengunggah [1-9]\d?% \(\d+,?\d? dari 9 MB\)"))
    first = row.locator("progress").evaluate("bar => bar.value")
    page.wait_for_function("before => document.querySelector('progress').value > before", arg=first)
    press(row, "Batalkan", "KAK.pdf")
    expect(row.locator("progress")).to_have_count(0)
    expect(row.get_by_role("status")).to_have_text("Unggahan KAK.pdf dibatalkan.")
    assert page.evaluate("document.activeElement.type") == "file"
    assert not draft.attachments.exists()


def test_a_cut_line_is_told_and_the_file_goes_up_again_without_being_chosen(opened, draft, slot, browser_faults):
    page = opened()
    page.route("**/lampiran/unggah/", lambda route: route.abort("connectionreset"), times=1)
    choose(page, slot, pdf(2 * MB))
    row = row_of(page, slot)

    expect(row).to_contain_text("Gagal mengunggah KAK.pdf: sambungan terputus. Berkas lain aman.")
    press(row, "Coba lagi", "KAK.pdf")

    expect(row).to_contain_text(re.compile(r"Terunggah · 2\sMB · \d\d\.\d\d"), timeout=PATIENCE)
    expect(row.get_by_role("link", name="Lihat KAK.pdf")).to_be_visible()
    expect(row.get_by_text("Ganti")).to_be_visible()
    assert draft.attachments.get().size == 2 * MB
    assert all("ERR_CONNECTION_RESET" in fault for fault in browser_faults)
    browser_faults.clear()


@pytest.mark.slow
def test_a_file_for_which_the_server_has_no_place_waits_and_goes_up_by_itself(opened, draft, slot):
    page = opened()
    busy = {"status": 429, "headers": {"Retry-After": "2"}, "body": "busy"}
    page.route("**/lampiran/unggah/", lambda route: route.fulfill(**busy), times=1)

    choose(page, slot, pdf(20_000))

    row = row_of(page, slot)
    told = "Server sedang menerima banyak berkas. Dicoba lagi dalam 2 detik."
    expect(row.locator(".upload-row")).to_contain_text(told)
    expect(row.get_by_role("status")).to_have_text(told)
    assert not draft.attachments.exists()
    expect(row).to_contain_text("Terunggah", timeout=PATIENCE)
    assert draft.attachments.get().size == 20_000


@pytest.mark.slow
def test_what_the_server_refuses_is_told_at_the_slot(opened, draft, slot):
    page = opened()

    choose(page, slot, {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90" + b"\0" * 500})

    sentence = "Berkas surat.pdf bukan PDF. Unggah PDF, JPG, PNG, XLSX, atau DOCX."
    expect(row_of(page, slot).locator(".field-message")).to_contain_text(sentence)
    expect(row_of(page, slot).get_by_role("status")).to_have_text(sentence)
    assert not draft.attachments.exists()


@pytest.mark.slow
def test_a_file_over_the_limit_is_refused_before_anything_is_sent(opened, draft, slot, tmp_path):
    page = opened()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    large = tmp_path / "besar.pdf"
    large.write_bytes(b"%PDF" + b"x" * (MAX_BYTES - 3))

    page.locator(f"#berkas-{slot.pk}").set_input_files(large)

    expect(row_of(page, slot).locator(".field-message")).to_contain_text(
        "Berkas besar.pdf berukuran 25,1 MB. Batasnya 25 MB."
    )
    assert (sent, draft.attachments.count()) == ([], 0)


@pytest.mark.slow
def test_many_files_go_up_two_at_a_time_and_the_rest_of_the_page_stays(opened, draft, line):
    page = opened()
    set_speed = line(page)
    set_speed(kbit=400)
    page.evaluate("window.untouched = true")
    names = [f"foto {number}.pdf" for number in (1, 2, 3)]

    choose(page, None, *(pdf(MB + number, name) for number, name in enumerate(names)))

    row = row_of(page, None)
    expect(row.locator("progress:visible")).to_have_count(2)
    expect(row.get_by_text("Menunggu giliran")).to_have_count(1)
    set_speed()
    expect(row.get_by_text("Terunggah")).to_have_count(3, timeout=PATIENCE)
    assert page.evaluate("window.untouched")
    assert set(draft.attachments.values_list("filename", flat=True)) == set(names)


@pytest.mark.slow
def test_leaving_while_a_file_goes_up_is_asked_about(opened, slot, line):
    page = opened()
    line(page)(kbit=100)
    choose(page, slot, pdf(3 * MB))
    expect(row_of(page, slot)).to_contain_text("Mengunggah")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.evaluate("location.href = '/beranda/'")
    page.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    press(row_of(page, slot), "Batalkan", "KAK.pdf")


@pytest.mark.slow
def test_a_stalled_upload_says_that_it_goes_on_trying(opened, slot):
    page = opened()
    page.clock.install()
    page.route("**/lampiran/unggah/", lambda route: None)

    choose(page, slot, pdf(20_000))
    page.clock.run_for(31_000)

    expect(row_of(page, slot)).to_contain_text("Unggahan tersendat. Masih mencoba.")
    press(row_of(page, slot), "Batalkan", "KAK.pdf")


@pytest.mark.slow
def test_the_same_file_again_is_told_to_eye_and_ear(opened, slot):
    page = opened()
    choose(page, slot, pdf(20_000))
    expect(row_of(page, slot)).to_contain_text("Sudah ada")

    choose(page, slot, pdf(20_000, "surat-baru.pdf"))

    said = f"Berkas yang sama sudah ada pada lampiran “{slot.label}” dengan nama KAK.pdf. Tidak ada yang berubah."
    expect(row_of(page, slot).locator(".notice")).to_have_text(said)
    expect(row_of(page, slot).locator("[data-announce]")).to_have_text(said)


@pytest.mark.slow
def test_a_file_is_removed_without_a_new_page(opened, draft, slot, maker):
    maker.attach(draft, slot)
    page = opened()
    page.evaluate("window.untouched = true")

    press(row_of(page, slot), "Hapus", "berkas.pdf")

    expect(row_of(page, slot)).to_contain_text("Belum ada")
    assert page.evaluate("window.untouched")
    assert not draft.attachments.current().exists()


@pytest.mark.slow
def test_without_javascript_the_page_speaks_indonesian_and_works(opened, draft, slot):
    page = opened(java_script_enabled=False)

    choose(page, slot, pdf(2_000))
    press(row_of(page, slot), "Unggah berkas", slot.label)

    expect(row_of(page, slot)).to_contain_text("Terunggah")
    assert draft.attachments.get().size == 2_000


@pytest.mark.slow
def test_the_button_of_a_slot_keeps_clear_of_the_name_above_it(opened):
    page = opened()
    gaps = page.evaluate("""() => [...document.querySelectorAll(".slot-list > li")].map((slot) =>
        slot.querySelector(".file-pick > label").getBoundingClientRect().top
        - slot.querySelector("[data-slot-state]").getBoundingClientRect().bottom)""")

    assert len(gaps) > 1
    assert min(gaps) >= 8
