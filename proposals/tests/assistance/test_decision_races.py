"""Opposite decisions pressed at one instant, round after round: one transition, one entry, one set of mails each.

The proposal is brought back to where it was by the real actions; the two people keep their two connections, so that
every round is a race and not a wait for a connection.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from conftest import person
from lebong_proposals import clock
from notifications.models import OutboxMessage
from ops.testing.journeys import REASON
from proposals import audit
from proposals.models import AssistanceSession, AuditEntry, NoteKind, NoteStatus
from proposals.policy import Intent
from proposals.services import assistance
from proposals.services.transitions import TransitionRefused, perform
from proposals.workflow import Action, Refusal, State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PEOPLE_WAIT = 20  # seconds
ROUNDS = 200
STARTS = 50
LEADS_TO = {"approved": State.APPROVED, "rejected": State.REJECTED, "returned": State.REVISION_REQUIRED}


@pytest.fixture
def both():
    """``both(a, b)``: two people on connections of their own, starting at one instant; gives back what each left."""
    barrier = threading.Barrier(2)

    def run(action):
        barrier.wait(PEOPLE_WAIT)
        try:
            return action()
        except TransitionRefused as refused:
            return refused

    with ThreadPoolExecutor(2) as people:

        def press(*actions):
            return [press.result(PEOPLE_WAIT) for press in [people.submit(run, action) for action in actions]]

        press(arrive, arrive)
        yield press
        press(leave, leave)


def arrive():
    connection.ensure_connection()


def leave():
    connection.close()


def pressing(action, proposal, actor, **intent):
    seen = proposal.version
    return lambda: perform(action, proposal, actor=actor, intent=Intent(seen_version=seen, **intent))


def back_to_review(maker, proposal):
    """Bring it back into a round with one unsent suggestion, so that every decision is possible again."""
    proposal.refresh_from_db()
    if proposal.state == State.REVISION_REQUIRED:
        maker.resubmit(proposal)
        maker.take(proposal)
    elif proposal.state != State.IN_ASSISTANCE:
        maker.act(Action.REOPEN, proposal, maker.approver, note=REASON)
    for note in proposal.notes.exclude(status=NoteStatus.RESOLVED).filter(released_at__isnull=False):
        assistance.resolve_note(note, actor=maker.reviewer)
    if not proposal.notes.filter(released_at__isnull=True).exists():
        maker.note(proposal, kind=NoteKind.SUGGESTION)
    proposal.refresh_from_db()


def last_of(model):
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_two_hundred_opposite_decisions_leave_one_each(both, maker, approver, reviewer, bappeda):
    deputy = person("kepala.bappeda.dua", bappeda, Role.APPROVER)
    proposal = maker.make(state="in_assistance")
    told, won = {}, Counter()

    for attempt in range(ROUNDS):
        back_to_review(maker, proposal)
        opposite = [
            pressing(Action.APPROVE, proposal, approver),
            pressing(Action.REJECT, proposal, deputy, note=REASON),
            pressing(Action.RETURN, proposal, reviewer, due_at=clock.now() + timedelta(days=2)),
        ]
        del opposite[attempt % 3]
        entries, mails = last_of(AuditEntry), set(OutboxMessage.objects.values_list("pk", flat=True))
        closed = AssistanceSession.objects.filter(closed_at__isnull=False).count()

        left = both(*(opposite if attempt % 2 else reversed(opposite)))

        (refused,) = [each for each in left if isinstance(each, TransitionRefused)]
        assert refused.refusal is Refusal.LOCKED
        (verb,) = AuditEntry.objects.filter(pk__gt=entries).values_list("verb", flat=True)
        seen = proposal.version
        proposal.refresh_from_db()
        assert (proposal.state, proposal.version) == (LEADS_TO[verb], seen + 1)
        assert AssistanceSession.objects.filter(closed_at__isnull=False).count() == closed + 1
        sent = OutboxMessage.objects.exclude(pk__in=mails).values_list("kind", "recipient__username")
        assert sorted(sent) == told.setdefault(verb, sorted(set(sent)))
        won[verb] += 1

    assert sum(won.values()) == ROUNDS
    assert set(won) == set(told) == set(LEADS_TO)
    assert all((verb, maker.operator.username) in mails for verb, mails in told.items())
    assert audit.verify().first_break is None


def submitted_again(maker, proposal):
    """Bring it back to Bappeda's door, where nobody has begun."""
    proposal.refresh_from_db()
    if proposal.state == State.IN_ASSISTANCE:
        for note in proposal.notes.exclude(status=NoteStatus.RESOLVED):
            assistance.resolve_note(note, actor=maker.reviewer)
        maker.give_back(proposal)
        proposal.refresh_from_db()
    if proposal.state == State.DRAFT:
        maker.submit(proposal)
    elif proposal.state == State.REVISION_REQUIRED:
        maker.resubmit(proposal)
    proposal.refresh_from_db()


def test_fifty_starts_against_recalls_leave_one_and_tell_the_other(both, maker, client_for, operator, reviewer):
    proposal = maker.make(state="submitted")
    desk, office = client_for(reviewer), client_for(operator)
    start = reverse("review-take", args=[proposal.number])
    recall = reverse("proposal-withdraw", args=[proposal.number])
    won = Counter()

    for attempt in range(STARTS):
        submitted_again(maker, proposal)
        entries, seen = last_of(AuditEntry), {"seen_version": proposal.version}
        pressed = [lambda seen=seen: desk.post(start, seen), lambda seen=seen: office.post(recall, seen)]
        started, recalled = both(*pressed) if attempt % 2 else reversed(both(*reversed(pressed)))

        (verb,) = AuditEntry.objects.filter(pk__gt=entries).values_list("verb", flat=True)
        proposal.refresh_from_db()
        if verb == "assistance_started":
            assert (proposal.state, started.status_code, recalled.status_code) == (State.IN_ASSISTANCE, 303, 409)
            assert "Dalam asistensi" in recalled.content.decode()
        else:
            assert (verb, recalled.status_code) == ("recalled", 303)
            # In the first round it is a draft again, which has no address for Bappeda once the recall is through.
            gone = proposal.state == State.DRAFT and started.status_code == 404
            assert gone or (
                started.status_code == 409 and f"Terakhir, {operator.name} menarik usulan" in started.content.decode()
            )
        won[verb] += 1

    assert set(won) == {"assistance_started", "recalled"}
    assert audit.verify().first_break is None
