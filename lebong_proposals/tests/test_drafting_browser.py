"""From the home page to the receipt and back, as somebody sees it: one next step, ways there and back, what is told."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from ops.testing import browser_steps as agency_does
from proposals.models import AuditEntry, Proposal
from proposals.sections import Section
from proposals.workflow import State

SEND = "Saya menyatakan benar — kirim usulan"
UNSENT = "Lengkap, belum dikirim"
AFTER_CUTOFF = "2025-12-01T00:00:00+07:00"
STAMP = re.compile(r"Diterima \w+, \d\d? \w+ 2025, pukul \d\d\.\d\d\.\d\d WIB")


def next_step(page):
    """The words of the one next step on the home page; there is never a second one."""
    page.goto("/beranda/")
    expect(page.get_by_role("heading", name="Langkah berikutnya", exact=True)).to_have_count(1)
    expect(page.locator(".panel-act")).to_have_count(1)
    return page.locator(".panel-act").inner_text()


@pytest.mark.slow
def test_home_names_one_next_step_for_each_situation_and_leads_there(window, operator, make_proposal, maker):
    page = window(operator)

    assert "Mulai usulan pertama OPD Anda." in next_step(page)
    agency_does.follow(page.locator(".panel-act"), "Buat usulan")
    agency_does.heading(page, "Buat usulan")

    sent = make_proposal("submitted")
    assert "Tidak ada yang perlu dikerjakan sekarang. 1 usulan sedang ditangani Bappeda." in next_step(page)
    assert page.locator(".panel-act").get_by_role("link").count() == 0

    make_proposal(complete=False, title="Jembatan Ketahun")
    assert "Lanjutkan “Jembatan Ketahun”. 0 dari 8 bagian selesai. Berikutnya: Identitas." in next_step(page)
    agency_does.follow(page, "Lanjutkan mengisi")
    agency_does.heading(page, "Identitas")

    make_proposal(title="Jalan Muara Aman")
    assert "Kirim usulan “Jalan Muara Aman”. Semua bagian sudah lengkap, tetapi Bappeda belum" in next_step(page)
    agency_does.follow(page.locator(".panel-act"), "Periksa dan kirim")
    agency_does.heading(page, "Periksa usulan sebelum mengirim")

    maker.take(sent)
    maker.give_back(sent)
    assert f"Tanggapi catatan pada “{sent.title}”. Bappeda mengembalikan usulan ini pada" in next_step(page)
    agency_does.follow(page, "Buka catatan")
    agency_does.heading(page, "Tanggapi catatan")


@pytest.mark.slow
def test_what_is_complete_and_unsent_says_so_wherever_it_stands(window, operator, leader, make_proposal):
    proposal = make_proposal(title="Jalan Muara Aman")
    page = window(operator)

    for path in ("/beranda/", "/usulan/", f"/usulan/{proposal.number}/"):
        page.goto(path)
        expect(page.locator(".state-tag", has_text=UNSENT).first).to_be_visible()
    page.goto(f"/usulan/{proposal.number}/periksa/")
    agency_does.press(page, "Simpan dulu, kirim nanti")
    agency_does.heading(page, "Jalan Muara Aman")
    expect(page.locator(".banner")).to_contain_text("Usulan belum dikirim. Bappeda belum dapat melihatnya.")

    dashboard = window(leader)
    dashboard.goto("/dasbor/")
    unsent = dashboard.locator("section", has=dashboard.get_by_role("heading", name=UNSENT))
    expect(unsent.last).to_contain_text("Jalan Muara Aman")
    proposal.refresh_from_db()
    assert proposal.state == State.DRAFT


@pytest.mark.slow
def test_each_thing_that_is_missing_leads_into_its_box(window, operator, make_proposal):
    proposal = make_proposal(complete=False)
    page = window(operator)
    page.goto(f"/usulan/{proposal.number}/periksa/")
    assert page.get_by_role("button", name="kirim usulan").count() == 0
    assert page.locator("form[action$='/kirim/']").count() == 0
    links = [link.get_attribute("href") for link in page.locator("#galat a").all()]

    lost = []
    for link in links:
        page.goto(link)
        field = link.partition("#")[2]
        if page.evaluate("() => document.activeElement.id") != field:
            lost.append(link)

    assert len(links) > 10
    assert lost == []


@pytest.mark.slow
def test_every_change_link_of_the_check_page_comes_back_to_it_after_saving(window, operator, make_proposal):
    proposal = make_proposal()
    page = window(operator)
    check = f"/usulan/{proposal.number}/periksa/"
    page.goto(check)
    links = [link.get_attribute("href") for link in page.get_by_role("link", name=re.compile("^Ubah")).all()]
    sections = {link.partition("#")[0]: link for link in links}

    for link in sections.values():
        page.goto(link)
        expect(page.locator(".back-link a")).to_have_attribute("href", check)
        if "/lampiran/" not in link:  # where each file is saved as it is chosen
            agency_does.press(page, "Simpan dan kembali")
            agency_does.heading(page, "Periksa usulan sebelum mengirim")

    assert {link.split("/")[3] for link in sections} == {section.slug for section in Section}
    assert [link for link in links if "?kembali=periksa" not in link] == []


@pytest.mark.slow
def test_the_receipt_stays_what_it_was(window, operator, agency_head, make_proposal):
    proposal = make_proposal()
    page = window(operator)

    receipt = agency_does.hand_in(page, proposal.number)
    panel = page.locator(".panel-receipt").inner_text()
    page.reload()
    again = page.locator(".panel-receipt").inner_text()
    page.goto(f"/usulan/{proposal.number}/tanda-terima/")
    later = page.locator(".panel-receipt").inner_text()
    paper = page.request.get(f"/usulan/{proposal.number}/tanda-terima/1.pdf")

    assert receipt == f"{proposal.number}/1"
    assert panel == again == later
    assert STAMP.search(panel)
    assert "Bappeda memulai asistensi paling lambat" in page.locator("main").inner_text()
    assert paper.body().startswith(b"%PDF")


@pytest.mark.slow
def test_taking_back_works_until_the_cutoff_and_is_explained_after_it(
    window, operator, agency_head, make_proposal, clock_at
):
    first, second = make_proposal("submitted"), make_proposal("submitted")
    page, late = window(operator), window(agency_head)
    page.goto(f"/usulan/{first.number}/")
    agency_does.follow(page, "Tarik usulan")
    agency_does.heading(page, "Tarik usulan ini?")
    agency_does.press(page, "Tarik usulan")
    agency_does.heading(page, first.title)
    late.goto(f"/usulan/{second.number}/tarik/")

    clock_at(AFTER_CUTOFF)
    agency_does.press(late, "Tarik usulan")

    agency_does.heading(late, "Batas pengajuan sudah lewat")
    expect(late.locator("main")).to_have_attribute("data-reason", "deadline_passed")
    late.goto(f"/usulan/{second.number}/")
    assert late.get_by_role("link", name="Tarik usulan").count() == 0
    assert dict(Proposal.objects.values_list("number", "state")) == {
        first.number: State.DRAFT,
        second.number: State.SUBMITTED,
    }


@pytest.mark.slow
def test_errors_are_announced_first_and_lead_to_their_fields(window, operator, make_proposal):
    proposal = make_proposal(complete=False)
    page = window(operator)
    page.goto(f"/usulan/{proposal.number}/identitas/")
    page.get_by_label("Judul usulan").fill("")
    page.get_by_label("NIP penanggung jawab").fill("12345")

    agency_does.press(page, "Simpan dan kembali")

    expect(page.locator("#galat")).to_be_focused()
    expect(page).to_have_title("Galat: Identitas — Titian Lebong")
    links = page.locator("#galat a").all()
    assert {link.inner_text() for link in links} >= {
        "Isi judul usulan.",
        "NIP terdiri atas 18 angka. Sekarang 5 angka.",
    }
    for link in links:
        field = link.get_attribute("href").removeprefix("#")
        described = page.locator(f"#{field}").get_attribute("aria-describedby").split()
        messages = [page.locator(f"#{name}").inner_text() for name in described if "error" in name]
        assert link.inner_text() in " ".join(messages)
        link.click()
        expect(page.locator(f"#{field}")).to_be_focused()


@pytest.mark.slow
def test_an_answer_that_never_came_is_found_by_pressing_again_with_scripts(
    window, operator, agency_head, make_proposal, browser_faults
):
    proposal = make_proposal()
    page = window(operator)
    page.clock.install()
    page.goto(f"/usulan/{proposal.number}/periksa/")
    agency_does.declare(page)
    lost = []

    def lose_the_answer(route):
        lost.append(route.fetch(max_redirects=0).status)
        route.abort("aborted")

    page.route("**/kirim/", lose_the_answer, times=1)
    with page.expect_event("requestfailed"):
        agency_does.press(page, SEND)
    expect(page.locator(".save-status")).to_have_text("Jangan tutup halaman ini.")
    page.clock.run_for(31_000)
    expect(page.locator(".save-status")).to_contain_text("Aman menekan tombol sekali lagi")
    agency_does.press(page, SEND)

    agency_does.heading(page, "Usulan terkirim")
    assert lost == [303]
    assert page.locator(".receipt-number").inner_text() == f"{proposal.number}/1"
    assert AuditEntry.objects.filter(proposal=proposal, verb="submitted").count() == 1
    browser_faults.clear()


@pytest.fixture
def abroad(browser, site, operator):
    """``abroad(zone, time)``: the operator's window on a device with another time zone and another time."""
    opened = []

    def open_window(zone, time):
        opened.append(browser.new_context(base_url=site, timezone_id=zone, locale="id-ID"))
        page = opened[-1].new_page()
        agency_does.sign_in(page, operator.username, PASSWORD)
        page.clock.install(time=time)
        return page

    yield open_window
    for context in opened:
        context.close()


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_the_countdown_is_the_servers_whatever_the_device_believes(window, operator, abroad, zone, clock_at):
    clock_at("2025-11-27T10:00:00+07:00")
    right = window(operator)
    wrong = abroad(zone, "2025-11-27T06:00:00Z")  # three hours ahead
    for page in (right, wrong):
        page.goto("/beranda/")

    told = right.locator(".countdown").inner_text()
    assert wrong.evaluate("() => new Date().toISOString()").startswith("2025-11-27T06:0")
    assert wrong.locator(".countdown").inner_text() == told
    wrong.clock.run_for(61_000)  # the page has drawn it anew by itself
    assert wrong.locator(".countdown").inner_text() == told
    assert "23.59 WIB" in told
