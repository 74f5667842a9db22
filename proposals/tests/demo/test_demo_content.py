"""The demo's files add up, name real places and known codes, and tell stories that can have happened."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from proposals.demo.budget import priced, total
from proposals.demo.content import SECTIONS, demo_accounts, demo_events, demo_proposals
from proposals.reference_data import load

WIB = ZoneInfo("Asia/Jakarta")
OPENED = datetime(2025, 11, 4, 7, 0, tzinfo=UTC)
DEMO_STARTS = datetime(2025, 11, 10, 1, 0, tzinfo=UTC)
AMOUNTS = {
    1: 18_750_000_000,
    2: 2_047_950_000,
    3: 6_480_000_000,
    4: 14_300_000_000,
    5: 9_875_000_000,
    6: 7_420_000_000,
    7: 8_640_000_000,
    8: 2_015_000_000,
    9: 3_960_000_000,
    10: 12_500_000_000,
    11: 4_325_000_000,
    12: 3_150_000_000,
    13: 5_000_000_000,
    14: 4_780_000_000,
    15: 3_600_000_000,
    16: 6_250_000_000,
    17: 1_000_000_000,
    18: 10_000_000_000,
}
LAST_ACTION = {
    "draft": {"create", "fill"},
    "submitted": {"submit", "resubmit"},
    "in_assistance": {"start_assistance", "note", "prepare"},
    "revision_required": {"return", "answer"},
    "approved": {"approve"},
    "rejected": {"reject"},
    "sent": {"approve"},
}
# What is put on paper afterwards changes no state.
PAPERS = {"sheet", "minutes"}

each_proposal = pytest.mark.parametrize("proposal", demo_proposals(), ids=lambda proposal: f"{proposal.order:02d}")


def test_eighteen_proposals_are_worth_what_was_agreed():
    assert {proposal.order: proposal.amount for proposal in demo_proposals()} == AMOUNTS
    assert sum(AMOUNTS.values()) == 124_092_950_000


def test_every_state_is_there_in_the_agreed_number():
    states = [proposal.state for proposal in demo_proposals()]

    assert {state: states.count(state) for state in LAST_ACTION} == {
        "draft": 4,
        "submitted": 3,
        "in_assistance": 2,
        "revision_required": 3,
        "approved": 2,
        "rejected": 2,
        "sent": 2,
    }


@each_proposal
def test_budget_adds_up_to_the_amount(proposal):
    assert total(proposal.sections["budget"]["rows"]) == proposal.amount


@each_proposal
def test_budget_has_a_readable_number_of_items(proposal):
    items = [amount for row, amount in priced(proposal.sections["budget"]["rows"]) if row["kind"] == "item"]

    assert 6 <= len(items) <= 16
    assert all(amount > 0 for amount in items)


def test_air_sipang_is_the_worked_sample():
    sipang = demo_proposals()[1]

    assert [(row["kind"], amount) for row, amount in priced(sipang.sections["budget"]["rows"]) if amount] == [
        ("item", 75_000_000),
        ("item", 261_000_000),
        ("item", 837_000_000),
        ("item", 456_000_000),
        ("item", 171_000_000),
        ("item", 45_000_000),
        ("tax", 202_950_000),
    ]


@each_proposal
def test_places_exist_in_the_reference_data(proposal):
    known = {
        (district["name"], village["name"])
        for district in load("districts")["district"]
        for village in district["villages"]
    }
    places = proposal.sections.get("location", {}).get("places", [])

    assert {(place["district"], place["village"]) for place in places} <= known


def test_school_and_housing_proposals_name_all_their_places():
    schools, houses = (demo_proposals()[order - 1].sections["location"]["places"] for order in (7, 13))

    assert (len(schools), len({place["district"] for place in schools})) == (12, 6)
    assert len({place["village"] for place in houses}) == 8


@each_proposal
def test_codes_exist_in_the_reference_data(proposal):
    agency = next(row for row in load("agencies")["agency"] if row["code"] == proposal.agency)
    sources = {row["code"] for row in load("funding_sources")["funding_source"]}

    assert proposal.ministry in agency["ministries"]
    assert proposal.funding_source in sources


def asked_for(subject, key, funding_source):
    return [row for row in load(subject)[key] if row.get("funding_source", funding_source) == funding_source]


with_readiness = [proposal for proposal in demo_proposals() if "readiness" in proposal.sections]


@pytest.mark.parametrize("proposal", with_readiness, ids=lambda proposal: f"{proposal.order:02d}")
def test_readiness_answers_every_requirement_of_the_funding_line(proposal):
    asked = {row["code"] for row in asked_for("readiness_requirements", "requirement", proposal.funding_source)}
    items = proposal.sections["readiness"]["items"]

    assert {item["code"] for item in items} == asked
    assert all("expected_on" in item for item in items if item["status"] == "in_progress")
    assert all("reason" in item for item in items if item["status"] == "not_needed")


@each_proposal
def test_attachments_fill_every_required_slot(proposal):
    slots = asked_for("attachment_slots", "slot", proposal.funding_source)
    filled = set(proposal.sections.get("attachments", {}).get("slots", []))

    assert filled <= {slot["code"] for slot in slots}
    assert not filled or {slot["code"] for slot in slots if slot["is_required"]} <= filled


@each_proposal
def test_indicators_measure_an_output_and_an_outcome(proposal):
    kinds = {row["kind"] for row in proposal.sections.get("indicators", {}).get("rows", [])}

    assert kinds == {"output", "outcome"} or proposal.state == "draft"


@each_proposal
def test_only_drafts_lack_a_section(proposal):
    lacking = set(SECTIONS) - set(proposal.sections)

    assert not lacking or proposal.state == "draft"


def test_laboratory_is_the_draft_that_is_complete():
    complete = [p.order for p in demo_proposals() if p.state == "draft" and set(SECTIONS) == set(p.sections)]

    assert complete == [8]


@each_proposal
def test_timeline_runs_forward_between_opening_and_the_start_of_the_demo(proposal):
    times = [step.at for step in proposal.timeline]

    assert times == sorted(times)
    assert len(times) == len(set(times))
    assert times[0] > OPENED
    assert times[-1] < DEMO_STARTS


@each_proposal
def test_timeline_keeps_office_hours(proposal):
    local = [step.at.astimezone(WIB) for step in proposal.timeline]

    assert all(moment.weekday() < 5 and 7 <= moment.hour <= 16 for moment in local)


@each_proposal
def test_timeline_ends_in_the_state(proposal):
    actions = [step.do for step in proposal.timeline if step.do not in PAPERS]
    assert actions[-1] in LAST_ACTION[proposal.state]


@each_proposal
def test_every_note_reaches_thirty_characters_and_answers_name_a_note(proposal):
    notes = {step.facts["key"]: step for step in proposal.timeline if step.do == "note"}
    named = {step.facts["key"] for step in proposal.timeline if step.do in ("answer", "resolve")}

    assert named <= set(notes)
    assert all(len(step.facts["body"]) >= 30 for step in notes.values())


def test_numbers_follow_the_order_of_creation():
    created = [proposal.timeline[0].at for proposal in demo_proposals()]

    assert created == sorted(created)
    assert [proposal.order for proposal in demo_proposals()] == list(range(1, 19))


def test_returned_proposals_have_a_due_date_in_the_future():
    for proposal in demo_proposals():
        if proposal.state == "revision_required":
            due = next(step.facts["due_at"] for step in proposal.timeline if step.do == "return")
            assert due - DEMO_STARTS > timedelta(days=2)


def test_one_agency_declared_nihil_and_four_have_nothing_yet():
    required = {row["code"] for row in load("agencies")["agency"] if row["is_required"]}
    proposing = {proposal.agency for proposal in demo_proposals()}
    nil = {row["agency"] for row in demo_events()["nil_declaration"]}

    assert nil == {"disnakertrans"}
    assert required - proposing - nil == {"dkp", "dinsos", "pmd", "dp3appkb"}


def test_sent_proposals_lie_in_a_package_with_a_letter():
    sent = {order for dispatch in demo_events()["dispatch"] if "sent" in dispatch for order in dispatch["proposals"]}

    assert sent == {proposal.order for proposal in demo_proposals() if proposal.state == "sent"}


def test_accounts_carry_the_mark_of_an_example():
    accounts = demo_accounts()["account"]

    assert len({account["username"] for account in accounts}) == len(accounts) == 39
    assert all(account["name"].endswith("(contoh)") for account in accounts)


def test_head_of_bpbd_also_acts_for_another_agency():
    assert [(row["username"], row["agency"], row["is_acting"]) for row in demo_accounts()["also"]] == [
        ("kepala.bpbd", "dkp", True)
    ]
