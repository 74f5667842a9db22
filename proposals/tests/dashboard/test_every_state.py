"""The dashboard when there is a proposal in every state, and a draft that is not finished."""

import re

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from proposals.models import Proposal, ProposalSection
from proposals.sections import Section
from proposals.tests.dashboard.test_dashboard import page, section
from proposals.workflow import State


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    scene.make(title="Belum selesai", complete=False)
    names = {"draft": {"title": "Irigasi yang lengkap"}}
    return {state: scene.make(state, **names.get(state, {})) for state in State.values}


def test_every_agency_stands_in_exactly_one_bar(figures, required):
    found = figures()

    assert sum(bar.value for bar in found.stages) == found.tally.total == required
    assert {row.figures.stage.value for row in found.agencies} == {"sent", "not_started"}


def test_states_are_counted_with_what_was_handed_in(made, figures):
    amount = made["submitted"].requested_amount

    found = figures()

    counts = {(row.standing.state, row.standing.derived): (row.count, row.amount) for row in found.by_state}
    assert counts == {
        ("draft", ""): (1, None),
        ("draft", "complete_unsent"): (1, None),
        **{(state, ""): (1, amount) for state in State.values if state != "draft"},
    }
    assert (found.handed_in, found.requested, found.approved) == (6, 6 * amount, 2 * amount)


def test_bars_and_table_say_the_same(leader, client_for):
    stages = section(page(client_for(leader)), "tahap")

    drawn = re.findall(r"font-size=\"16\">([^<]+)</text><text[^>]*>(\d+)</text>", stages)
    listed = re.findall(r'<th scope="row">([^<]+)</th><td class="amount">(\d+)</td>', stages)
    assert listed
    assert drawn == listed * 2  # once for a wide column, once for a narrow one


def test_complete_draft_is_listed_without_a_link(made, leader, client_for):
    proposal = made["draft"]

    unsent = section(page(client_for(leader)), "belum-dikirim")

    assert "Irigasi yang lengkap" in unsent
    assert f'data-number="{proposal.number}"' in unsent
    assert reverse("proposal-detail", args=[proposal.number]) not in unsent


def test_incomplete_draft_is_only_counted(leader, client_for):
    assert "Belum selesai" not in page(client_for(leader))


def test_least_advanced_agencies_come_first(figures):
    stages = [row.figures.stage.rank for row in figures().agencies]

    assert stages == sorted(stages)
    assert figures().agencies[-1].figures.agency.code == "dpupr"


def test_every_state_tag_carries_its_state(leader, client_for):
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


@pytest.mark.parametrize("route", [("dashboard",), ("dashboard-opd", "dpupr")])
def test_queries_stay_within_the_budget_at_ten_and_at_a_thousand_rows(
    made, make_proposal, busiest, client_for, django_assert_max_num_queries, route
):
    draft = made["draft"]
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


def test_page_stays_light_with_every_required_agency(leader, client_for):
    assert len(page(client_for(leader)).encode()) < 60_000
