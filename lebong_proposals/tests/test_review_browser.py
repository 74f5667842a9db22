"""The review as two people see it in their browsers: what stays secret, what holds an approval up, who decides."""

import pytest
from playwright.sync_api import expect

from notifications.models import OutboxMessage
from ops.testing import browser_steps as agency_does
from ops.testing import page_checks
from ops.testing import review_steps as bappeda_does
from proposals.models import NoteKind
from proposals.workflow import State

TITLE = "Rehabilitasi Jaringan Irigasi Air Kotok"
BODY = "Cantumkan luas layanan irigasi."
PHONE = {"width": 360, "height": 740}


def notes_in_mail():
    return [message for message in OutboxMessage.objects.all() if BODY in str(message.facts)]


@pytest.mark.slow
def test_notes_reach_the_agency_only_with_the_return(window, make_proposal, reviewer, operator):
    """A51."""
    number = make_proposal(state="in_assistance", title=TITLE).number
    desk, office = window(reviewer), window(operator)
    desk.goto(f"/asistensi/{number}/")
    bappeda_does.note(desk, "Latar belakang dan tujuan", BODY)
    desk.goto(f"/asistensi/{number}/kembalikan/")
    for is_ticked, words in ((False, "Kembalikan dan kirim catatan"), (True, "Kembalikan dan kirim 1 catatan")):
        desk.get_by_label(BODY).set_checked(is_ticked)
        expect(desk.get_by_role("button", name=words, exact=True)).to_be_visible()

    for path in (f"/usulan/{number}/", f"/usulan/{number}/riwayat/", "/beranda/"):
        office.goto(path)
        expect(office.locator("main")).not_to_contain_text(BODY)
    assert notes_in_mail() == []

    bappeda_does.give_back(desk, number, 1)
    office.goto(f"/usulan/{number}/perbaikan/")
    agency_does.shows(office, BODY)
    assert notes_in_mail() != []


@pytest.mark.slow
def test_open_mandatory_note_holds_an_approval_up_and_is_linked(window, maker, approver):
    """A52: explained beside a button that still leads on, and refused when the request is forced."""
    proposal = maker.make(state="in_assistance", title=TITLE)
    maker.note(proposal, BODY)
    page = window(approver)
    page.goto(f"/asistensi/{proposal.number}/")

    expect(page.locator("#alasan-approve")).to_contain_text("Masih ada 1 catatan wajib yang belum selesai.")
    agency_does.follow(page, "Setujui usulan")
    agency_does.shows(page, "Masih ada 1 catatan wajib yang belum selesai.")
    page.get_by_role("link", name="Catatan 1").first.click()
    expect(page.locator("#catatan-1")).to_contain_text(BODY)
    assert page.url.endswith(f"/asistensi/{proposal.number}/#catatan-1")

    proposal.refresh_from_db()
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    crafted = {"csrfmiddlewaretoken": token, "seen_version": str(proposal.version), "approved_amount": "1"}
    answer = page.request.post(
        f"/asistensi/{proposal.number}/setujui/", form=crafted, headers={"Referer": page.url}, max_redirects=0
    )
    assert answer.status == 409
    assert "Masih ada 1 catatan wajib yang belum selesai." in answer.text()
    proposal.refresh_from_db()
    assert proposal.state == State.IN_ASSISTANCE


@pytest.mark.slow
def test_reviewer_prepares_and_the_approver_confirms_on_telephones(window, maker, reviewer, approver):
    proposal = maker.make(state="in_assistance", title=TITLE)
    maker.note(proposal, "Tambahkan foto terbaru.", kind=NoteKind.SUGGESTION)
    desk, head = window(reviewer, viewport=PHONE), window(approver, viewport=PHONE)

    desk.goto(f"/asistensi/{proposal.number}/")
    agency_does.follow(desk, "Siapkan keputusan")
    agency_does.heading(desk, "Siapkan keputusan")
    assert page_checks.overflow(desk) == []
    desk.set_viewport_size(PHONE)
    agency_does.press(desk, "Siapkan keputusan")
    agency_does.shows(desk, "Keputusan disiapkan. Kepala Bappeda yang mengesahkannya.")

    head.goto("/asistensi/")
    expect(head.get_by_role("navigation", name="Utama")).to_contain_text("Asistensi (1)")
    agency_does.follow(head, "Keputusan yang disiapkan")
    head.get_by_label(f"Pilih usulan {proposal.number}").check()
    agency_does.press(head, "Sahkan yang dipilih")
    agency_does.heading(head, "Sahkan keputusan ini?")
    assert page_checks.barriers(head) + page_checks.overflow(head) == []
    head.set_viewport_size(PHONE)
    agency_does.press(head, "Sahkan 1 keputusan")
    agency_does.heading(head, "Hasil pengesahan")
    agency_does.shows(head, "1 dari 1 keputusan disahkan.")
    assert page_checks.overflow(head) == []

    proposal.refresh_from_db()
    assert (proposal.state, proposal.approved_amount) == (State.APPROVED, proposal.requested_amount)
    assert proposal.suggestions_due_on is not None
