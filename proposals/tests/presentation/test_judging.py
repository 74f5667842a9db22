"""Judging beside the reading statement must say what the rules say about the whole content."""

import pytest

from ops.testing.scene import again
from proposals.completeness import DemandTable, assess
from proposals.judging import judge, judgeable
from proposals.models import Proposal
from proposals.sections import Section
from proposals.services import attachments
from proposals.snapshot import with_content


@pytest.fixture(scope="module", autouse=True)
def complete(scene):
    return scene.make()


@pytest.fixture
def proposal(db, complete):
    return again(complete)


def both(proposal):
    demands = DemandTable()
    rows = Proposal.objects.filter(pk=proposal.pk)
    whole = with_content(rows).get()
    return judge(judgeable(rows).get(), demands), assess(whole, demands.of(whole))


def test_empty_draft_is_judged_alike(make_proposal):
    beside, whole = both(make_proposal(complete=False))

    assert beside == whole
    assert beside.missing


def test_complete_draft_is_judged_alike(proposal):
    beside, whole = both(proposal)

    assert beside == whole
    assert beside.is_complete


def broken_budget(maker, proposal):
    row = {"uuid": None, "kind": "item", "description": "Batu", "quantity": None, "unit": "", "unit_price": None}
    maker.save(proposal, Section.BUDGET, {}, rows=[row | {"rate": None}])


def unfinished_background(maker, proposal):
    maker.save(proposal, Section.BACKGROUND, {"objectives": ""}, is_done=False)


def no_alignment(maker, proposal):
    maker.save(proposal, Section.ALIGNMENT, {"national_mission": None, "regional_mission": None})


def no_indicators(maker, proposal):
    maker.save(proposal, Section.INDICATORS, {}, rows=[])


def no_readiness(maker, proposal):
    maker.save(proposal, Section.READINESS, {"sustainability_plan": ""}, rows=[])


def no_place(maker, proposal):
    maker.save(proposal, Section.LOCATION, {"beneficiary_count": None}, rows=[])


BREAK = [broken_budget, unfinished_background, no_alignment, no_indicators, no_readiness, no_place]


@pytest.mark.parametrize("harm", BREAK, ids=lambda harm: harm.__name__)
def test_gap_is_judged_alike(harm, proposal, maker):
    harm(maker, proposal)

    beside, whole = both(proposal)
    assert beside == whole
    assert beside.missing


def test_removed_attachment_is_judged_alike(proposal, operator):
    attachments.remove(proposal.attachments.current().first(), actor=operator)

    beside, whole = both(proposal)

    assert beside == whole
    assert [piece.section for piece in beside.missing] == [Section.ATTACHMENTS]


def test_any_number_of_proposals_is_judged_in_three_statements(make_proposal, django_assert_num_queries):
    for _ in range(2):
        make_proposal()

    with django_assert_num_queries(3):
        demands = DemandTable()
        judged = [judge(proposal, demands) for proposal in judgeable(Proposal.objects.all())]

    assert [one.is_complete for one in judged] == [True, True, True]
