"""Two people at once, on two real connections: one transition, one entry, and a reason for the other."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from lebong_proposals import clock
from proposals.models import AssistanceSession, AuditEntry, NoteKind, Proposal
from proposals.policy import Intent
from proposals.services import assistance
from proposals.services.assistance import NoteRefused
from proposals.services.transitions import TransitionRefused, perform
from proposals.workflow import Action, Refusal, State

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE_WAIT = 20  # seconds
DECISIONS = ("returned", "approved", "rejected")


@pytest.fixture
def proposal(make_proposal):
    return make_proposal(state="in_assistance")


def at_once(*actions):
    """Let each action run on a connection of its own, all from the same instant; give back what each left."""
    barrier = threading.Barrier(len(actions))
    left = [None] * len(actions)

    def run(position, action):
        try:
            connection.ensure_connection()
            barrier.wait(PEOPLE_WAIT)
            left[position] = action()
        except (TransitionRefused, NoteRefused) as refused:
            left[position] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PEOPLE_WAIT)
    return left


def doing(action, proposal, actor, **intent):
    """The action on the page as it is now."""
    seen = proposal.version
    return lambda: perform(action, proposal, actor=actor, intent=Intent(seen_version=seen, **intent))


def refusals(left):
    return [each for each in left if isinstance(each, Exception)]


def decisions(proposal):
    return list(AuditEntry.objects.filter(proposal=proposal, verb__in=DECISIONS).values_list("verb", flat=True))


@pytest.fixture
def in_review(make_proposal, maker):
    """A proposal with a suggestion, which may as well be returned as approved."""

    def make():
        proposal = make_proposal(state="in_assistance")
        maker.note(proposal, kind=NoteKind.SUGGESTION)
        return proposal

    return make


@pytest.mark.parametrize("attempt", range(3))
def test_approval_against_return_leaves_one_decision(in_review, approver, reviewer, attempt):
    proposal = in_review()

    left = at_once(
        doing(Action.APPROVE, proposal, approver),
        doing(Action.RETURN, proposal, reviewer, due_at=clock.now() + timedelta(days=2)),
    )

    (refused,) = refusals(left)
    assert refused.refusal is Refusal.LOCKED
    (verb,) = decisions(proposal)
    proposal.refresh_from_db()
    assert (proposal.state, verb) in [(State.APPROVED, "approved"), (State.REVISION_REQUIRED, "returned")]
    assert list(AssistanceSession.objects.values_list("result", flat=True)) == [verb]


@pytest.mark.parametrize("attempt", range(3))
def test_two_approvals_leave_one(in_review, approver, attempt):
    proposal = in_review()

    left = at_once(doing(Action.APPROVE, proposal, approver), doing(Action.APPROVE, proposal, approver))

    assert len(refusals(left)) == 1
    assert decisions(proposal) == ["approved"]


def test_approval_against_a_new_note_never_sends_what_was_not_seen(proposal, approver, reviewer, maker):
    left = at_once(
        doing(Action.APPROVE, proposal, approver),
        lambda: maker.note(proposal, kind=NoteKind.SUGGESTION),
    )

    (refused,) = refusals(left)
    proposal.refresh_from_db()
    if isinstance(refused, NoteRefused):
        assert (proposal.state, proposal.notes.count()) == (State.APPROVED, 0)
    else:
        assert refused.refusal is Refusal.STALE
        assert (proposal.state, proposal.notes.get().released_at) == (State.IN_ASSISTANCE, None)


@pytest.mark.parametrize("attempt", range(3))
def test_recall_against_start_leaves_one(make_proposal, operator, reviewer, attempt):
    proposal = make_proposal(state="submitted")

    left = at_once(doing(Action.RECALL, proposal, operator), doing(Action.START_ASSISTANCE, proposal, reviewer))

    (refused,) = refusals(left)
    assert refused.refusal is Refusal.LOCKED
    verbs = AuditEntry.objects.filter(proposal=proposal, verb__in=["recalled", "assistance_started"])
    proposal.refresh_from_db()
    (verb,) = verbs.values_list("verb", flat=True)
    assert (proposal.state, verb) in [(State.DRAFT, "recalled"), (State.IN_ASSISTANCE, "assistance_started")]


def test_two_reviewers_take_one_proposal(make_proposal, reviewer, other_reviewer, client_for):
    proposal = make_proposal(state="submitted")
    clients = [client_for(who) for who in (reviewer, other_reviewer)]
    where = reverse("review-take", args=[proposal.number])

    seen = {"seen_version": proposal.version}
    answers = at_once(*(lambda client=client: client.post(where, seen) for client in clients))

    taken = sorted(answer.status_code for answer in answers)
    proposal.refresh_from_db()
    faster = proposal.assigned_to.name
    slower = next(answer for answer in answers if answer.status_code == 409)
    assert taken[-1] == 409
    assert taken[0] == 303
    assert f"{faster} memulai asistensi" in slower.content.decode()
    assert AuditEntry.objects.filter(proposal=proposal, verb="assistance_started").count() == 1
    assert AssistanceSession.objects.count() == 1


def test_two_notes_at_once_get_two_numbers(proposal, reviewer, maker):
    pages = [Proposal.objects.get(pk=proposal.pk) for _ in range(2)]

    left = at_once(*(lambda page=page: maker.note(page) for page in pages))

    assert refusals(left) == []
    assert sorted(note.number for note in left) == [1, 2]


def test_two_answers_to_one_note_at_once_keep_the_first(make_proposal, operator, agency_head):
    proposal = make_proposal(state="revision_required")
    notes = [proposal.notes.get() for _ in range(2)]

    def answer(note, actor):
        return lambda: assistance.save_response(
            note, actor=actor, kind="not_changed", body=f"Menurut {actor.username}.", seen_version=0
        )

    left = at_once(answer(notes[0], operator), answer(notes[1], agency_head))

    (refused,) = refusals(left)
    assert refused.refusal is Refusal.STALE
    assert proposal.notes.get().responses.get().version == 1
