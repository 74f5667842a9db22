"""The same journey in browsers that run no script: nothing on the way depends on one."""

import pytest
from playwright.sync_api import expect

from ops.testing import browser_steps as agency_does
from ops.testing import review_steps as bappeda_does
from ops.testing.journeys import PDF
from proposals.models import Proposal
from proposals.workflow import State

TITLE = "Pembangunan Embung Talang Bunut, Kecamatan Amen"


@pytest.fixture
def plain_window(window):
    return lambda user: window(user, java_script_enabled=False)


@pytest.mark.slow
def test_an_agency_gets_from_nothing_to_its_receipt(plain_window, operator, agency_head):
    page = plain_window(operator)

    number = agency_does.create(page, TITLE)
    agency_does.fill_in(page, number)
    receipt = agency_does.hand_in(page, number)

    assert receipt == f"{number}/1"
    assert Proposal.objects.get(number=number).requested_amount == 345_461_625


def test_rows_are_added_moved_removed_and_brought_back_by_buttons(plain_window, operator, make_proposal):
    proposal = make_proposal(complete=False)
    page = plain_window(operator)
    page.goto(f"/usulan/{proposal.number}/rab/")

    page.get_by_label("Uraian baris 1", exact=True).fill("Semen")
    agency_does.press(page, "Tambah baris")
    page.get_by_label("Uraian baris 2", exact=True).fill("Pasir")
    agency_does.press(page, "Naik baris 2")
    order = [page.get_by_label(f"Uraian baris {number}", exact=True).input_value() for number in (1, 2)]
    agency_does.press(page, "Hapus baris 1")
    agency_does.shows(page, "Baris “Pasir” dihapus.")
    agency_does.press(page, "Urungkan penghapusan Pasir")

    assert order == ["Pasir", "Semen"]
    expect(page.get_by_label("Uraian baris 1", exact=True)).to_have_value("Pasir")


@pytest.mark.slow
def test_the_last_row_and_file_are_added_and_the_proposal_is_sent(plain_window, operator, agency_head, make_proposal):
    number = make_proposal(title=TITLE).number
    page = plain_window(operator)
    page.goto(f"/usulan/{number}/rab/")
    agency_does.press(page, "Tambah baris")
    for label, value in zip(("Uraian", "Volume", "Satuan", "Harga satuan (Rp)"), agency_does.COST_ROWS[1], strict=True):
        page.get_by_label(f"{label} baris 2", exact=True).fill(value)
    agency_does.save(page)
    page.goto(f"/usulan/{number}/lampiran/")
    agency_does.attach(page, "Peta lokasi", "peta.pdf", PDF)
    agency_does.shows(page, "peta.pdf")

    receipt = agency_does.hand_in(page, number)

    assert receipt == f"{number}/1"
    assert Proposal.objects.get(number=number).requested_amount == 261_000_000 + 84_461_625


@pytest.mark.slow
def test_notes_go_to_the_agency_and_come_back_answered(
    plain_window, make_proposal, operator, reviewer, approver, agency_head
):
    proposal = make_proposal(state="submitted", title=TITLE)
    number = proposal.number
    desk, agency = plain_window(reviewer), plain_window(operator)

    bappeda_does.take(desk, number, TITLE)
    bappeda_does.note(desk, "Latar belakang dan tujuan", "Cantumkan luas layanan.")
    bappeda_does.note(desk, "Lampiran", "Ganti foto yang buram.", kind="Saran")
    bappeda_does.give_back(desk, number, 2)
    agency_does.answer_notes(agency, number)
    receipt = agency_does.hand_in(agency, number)
    bappeda_does.take(desk, number, TITLE, "Perlu saya tangani")
    bappeda_does.resolve_notes(desk, number)
    bappeda_does.approve(plain_window(approver), number)

    assert receipt == f"{number}/2"
    proposal.refresh_from_db()
    assert proposal.state == State.APPROVED
