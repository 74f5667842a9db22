"""The dashboard as leadership and Bappeda see it, and who else does not."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from proposals.models import AgencyCycle, Obligation, Proposal, SubmissionCycle
from proposals.number_format import NBSP
from proposals.sections import Section
from proposals.services import cycles, dispatching
from proposals.workflow import Action

SECRET = "Kalimat rahasia dari draf"


def page(client, **query):
    response = client.get(reverse("dashboard"), query)
    assert response.status_code == 200
    return response.content.decode()


def agency_page(client, code="dpupr"):
    response = client.get(reverse("dashboard-opd", args=[code]))
    assert response.status_code == 200
    return response.content.decode()


def heading(html):
    return re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]


def section(html, anchor):
    return re.search(rf'<section[^>]*aria-labelledby="{anchor}">(.*?)</section>', html, re.DOTALL)[1]


@pytest.mark.parametrize("who", ["leader", "reviewer", "approver", "admin"])
def test_leadership_and_planning_see_it(request, client_for, who):
    html = page(client_for(request.getfixturevalue(who)))

    assert heading(html) == "Belum ada OPD yang mengajukan."


@pytest.mark.parametrize("who", ["operator", "agency_head", "stranger"])
def test_agencies_do_not(request, client_for, who):
    client = client_for(request.getfixturevalue(who))

    assert client.get(reverse("dashboard")).status_code == 403
    assert client.get(reverse("dashboard-opd", args=["dpupr"])).status_code == 403


def test_visitor_is_led_to_the_sign_in(client, db):
    assert client.get(reverse("dashboard")).status_code == 302


def test_headline_counts_required_agencies_and_optional_ones_with_a_proposal(
    make_proposal, leader, client_for, required
):
    make_proposal(state="submitted")

    html = page(client_for(leader))

    assert heading(html) == f"1 dari {required} OPD sudah mengajukan. {required - 1} OPD belum mulai."


def test_optional_agency_counts_once_it_has_a_proposal(maker, cycle, figures, required):
    AgencyCycle.objects.filter(pk=maker.agency_cycle.pk).update(
        obligation=Obligation.OPTIONAL, base_obligation=Obligation.OPTIONAL
    )
    before = figures().tally.total

    maker.draft("Usulan OPD tidak wajib")

    assert (before, figures().tally.total) == (required - 1, required)


def test_declared_nil_counts_as_answered_not_as_submitted(cycle, stranger, figures, required):
    row = AgencyCycle.objects.get(cycle=cycle, agency__code="dinkes")
    cycles.declare_nil(row, actor=stranger, reason="Tidak ada kegiatan yang memenuhi syarat.", official="Kepala Dinas")

    found = figures()

    assert found.headline == "Belum ada OPD yang mengajukan, 1 NIHIL."
    assert found.tally.not_started == required - 1
    assert [bar.value for bar in found.stages if bar.label == "NIHIL"] == [1]
    assert "dinkes" not in [idle.figures.agency.code for idle in found.idle]


def test_returned_proposal_counts_with_its_last_valid_version(maker, make_proposal, figures):
    proposal = make_proposal(state="revision_required")
    submitted = proposal.requested_amount
    maker.resubmit(proposal)
    maker.act(Action.RECALL, proposal, maker.operator)
    Proposal.objects.filter(pk=proposal.pk).update(requested_amount=submitted + 1)

    assert figures().requested == submitted


def test_idle_agencies_are_listed_with_head_and_days(leader, client_for, clock_at):
    clock_at("2025-11-10T09:00+07:00")

    idle = section(page(client_for(leader)), "belum-mulai")

    assert "Kepala Dinas Kesehatan" in idle
    assert "4 hari kerja sejak dibuka" in idle  # 5, 6, 7 and 10 November


def test_message_for_the_idle_names_limit_and_status(leader, client_for, settings):
    settings.SITE_URL = "https://titian.example"

    assert (
        "Yth. Kepala Dinas Kesehatan. Batas pengajuan usulan tambahan anggaran ke pusat 30 November 2025 pukul "
        "23.59 WIB; hari kerja terakhir 28 November 2025. Status OPD Saudara: Belum mulai. Mohon segera dituntaskan "
        "melalui https://titian.example. Terima kasih."
    ) in page(client_for(leader))


def test_message_names_the_limit_that_holds_for_its_agency_and_ends_with_it(leader, client_for, cycle, clock_at):
    AgencyCycle.objects.filter(cycle=cycle, agency__code="dinkes").update(closes_at="2025-12-02T00:00:00+07:00")

    longer = page(client_for(leader))
    clock_at("2025-12-01T09:00:00+07:00")
    after = section(page(client_for(leader)), "belum-mulai")

    assert "Yth. Kepala Dinas Kesehatan. Batas pengajuan usulan tambahan anggaran ke pusat 1 Desember 2025" in longer
    assert "Yth. Kepala Dinas Sosial. Batas pengajuan usulan tambahan anggaran ke pusat 30 November 2025" in longer
    assert (after.count("Pesan untuk WhatsApp"), after.count("Kepala Dinas Kesehatan. Batas")) == (1, 1)


def test_message_about_a_return_names_the_window_that_it_opened(leader, client_for, maker, clock_at, cycle):
    SubmissionCycle.objects.filter(pk=cycle.pk).update(national_closes_at="2025-12-10T00:00:00+07:00")
    clock_at("2025-11-25T09:00:00+07:00", freeze=False)
    proposal = maker.make("in_assistance")
    maker.give_back(proposal, due_at=datetime.fromisoformat("2025-12-05T16:00:00+07:00"), opens_window=True)
    clock_at("2025-12-01T09:00:00+07:00")

    html = page(client_for(leader))

    assert "anggaran ke pusat 5 Desember 2025 pukul 15.59 WIB; hari kerja terakhir 5 Desember 2025. " in html


@pytest.mark.parametrize("who", ["leader", "reviewer"])
def test_draft_shows_its_title_and_nothing_of_its_content(request, maker, make_proposal, client_for, who):
    proposal = make_proposal(program=SECRET)
    maker.save(proposal, Section.BACKGROUND, {"problem_statement": SECRET}, is_done=True)
    client = client_for(request.getfixturevalue(who))

    shown = page(client) + agency_page(client)

    assert proposal.title in shown
    assert SECRET not in shown
    assert "261.000.000" not in shown
    assert f"261{NBSP}juta" not in shown


def test_old_returns_are_listed_the_oldest_first(maker, make_proposal, figures, clock_at):
    clock_at("2025-11-10T09:00+07:00")
    old = make_proposal(state="revision_required")
    clock_at("2025-11-11T09:00+07:00")
    recent = make_proposal(state="revision_required")

    clock_at("2025-11-12T23:00+07:00")
    assert figures().returned == ()
    clock_at("2025-11-13T00:00+07:00")
    assert [(row.number, row.days) for row in figures().returned] == [(old.number, 3)]
    clock_at("2025-11-17T09:00+07:00")
    assert [(row.number, row.days) for row in figures().returned] == [(old.number, 5), (recent.number, 4)]


def test_locked_package_waits_for_the_signature_with_its_age(maker, make_proposal, admin, leader, client_for, clock_at):
    clock_at("2025-11-20T09:00+07:00")
    proposal = make_proposal(state="approved")
    package = dispatching.create(actor=admin, cycle=proposal.cycle, ministry=proposal.ministry, proposals=[proposal])
    nothing = "Tidak ada paket yang menunggu tanda tangan."
    assert nothing in page(client_for(leader))

    dispatching.lock(package, actor=admin, seen_version=package.version)
    clock_at("2025-11-25T09:00+07:00")
    waiting = section(page(client_for(leader)), "tanda-tangan")

    assert f"Paket {package.number}" in waiting
    assert "3 hari kerja" in waiting
    assert f"Rp261{NBSP}juta" in waiting
    assert "/paket/" not in waiting  # leadership has no page for packages
    assert reverse("package-detail", args=[package.pk]) in section(page(client_for(admin)), "tanda-tangan")


def test_after_the_limit_drafts_are_not_submitted_any_more(make_proposal, figures, clock_at):
    make_proposal()
    clock_at("2025-12-01T00:00+07:00")

    found = figures()

    assert found.unsent == ()
    assert [(row.standing.label, row.count) for row in found.by_state if row.standing.state == "draft"] == [
        ("Draf", 0),
        ("Lengkap, belum dikirim", 0),
        ("Tidak diajukan", 1),
    ]
    assert [row.figures.look.label for row in found.agencies if row.figures.agency.code == "dpupr"] == [
        "Tidak diajukan"
    ]


def test_before_the_opening_it_says_when_it_fills(leader, client_for, clock_at):
    clock_at("2025-11-04T13:59+07:00")

    html = page(client_for(leader))

    assert "Siklus belum dibuka. Dasbor terisi setelah" in html
    assert "4 November 2025, pukul 14.00 WIB" in html
