"""Transitions as the services perform them, on a real database."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from ops.testing.journeys import LETTER, REASON
from ops.testing.scene import again
from proposals.audit import verify
from proposals.models import AuditEntry, SubmissionAttempt
from proposals.policy import Intent
from proposals.services.transitions import KeyReused, TransitionRefused, perform
from proposals.workflow import Action, Refusal, State


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    return {state: scene.make(state) for state in State.values}


@pytest.fixture
def in_state(db, made):
    """``in_state("draft")``: the proposal of the scene that is in it."""
    return lambda state: again(made[state])


@pytest.mark.parametrize("state", State.values)
def test_proposal_reaches_every_state_by_real_actions(in_state, state):
    proposal = in_state(state)

    assert proposal.state == state
    assert verify().first_break is None


def test_every_transition_leaves_exactly_one_audit_entry(in_state):
    proposal = in_state("sent")

    verbs = [entry.verb for entry in AuditEntry.objects.filter(proposal=proposal).order_by("sequence")]
    assert [verb for verb in verbs if verb not in ("created", "section_saved", "attachment_added")] == [
        "submitted",
        "assistance_started",
        "approved",
        "sent",
    ]


def test_submission_with_the_same_key_gives_the_same_version(maker, in_state):
    proposal = in_state("draft")
    key = uuid4()

    first = maker.submit(proposal, key=key)
    second = maker.submit(proposal, key=key)

    assert second.repeated
    assert second.version == first.version
    assert proposal.versions.count() == 1


def test_key_of_an_older_version_is_refused(maker, in_state):
    proposal = in_state("draft")
    key = uuid4()
    maker.submit(proposal, key=key)
    maker.act(Action.RECALL, proposal, maker.operator)
    maker.submit(proposal)
    maker.act(Action.RECALL, proposal, maker.operator)

    with pytest.raises(KeyReused):
        maker.submit(proposal, key=key)


@pytest.mark.parametrize(
    ("moment", "accepted"), [("23:59:59.999999", True), ("00:00:00", False), ("00:00:00.000001", False)]
)
@pytest.mark.parametrize("action", [Action.SUBMIT, Action.RECALL, Action.RESUBMIT])
def test_cutoff_is_one_microsecond_wide(maker, in_state, clock_at, action, moment, accepted):
    sources = {Action.SUBMIT: "draft", Action.RECALL: "submitted", Action.RESUBMIT: "revision_required"}
    proposal = in_state(sources[action])
    maker.answer(proposal)
    before = proposal.state
    clock_at(f"2025-{'11-30' if accepted else '12-01'}T{moment}+07:00")
    intent = {} if action is Action.RECALL else {"key": uuid4(), "declaration": LETTER}

    if accepted:
        maker.act(action, proposal, maker.operator, **intent)
    else:
        with pytest.raises(TransitionRefused) as refused:
            maker.act(action, proposal, maker.operator, **intent)
        assert refused.value.refusal is Refusal.DEADLINE

    proposal.refresh_from_db()
    assert (proposal.state != before) == accepted


def test_late_submission_leaves_its_attempt_and_the_draft(maker, in_state, clock_at):
    proposal = in_state("draft")
    clock_at("2025-12-01T00:00:00+07:00")
    key = uuid4()

    with pytest.raises(TransitionRefused):
        maker.submit(proposal, key=key)

    attempt = SubmissionAttempt.objects.get(key=key)
    proposal.refresh_from_db()
    assert (attempt.outcome, attempt.attempted_at.isoformat()) == ("refused", "2025-11-30T17:00:00+00:00")
    assert proposal.state == State.DRAFT


def test_return_is_resubmitted_after_the_cutoff_only_through_its_own_window(maker, make_proposal, clock_at, cycle):
    cycle.national_closes_at = datetime(2025, 12, 5, 17, tzinfo=UTC)
    cycle.save()
    due = {"due_at": datetime(2025, 12, 3, 9, tzinfo=UTC)}
    plain, windowed = make_proposal(state="in_assistance"), make_proposal(state="in_assistance")
    for proposal, opens_window in ((plain, False), (windowed, True)):
        maker.give_back(proposal, opens_window=opens_window, **due)
        maker.answer(proposal)
    clock_at("2025-12-02T10:00:00+07:00")

    with pytest.raises(TransitionRefused):
        maker.act(Action.RESUBMIT, plain, maker.operator, key=uuid4(), declaration=LETTER)
    maker.act(Action.RESUBMIT, windowed, maker.operator, key=uuid4(), declaration=LETTER)

    windowed.refresh_from_db()
    assert windowed.state == State.SUBMITTED


def test_stale_decision_is_refused(maker, in_state):
    proposal = in_state("in_assistance")
    intent = Intent(seen_version=proposal.version - 1, note=REASON)

    with pytest.raises(TransitionRefused) as refused:
        perform(Action.REJECT, proposal, actor=maker.approver, intent=intent)

    assert refused.value.refusal is Refusal.STALE


def test_recall_in_a_later_round_returns_to_the_revision(maker, in_state):
    proposal = in_state("revision_required")
    maker.resubmit(proposal)

    maker.act(Action.RECALL, proposal, maker.operator)

    proposal.refresh_from_db()
    assert proposal.state == State.REVISION_REQUIRED
    assert proposal.versions.get(version_no=2).withdrawal.withdrawn_by == maker.operator
