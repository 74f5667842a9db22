"""The database knows the moves of the transition table, and no others."""

from itertools import product

import pytest
from django.db import DatabaseError, transaction

from lebong_proposals import clock
from proposals.models import Proposal
from proposals.workflow import TRANSITIONS, Action, Facts, State, target

NO_SUCH_MOVE = "LB002"


def moves_of_the_table():
    """Every pair of states that the table allows, a recall in a later round included."""
    return {
        (source, target(row.action, Facts(source, frozenset(), window_open=True, round_number=round_number)))
        for row in TRANSITIONS.values()
        for source in row.sources
        for round_number in (0, 1)
    }


def refusal_of(proposal, source, goal):
    """Put a proposal into a state by insertion, which no trigger watches, and move it; the code of the refusal."""
    values = {field.attname: getattr(proposal, field.attname) for field in Proposal._meta.concrete_fields}
    start = Proposal(**values | {"id": None, "number": "2025-9999", "state": source})
    try:
        with transaction.atomic():
            start.save(force_insert=True)
            Proposal.objects.filter(pk=start.pk).update(state=goal, version=start.version + 1)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error.__cause__.pgcode
    return None


@pytest.fixture
def anything(make_proposal, reviewer):
    """A proposal that has every field which some state asks for."""
    proposal = make_proposal(complete=False)
    now = clock.now()
    for field in ("decided_at", "sent_at", "returned_at", "revision_due_at"):
        setattr(proposal, field, now)
    proposal.assigned_to, proposal.round_number, proposal.last_version_no = reviewer, 1, 1
    return proposal


def test_database_allows_the_moves_of_the_table_and_no_others(anything):
    pairs = [(source, goal) for source, goal in product(State, State) if source != goal]

    refusals = {pair: refusal_of(anything, *pair) for pair in pairs}

    assert set(refusals.values()) == {None, NO_SUCH_MOVE}
    assert {pair for pair, refusal in refusals.items() if refusal is None} == moves_of_the_table()


def test_move_without_a_new_version_is_refused(make_proposal):
    proposal = make_proposal(state="submitted")

    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="draft")

    assert caught.value.__cause__.pgcode == NO_SUCH_MOVE


def test_every_action_is_among_the_moves():
    assert {row.action for row in TRANSITIONS.values()} == set(Action)
