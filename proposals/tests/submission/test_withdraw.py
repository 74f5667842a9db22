"""Tarik usulan: until the review begins and the limit has not passed."""

import pytest
from django.urls import reverse

from ops.testing.html_forms import forms_of
from ops.testing.scene import again
from proposals.models import AuditEntry
from proposals.tests.people import OTHERS

LAST_MICROSECOND = "2025-11-30T23:59:59.999999+07:00"
CUTOFF = "2025-12-01T00:00:00+07:00"


def address(proposal):
    return reverse("proposal-withdraw", args=[proposal.number])


def take_back(client, proposal, **data):
    proposal.refresh_from_db()
    return client.post(address(proposal), {"seen_version": proposal.version, "reason": ""} | data)


@pytest.fixture(scope="module", autouse=True)
def submitted(scene):
    return scene.make("submitted")


@pytest.fixture
def proposal(db, submitted):
    return again(submitted)


def test_page_says_what_happens_and_until_when(mine, proposal):
    page = mine.get(address(proposal)).text

    assert "<h1>Tarik usulan ini?</h1>" in page
    assert (
        "Isian kembali menjadi draf dan dapat dikirim lagi sampai Minggu, 30 November 2025, pukul 23.59 WIB. "
        f"Tanda terima {proposal.number}/1 tetap tersimpan di riwayat."
    ) in page
    assert "dianggap tidak diajukan" not in page


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("2025-11-28T09:00:00+07:00", "Sisa waktu 1 hari kerja."),
        ("2025-11-29T09:00:00+07:00", "Sisa waktu 39 jam."),
        ("2025-11-30T18:48:00+07:00", "Sisa waktu 5 jam 12 menit."),
    ],
)
def test_page_warns_when_one_working_day_is_left_or_less(moment, left, mine, proposal, clock_at):
    clock_at(moment)

    page = mine.get(address(proposal)).text

    assert f"{left} Usulan yang ditarik dan tidak dikirim lagi dianggap tidak diajukan." in page


def test_taking_back_gives_the_draft_back(mine, proposal):
    answer = take_back(mine, proposal, reason="Keliru memilih sumber dana.")

    assert (answer.status_code, answer["Location"]) == (303, reverse("proposal-detail", args=[proposal.number]))
    proposal.refresh_from_db()
    assert proposal.state == "draft"
    assert proposal.versions.get().withdrawal.reason == "Keliru memilih sumber dana."
    assert AuditEntry.objects.filter(proposal=proposal, verb="recalled").count() == 1


def test_taking_back_in_a_later_round_opens_the_revision_again(mine, make_proposal, maker):
    proposal = make_proposal("revision_required")
    maker.resubmit(proposal)

    take_back(mine, proposal)

    proposal.refresh_from_db()
    assert proposal.state == "revision_required"


@pytest.mark.parametrize("state", ["draft", "in_assistance", "approved"])
def test_taking_back_is_refused_once_it_is_not_waiting(state, mine, make_proposal):
    proposal = make_proposal(state)

    answer = take_back(mine, proposal)

    assert answer.status_code == 409
    assert 'data-reason="locked"' in answer.text


def test_late_taking_back_is_told_who_began_the_review_and_when(mine, proposal, maker, reviewer, clock_at):
    opened = mine.get(address(proposal))
    clock_at("2025-11-12T10:20:00+07:00")
    maker.take(proposal)
    clock_at("2025-11-12T10:40:00+07:00")
    maker.note(proposal, "Yang belum dikirim.")

    answer = mine.post(address(proposal), forms_of(opened.text)[-1].values)

    assert answer.status_code == 409
    assert f"Terakhir, {reviewer.name} memulai asistensi pada Rabu, 12 November 2025, pukul 10.20 WIB." in answer.text
    assert "menulis catatan" not in answer.text


def test_taking_back_what_a_colleague_took_back_is_told_so(mine, client_for, agency_head, proposal):
    take_back(client_for(agency_head), proposal)

    assert f"Terakhir, {agency_head.name} menarik usulan pada " in take_back(mine, proposal).text


def test_taking_back_on_an_old_page_is_refused(mine, proposal):
    answer = take_back(mine, proposal, seen_version=proposal.version - 1)

    assert answer.status_code == 409
    assert 'data-reason="stale"' in answer.text


def test_taking_back_without_the_seen_version_is_malformed(mine, proposal):
    assert take_back(mine, proposal, seen_version="").status_code == 400


def test_stranger_finds_nothing_to_take_back(client_for, stranger, proposal):
    assert take_back(client_for(stranger), proposal).status_code == 404


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_agency_takes_back(who, request, client_for, proposal):
    assert take_back(client_for(request.getfixturevalue(who)), proposal).status_code == 403


def test_taking_back_is_taken_in_the_last_microsecond(mine, proposal, clock_at):
    clock_at(LAST_MICROSECOND)

    assert take_back(mine, proposal).status_code == 303


@pytest.mark.parametrize("moment", [CUTOFF, "2025-12-01T00:00:00.000001+07:00"])
def test_taking_back_is_refused_from_the_cutoff_on(moment, mine, proposal, clock_at):
    clock_at(moment)

    answer = take_back(mine, proposal)

    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
