"""The page "OPD kami tidak mengajukan usulan"."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from proposals.models import AgencyCycle, Obligation
from proposals.services import cycles
from proposals.tests.people import OTHERS

PAGE = "/usulan/tidak-mengajukan/"
DECLARED = {"declare": "1", "reason": "Tidak ada kegiatan.", "official": "Kepala Dinas (contoh)"}


def obligation(agency_cycle):
    agency_cycle.refresh_from_db()
    return agency_cycle.obligation


def test_page_says_what_the_declaration_means(mine):
    page = mine.get(PAGE).text

    assert "<h1>OPD kami tidak mengajukan usulan</h1>" in page
    assert (
        "Dengan pernyataan ini, OPD Anda tercatat sudah menjawab dan tidak menerima pengingat lagi. "
        "Anda dapat membatalkannya sampai batas pengajuan."
    ) in page
    assert "Nyatakan tidak mengajukan" in page


def test_declaration_is_stored_and_leads_home(mine, agency_cycle):
    answer = mine.post(PAGE, DECLARED)

    assert (answer.status_code, answer["Location"]) == (303, reverse("opd-home"))
    assert obligation(agency_cycle) == Obligation.NIL_DECLARED
    assert "tercatat tidak mengajukan usulan" in mine.get(answer["Location"]).text


@pytest.mark.parametrize(
    ("field", "sentence"), [("reason", "Isi alasan."), ("official", "Isi pejabat yang menyatakan.")]
)
def test_unfinished_declaration_is_asked_for_again(field, sentence, mine, agency_cycle):
    answer = mine.post(PAGE, DECLARED | {field: " "})

    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert obligation(agency_cycle) == Obligation.REQUIRED


def test_declaration_can_be_withdrawn(mine, agency_cycle, operator):
    cycles.declare_nil(agency_cycle, actor=operator, reason="Tidak ada kegiatan.", official="Kepala Dinas")
    assert "Batalkan pernyataan" in mine.get(PAGE).text

    answer = mine.post(PAGE, {"withdraw": agency_cycle.agency.code})

    assert answer.status_code == 303
    assert obligation(agency_cycle) == Obligation.REQUIRED


def test_declaration_is_refused_while_something_is_submitted(mine, agency_cycle, make_proposal):
    make_proposal("submitted")

    answer = mine.post(PAGE, DECLARED)

    assert answer.status_code == 409
    assert 'data-reason="locked"' in answer.text


def test_page_says_at_once_why_nothing_can_be_declared(mine, make_proposal):
    make_proposal("submitted")

    page = mine.get(PAGE).text

    assert "OPD Anda sudah mengirim usulan, sehingga tidak dapat dinyatakan tidak mengajukan." in page
    assert "Nyatakan tidak mengajukan" not in page


def test_drafts_do_not_stand_in_the_way(mine, make_proposal):
    make_proposal()

    page = mine.get(PAGE).text

    assert "sudah mengirim usulan" not in page
    assert "Nyatakan tidak mengajukan" in page


def test_acting_head_declares_for_the_office_that_has_sent_nothing(mine, operator, other_agency, make_proposal, cycle):
    make_proposal("submitted")
    Membership.objects.create(
        user=operator, agency=other_agency, role=Role.AGENCY_HEAD, title="Kepala", starts_on=date(2025, 1, 1)
    )

    page = mine.get(PAGE).text
    mine.post(PAGE, DECLARED | {"agency": other_agency.code})

    assert "sudah mengirim usulan, sehingga tidak dapat dinyatakan tidak mengajukan." in page
    assert "Nyatakan tidak mengajukan" in page
    assert AgencyCycle.objects.get(cycle=cycle, agency=other_agency).obligation == Obligation.NIL_DECLARED


def test_declaration_is_refused_after_the_cutoff(mine, agency_cycle, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    answer = mine.post(PAGE, DECLARED)

    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text
    assert "Nyatakan tidak mengajukan" not in mine.get(PAGE).text


def test_stranger_declares_for_the_own_agency_only(client_for, stranger, agency_cycle):
    browser = client_for(stranger)

    assert browser.post(PAGE, {"withdraw": agency_cycle.agency.code}).status_code == 404
    browser.post(PAGE, DECLARED | {"agency": agency_cycle.agency.code})
    assert obligation(agency_cycle) == Obligation.REQUIRED


@pytest.mark.parametrize("who", OTHERS)
def test_only_agencies_declare(who, request, client_for):
    browser = client_for(request.getfixturevalue(who))

    assert (browser.get(PAGE).status_code, browser.post(PAGE, DECLARED).status_code) == (403, 403)


def test_acting_head_names_the_office(mine, operator, other_agency, agency_cycle, cycle):
    Membership.objects.create(
        user=operator, agency=other_agency, role=Role.AGENCY_HEAD, title="Kepala", starts_on=date(2025, 1, 1)
    )

    assert mine.post(PAGE, DECLARED).status_code == 422
    mine.post(PAGE, DECLARED | {"agency": other_agency.code})

    assert AgencyCycle.objects.get(cycle=cycle, agency=other_agency).obligation == Obligation.NIL_DECLARED
    assert obligation(agency_cycle) == Obligation.REQUIRED
