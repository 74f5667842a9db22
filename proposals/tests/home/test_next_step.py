"""Exactly one next step, by the first rule that matches (``ux.md`` 2.2)."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from lebong_proposals import clock
from proposals.models import AgencyCycle
from proposals.sections import Section
from proposals.services import cycles
from proposals.workflow import Action

HOME = "/beranda/"


def step(browser):
    """The words of the one step on the page, without markup, and its addresses."""
    page = browser.get(HOME)
    text = page.text
    assert text.count('class="panel panel-act"') == 1
    return text[text.index('class="panel panel-act"') :].partition("</section>")[0]


def test_returned_proposal_comes_before_everything_else(mine, make_proposal, maker, clock_at):
    make_proposal(title="Draf lengkap")
    clock_at("2025-11-18T09:00:00+07:00")
    returned = make_proposal("in_assistance", title="Irigasi Air Kotok")
    due = datetime.fromisoformat("2025-11-22T00:00:00+07:00")
    maker.give_back(returned, due_at=due)
    clock_at("2025-11-20T09:00:00+07:00")

    panel = step(mine)

    assert (
        "<strong>Tanggapi catatan pada “Irigasi Air Kotok”.</strong> Bappeda mengembalikan usulan ini 2 hari kerja "
        "lalu dengan 1 catatan. Perbaiki dan kirim ulang sebelum Jumat, 21 November 2025, pukul 23.59 WIB."
    ) in panel
    assert f'href="{reverse("revision", args=[returned.number])}">Buka catatan</a>' in panel


def test_return_of_today_is_named_by_its_day(mine, make_proposal):
    make_proposal("revision_required")

    assert 'mengembalikan usulan ini pada <time datetime="2025-11-10' in step(mine)


def test_earliest_due_date_comes_first_among_returned_ones(mine, make_proposal, maker):
    for title, days in (("Nanti", 5), ("Segera", 3)):
        proposal = make_proposal("in_assistance", title=title)
        maker.give_back(proposal, due_at=clock.now() + timedelta(days=days))

    assert "“Segera”" in step(mine)


def test_complete_draft_is_to_be_sent(mine, make_proposal):
    make_proposal(complete=False)
    ready = make_proposal(title="Jalan Muara Aman")

    panel = step(mine)

    assert (
        "<strong>Kirim usulan “Jalan Muara Aman”.</strong> Semua bagian sudah lengkap, tetapi Bappeda belum dapat "
        "melihatnya sampai Anda mengirimnya."
    ) in panel
    assert f'href="{reverse("proposal-check", args=[ready.number])}">Periksa dan kirim</a>' in panel


def test_unfinished_draft_is_to_be_continued(mine, make_proposal, maker):
    make_proposal("submitted")
    draft = make_proposal(title="SPAM Perdesaan")
    maker.save(draft, Section.BUDGET, {}, rows=[])

    panel = step(mine)

    assert (
        "<strong>Lanjutkan “SPAM Perdesaan”.</strong> 7 dari 8 bagian selesai. "
        "Berikutnya: Rencana Anggaran Biaya (RAB)."
    ) in panel
    assert f'href="{reverse("proposal-section", args=[draft.number, "rab"])}">Lanjutkan mengisi</a>' in panel


def test_agency_without_proposals_is_to_begin(mine):
    panel = step(mine)

    assert "<strong>Mulai usulan pertama OPD Anda.</strong> Siapkan perkiraan biaya dan lokasi." in panel
    assert f'href="{reverse("proposal-new")}">Buat usulan</a>' in panel
    assert f'href="{reverse("nil-declaration")}">OPD kami tidak mengajukan usulan</a>' in panel


def test_nothing_is_to_be_done_when_all_is_sent(mine, make_proposal):
    make_proposal("submitted")
    make_proposal("approved")

    panel = step(mine)

    assert (
        "<strong>Tidak ada yang perlu dikerjakan sekarang.</strong> 2 usulan sedang ditangani Bappeda. "
        "Kami memberi tahu lewat surel bila ada catatan."
    ) in panel
    assert "<a " not in panel


def test_rejected_proposals_leave_nothing_to_do(mine, make_proposal):
    make_proposal("rejected")

    panel = step(mine)

    assert "Tidak ada yang perlu dikerjakan sekarang." in panel
    assert "0 usulan" not in panel


def test_declared_nil_can_be_taken_back(mine, agency_cycle, operator, make_proposal):
    make_proposal()
    cycles.declare_nil(agency_cycle, actor=operator, reason="Tidak ada kegiatan.", official="Kepala Dinas")

    panel = step(mine)

    assert "OPD Anda tercatat tidak mengajukan usulan." in panel
    assert reverse("nil-declaration") in panel


def test_after_the_cutoff_there_is_only_somebody_to_ask(mine, make_proposal, clock_at):
    make_proposal()
    clock_at("2025-12-01T00:00:00+07:00")

    panel = step(mine)

    assert "Anda masih dapat melihat semua usulan. Untuk pertanyaan, hubungi" in panel
    assert "<a " not in panel
    assert "Batas pengajuan sudah lewat" in mine.get(HOME).text


def test_revision_with_a_window_of_its_own_goes_on_after_the_cutoff(mine, make_proposal, maker, cycle, clock_at):
    cycle.national_closes_at = "2025-12-11T00:00:00+07:00"
    cycle.save()
    proposal = make_proposal("in_assistance")
    due = datetime.fromisoformat("2025-12-06T00:00:00+07:00")
    maker.give_back(proposal, due_at=due, opens_window=True)
    clock_at("2025-12-02T09:00:00+07:00")

    assert "Tanggapi catatan pada" in step(mine)


def test_before_the_opening_the_day_is_named(mine, clock_at):
    clock_at("2025-11-04T13:59:59+07:00")

    assert "Siklus belum dibuka." in step(mine)


@pytest.fixture
def second_agency(operator, other_agency):
    """The operator acts for a second office as well (Plt.)."""
    Membership.objects.create(
        user=operator,
        agency=other_agency,
        role=Role.AGENCY_HEAD,
        title="Kepala",
        is_acting=True,
        starts_on=date(2025, 1, 1),
    )
    return other_agency


def test_acting_head_sees_both_offices_and_still_one_step(mine, make_proposal, second_agency, agency):
    make_proposal("submitted")

    panel = step(mine)
    page = mine.get(HOME).text

    assert "Mulai usulan pertama OPD Anda." in panel
    assert second_agency.name in panel
    assert f"Usulan {agency.name}" in page
    assert f"Usulan {second_agency.name}" in page


def test_second_office_that_declared_nil_asks_for_nothing(mine, make_proposal, second_agency, cycle, operator):
    make_proposal("submitted")
    row = AgencyCycle.objects.get(cycle=cycle, agency=second_agency)
    cycles.declare_nil(row, actor=operator, reason="Tidak ada kegiatan.", official="Kepala")

    assert "Tidak ada yang perlu dikerjakan sekarang." in step(mine)


def test_recalled_draft_is_to_be_sent_again(mine, make_proposal, maker):
    proposal = make_proposal("submitted")
    maker.act(Action.RECALL, proposal, maker.operator)

    assert "Kirim usulan" in step(mine)
