"""The dashboard as leadership and Bappeda see it, and who else does not."""

import re

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from lebong_proposals import clock
from proposals.dashboard.figures import read_dashboard
from proposals.deadlines import calendar
from proposals.models import AgencyCycle, Obligation, Proposal, ProposalSection
from proposals.number_format import NBSP
from proposals.sections import Section
from proposals.services import cycles, dispatching
from proposals.workflow import Action, State

SECRET = "Kalimat rahasia dari draf"


@pytest.fixture
def figures(cycle):
    return lambda: read_dashboard(cycle, calendar(), clock.now())


@pytest.fixture
def required(cycle):
    return AgencyCycle.objects.filter(cycle=cycle, obligation=Obligation.REQUIRED).count()


def page(client, **query):
    response = client.get(reverse("dashboard"), query)
    assert response.status_code == 200
    return response.content.decode()


def agency_page(client, code="dpupr"):
    response = client.get(reverse("dashboard-agency", args=[code]))
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
    assert client.get(reverse("dashboard-agency", args=["dpupr"])).status_code == 403


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


def test_every_agency_stands_in_exactly_one_bar(make_proposal, figures, required):
    for state in State.values:
        make_proposal(state=state)

    found = figures()

    assert sum(bar.value for bar in found.stages) == found.tally.total == required
    assert {row.figures.stage.value for row in found.agencies} == {"sent", "not_started"}


def test_states_are_counted_with_what_was_handed_in(make_proposal, figures):
    proposals = {state: make_proposal(state=state) for state in State.values}
    make_proposal(complete=False)
    amount = proposals["submitted"].requested_amount

    found = figures()

    counts = {(row.standing.state, row.standing.derived): (row.count, row.amount) for row in found.by_state}
    assert counts == {
        ("draft", ""): (1, None),
        ("draft", "complete_unsent"): (1, None),
        **{(state, ""): (1, amount) for state in State.values if state != "draft"},
    }
    assert (found.handed_in, found.requested, found.approved) == (6, 6 * amount, 2 * amount)


def test_returned_proposal_counts_with_its_last_valid_version(maker, make_proposal, figures):
    proposal = make_proposal(state="revision_required")
    submitted = proposal.requested_amount
    maker.resubmit(proposal)
    maker.act(Action.RECALL, proposal, maker.operator)
    Proposal.objects.filter(pk=proposal.pk).update(requested_amount=submitted + 1)

    assert figures().requested == submitted


def test_bars_and_table_say_the_same(make_proposal, leader, client_for):
    make_proposal(state="approved")

    stages = section(page(client_for(leader)), "tahap")

    drawn = re.findall(r"font-size=\"16\">([^<]+)</text><text[^>]*>(\d+)</text>", stages)
    listed = re.findall(r'<th scope="row">([^<]+)</th><td class="amount">(\d+)</td>', stages)
    assert listed
    assert drawn == listed * 2  # once for a wide column, once for a narrow one


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


def test_complete_draft_is_listed_without_a_link(make_proposal, leader, client_for):
    proposal = make_proposal(title="Irigasi yang lengkap")

    unsent = section(page(client_for(leader)), "belum-dikirim")

    assert "Irigasi yang lengkap" in unsent
    assert f'data-number="{proposal.number}"' in unsent
    assert reverse("proposal-detail", args=[proposal.number]) not in unsent


def test_incomplete_draft_is_only_counted(make_proposal, leader, client_for):
    make_proposal(title="Belum selesai", complete=False)

    assert "Belum selesai" not in page(client_for(leader))


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


def test_least_advanced_agencies_come_first(maker, make_proposal, figures):
    make_proposal(state="submitted")

    stages = [row.figures.stage.rank for row in figures().agencies]

    assert stages == sorted(stages)
    assert figures().agencies[-1].figures.agency.code == "dpupr"


def test_before_the_opening_it_says_when_it_fills(leader, client_for, clock_at):
    clock_at("2025-11-04T13:59+07:00")

    html = page(client_for(leader))

    assert "Siklus belum dibuka. Dasbor terisi setelah" in html
    assert "4 November 2025, pukul 14.00 WIB" in html


def test_every_state_tag_carries_its_state(make_proposal, leader, client_for):
    make_proposal(state="approved")

    tags = re.findall(
        r'data-state="(\w+)"(?: data-derived="(\w+)")?', section(page(client_for(leader)), "status-usulan")
    )

    assert tags[:2] == [("draft", ""), ("draft", "complete_unsent")]
    assert {state for state, _ in tags} == set(State.values)


# The budget holds for the person with the fullest frame: a reviewer who also heads an agency.
@pytest.fixture
def busiest(reviewer, other_agency):
    Membership.objects.create(
        user=reviewer,
        agency=other_agency,
        role=Role.AGENCY_HEAD,
        title="Kepala",
        is_acting=True,
        starts_on="2025-01-01",
    )
    return reviewer


def copies(proposal, number):
    """Rows as bulk data; a thousand real drafts would take minutes, and only their number matters here."""
    fields = {field.attname: getattr(proposal, field.attname) for field in Proposal._meta.concrete_fields}
    rows = Proposal.objects.bulk_create(
        Proposal(**fields | {"id": None, "number": f"2025-{number}{place:04d}", "title": f"Salinan {place}"})
        for place in range(number)
    )
    ProposalSection.objects.bulk_create(
        ProposalSection(proposal=row, code=section.value, is_done=True) for row in rows for section in Section
    )


@pytest.mark.parametrize("route", [("dashboard",), ("dashboard-agency", "dpupr")])
def test_queries_stay_within_the_budget_at_ten_and_at_a_thousand_rows(
    make_proposal, busiest, client_for, django_assert_max_num_queries, route
):
    draft = make_proposal()
    make_proposal(state="revision_required")
    client = client_for(busiest)
    address = reverse(route[0], args=route[1:])
    counts = []
    for number in (10, 990):
        copies(draft, number)
        draft = make_proposal()
        with django_assert_max_num_queries(12) as captured:
            assert client.get(address).status_code == 200
        statements = [query["sql"] for query in captured.captured_queries]
        assert max(statements.count(statement) for statement in statements) <= 2
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_page_stays_light_with_every_required_agency(make_proposal, leader, client_for):
    for state in State.values:
        make_proposal(state=state)

    assert len(page(client_for(leader)).encode()) < 60_000
