"""The whole journey in a real browser, from an empty draft to "Dikirim ke pusat", each person at an own window."""

import pytest
from playwright.sync_api import expect

from ops.testing import browser_steps as agency_does
from ops.testing import review_steps as bappeda_does
from proposals.models import AuditEntry, Proposal

TITLE = "Rehabilitasi Jaringan Irigasi Air Kotok, Kecamatan Amen"
NOTES = ("Cantumkan debit andalan musim gadu.", "Sertakan analisis harga satuan.")


@pytest.fixture
def people(window, operator, agency_head, reviewer, approver, admin, leader):
    return {
        name: window(user)
        for name, user in {
            "operator": operator,
            "reviewer": reviewer,
            "approver": approver,
            "admin": admin,
            "leader": leader,
        }.items()
    }


def test_a_proposal_travels_from_draft_to_the_central_government(people):
    operator, reviewer = people["operator"], people["reviewer"]
    before = bappeda_does.counts_by_state(people["leader"])

    number = agency_does.create(operator, TITLE)
    agency_does.fill_in(operator, number)
    assert agency_does.hand_in(operator, number) == f"{number}/1"

    bappeda_does.take(reviewer, number, TITLE)
    bappeda_does.note(reviewer, "Latar belakang dan tujuan", NOTES[0])
    bappeda_does.note(reviewer, "Rencana Anggaran Biaya (RAB)", NOTES[1], kind="Saran")
    bappeda_does.give_back(reviewer, number, 2)

    operator.goto("/beranda/")
    agency_does.follow(operator, "Buka catatan")
    for body in NOTES:
        agency_does.shows(operator, body)
    agency_does.follow(operator, "Buka bagian Latar belakang dan tujuan")
    agency_does.shows(operator, NOTES[0])
    operator.get_by_label("Masalah yang dihadapi").fill("Debit andalan musim gadu 0,8 m3/detik; saluran bocor.")
    agency_does.call_done(operator)
    agency_does.answer_notes(operator, number)
    assert agency_does.hand_in(operator, number) == f"{number}/2"

    bappeda_does.take(reviewer, number, TITLE, "Perlu saya tangani")
    agency_does.shows(reviewer, "Sudah diperbaiki")
    bappeda_does.resolve_notes(reviewer, number)
    bappeda_does.approve(people["approver"], number)
    bappeda_does.dispatch(people["admin"], number, agency_does.MINISTRY, "600/77/Bappeda/XI/2025")

    operator.goto(f"/usulan/{number}/")
    expect(operator.locator(".state-tag").first).to_have_attribute("data-state", "sent")
    after = bappeda_does.counts_by_state(people["leader"])
    assert {state: after[state] - before[state] for state in after if after[state] != before[state]} == {"sent": 1}
    assert Proposal.objects.get(number=number).requested_amount == 345_461_625
    assert AuditEntry.objects.filter(proposal__number=number, verb="sent").count() == 1
