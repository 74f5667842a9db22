"""The page before sending: what it shows, what it asks for, to whom."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from conftest import person
from ops.testing.journeys import cost
from ops.testing.scene import again
from proposals.models import AgencyCycle, FundingSource
from proposals.sections import Section

BUDGET = 18  # beside the pages of performance.md, of which this one is not


def check(proposal):
    return reverse("proposal-check", args=[proposal.number])


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    return {state: scene.make(state) for state in ("draft", "submitted", "revision_required")}


@pytest.fixture
def in_state(db, made):
    """``in_state("draft")``: the proposal of the scene that is in it."""
    return lambda state: again(made[state])


@pytest.fixture
def proposal(in_state):
    return in_state("draft")


def test_complete_draft_shows_content_declaration_and_button(mine, proposal, agency_head):
    page = mine.get(check(proposal)).text

    assert "<h1>Periksa usulan sebelum mengirim</h1>" in page
    assert "Pasangan batu" in page
    assert "Jumlah seluruhnya" in page
    assert f"disetujui oleh <span data-official>{agency_head.name}, Kepala DPUPR-Hub</span>" in page
    assert "Saya menyatakan benar — kirim usulan" in page
    assert "Waktu penerimaan memakai jam server: sekarang 08." in page


def test_funding_line_that_is_shared_out_by_a_formula_is_doubted_but_may_be_sent(mine, proposal):
    proposal.funding_source = FundingSource.objects.get(code="dbh")
    proposal.save(update_fields=["funding_source"])

    page = mine.get(check(proposal)).text

    assert f"{proposal.funding_source.label} dibagi menurut rumus, sehingga biasanya tidak diusulkan" in page
    assert "Saya menyatakan benar — kirim usulan" in page
    assert "dibagi menurut rumus" not in mine.get(reverse("proposal-detail", args=[proposal.number])).text


def test_only_the_nip_of_another_official_is_optional(mine, proposal):
    page = mine.get(check(proposal)).text

    optional = ' <span class="optional">(opsional)</span></label>'
    assert f"NIP pejabat lain{optional}" in page
    assert "Nama pejabat lain</label>" in page
    assert "Jabatan pejabat lain</label>" in page


def test_every_change_link_leads_back_to_this_page(mine, proposal):
    page = mine.get(check(proposal)).text

    for section in Section:
        assert f'href="{reverse("proposal-section", args=[proposal.number, section.slug])}?kembali=periksa' in page


def test_acting_head_is_offered_after_the_definitive_one(mine, proposal, agency, agency_head):
    acting = person("plt.uji", agency, Role.AGENCY_HEAD)
    acting.memberships.update(is_acting=True)

    page = mine.get(check(proposal)).text

    assert page.index(f"{agency_head.name}, Kepala DPUPR-Hub</option>") < page.index("plt.uji (contoh), Plt. Kepala")


def test_an_unfinished_budget_row_is_opened_where_it_stands(mine, make_proposal, maker):
    proposal = make_proposal()
    maker.save(
        proposal,
        Section.BUDGET,
        {},
        rows=[cost("Galian", "1", "m3", 10), cost("Urugan", "1", "", 10) | {"quantity": None}],
    )

    page = mine.get(check(proposal)).text

    section = reverse("proposal-section", args=[proposal.number, "rab"])
    assert f'<a href="{section}?kembali=periksa&amp;baris=2">Isi volume baris 2 RAB.</a>' in page


def test_incomplete_draft_lists_what_is_missing_and_offers_no_button(mine, make_proposal):
    proposal = make_proposal(complete=False)

    page = mine.get(check(proposal)).text

    section = reverse("proposal-section", args=[proposal.number, "latar-belakang"])
    assert f'<a href="{section}?kembali=periksa#id_problem_statement">Isi masalah yang dihadapi.</a>' in page
    assert "Lengkapi bagian yang kurang" in page
    assert "Saya menyatakan benar" not in page
    assert 'name="key"' not in page


def test_every_visit_has_a_key_of_its_own(mine, proposal):
    keys = {mine.get(check(proposal)).context["key"] for _ in range(2)}

    assert len(keys) == 2


def test_unanswered_note_stands_in_the_way_of_sending_again(mine, in_state):
    proposal = in_state("revision_required")

    page = mine.get(check(proposal)).text

    note = f"{reverse('revision', args=[proposal.number])}#catatan-1"
    assert "Masih ada 1 catatan yang belum ditanggapi.</h2>" in page
    assert f'<a href="{note}">Tanggapi catatan 1 pada Latar belakang dan tujuan.</a>' in page
    assert "Usulan belum dapat dikirim. Lengkapi" not in page
    assert "Saya menyatakan benar" not in page


def test_unanswered_notes_stand_before_what_the_sections_lack_and_each_is_counted(mine, make_proposal, maker):
    proposal = make_proposal("in_assistance")
    maker.note(proposal, "Sebut nama desanya.", section=Section.IDENTITY, field="title")
    maker.give_back(proposal)
    maker.save(proposal, Section.BACKGROUND, {"problem_statement": ""}, is_done=False)

    page = mine.get(check(proposal)).text

    notes, lacks = page.index("Masih ada 2 catatan yang belum ditanggapi.</h2>"), page.index("Usulan belum dapat")
    assert notes < page.index("Tanggapi catatan 1 pada Identitas – Judul usulan.") < lacks
    assert lacks < page.index("Isi masalah yang dihadapi.</a>")
    assert page.count('id="galat-judul"') == 1


def test_stranger_finds_no_page(client_for, stranger, proposal):
    assert client_for(stranger).get(check(proposal)).status_code == 404


def test_people_of_bappeda_have_nothing_to_check(client_for, reviewer, in_state):
    assert client_for(reviewer).get(check(in_state("submitted"))).status_code == 403


def test_sent_proposal_is_locked(mine, in_state):
    answer = mine.get(check(in_state("submitted")))

    assert answer.status_code == 409
    assert 'data-reason="locked"' in answer.text


def test_after_the_cutoff_there_is_nothing_to_check(mine, proposal, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    answer = mine.get(check(proposal))

    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text


def test_agency_with_more_time_goes_on(mine, proposal, agency_cycle, clock_at):
    AgencyCycle.objects.filter(pk=agency_cycle.pk).update(closes_at="2025-12-02T00:00:00+07:00")
    clock_at("2025-12-01T12:00:00+07:00")

    assert mine.get(check(proposal)).status_code == 200


@pytest.mark.parametrize("state", ["draft", "revision_required"])
def test_check_page_stays_within_its_queries(state, mine, in_state, django_assert_max_num_queries):
    proposal = in_state(state)

    with django_assert_max_num_queries(BUDGET):
        mine.get(check(proposal))


@pytest.mark.parametrize(("moment", "shown"), [("22:59:59", False), ("23:00:00", True)])
def test_last_hour_shows_the_servers_clock(moment, shown, mine, proposal, clock_at):
    clock_at(f"2025-11-30T{moment}+07:00")

    assert ("data-server-clock" in mine.get(check(proposal)).text) == shown
