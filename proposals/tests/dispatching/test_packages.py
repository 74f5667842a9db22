"""Packages: approved proposals of one ministry, locked, then sent under one letter."""

from datetime import date, timedelta

import pytest

from lebong_proposals import clock
from ops.testing.scene import again
from proposals.models import AuditEntry, Dispatch, DispatchState, Ministry
from proposals.services import dispatching
from proposals.services.dispatching import DispatchRefused
from proposals.workflow import Refusal, State

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def approved(scene):
    return [scene.make("approved"), scene.make("approved")]


@pytest.fixture
def proposals(db, approved):
    return [again(proposal) for proposal in approved]


def create(actor, proposals, ministry=None):
    first = proposals[0]
    return dispatching.create(actor=actor, cycle=first.cycle, ministry=ministry or first.ministry, proposals=proposals)


@pytest.fixture
def locked(reviewer, proposals):
    dispatch = create(reviewer, proposals)
    return dispatching.lock(dispatch, actor=reviewer, seen_version=dispatch.version)


def record_sending(dispatch, actor, **values):
    today = clock.wib_date(clock.now())
    letter = {"letter_number": "600/77/Bappeda/XI/2025", "letter_date": today, "sent_on": today, "channel": "srikandi"}
    return dispatching.record_sending(dispatch, actor=actor, **{"seen_version": dispatch.version} | letter | values)


def states(proposals):
    for proposal in proposals:
        proposal.refresh_from_db()
    return [proposal.state for proposal in proposals]


def test_package_keeps_the_given_order(reviewer, proposals):
    dispatch = create(reviewer, proposals[::-1])

    assert dispatch.number == 1
    assert [item.proposal for item in dispatch.items.all()] == proposals[::-1]
    entry = AuditEntry.objects.get(verb="dispatch_created")
    assert entry.facts["proposals"] == [proposals[1].number, proposals[0].number]


def test_sending_moves_every_proposal(locked, proposals, admin):
    record_sending(locked, admin)

    assert states(proposals) == [State.SENT, State.SENT]
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.letter_number) == (DispatchState.SENT, "600/77/Bappeda/XI/2025")
    assert AuditEntry.objects.filter(verb="sent").count() == 2
    assert AuditEntry.objects.filter(verb="dispatch_sent").count() == 1


def test_reviewer_builds_and_locks_but_does_not_send(locked, proposals, reviewer):
    with pytest.raises(DispatchRefused) as refused:
        record_sending(locked, reviewer)

    assert refused.value.refusal is Refusal.ROLE
    assert states(proposals) == [State.APPROVED, State.APPROVED]


@pytest.mark.parametrize("who", ["operator", "stranger", "leader"])
def test_nobody_outside_bappeda_builds_a_package(who, proposals, request):
    with pytest.raises(DispatchRefused) as refused:
        create(request.getfixturevalue(who), proposals)

    assert refused.value.refusal is Refusal.ROLE


def test_proposal_lies_in_one_package(reviewer, proposals):
    create(reviewer, proposals[:1])

    with pytest.raises(DispatchRefused) as refused:
        create(reviewer, proposals)

    assert refused.value.reason == f"Usulan {proposals[0].number} sudah berada di paket lain."
    assert Dispatch.objects.count() == 1


def test_package_refuses_what_is_not_approved(reviewer, make_proposal):
    proposal = make_proposal(state="in_assistance")

    with pytest.raises(DispatchRefused) as refused:
        create(reviewer, [proposal])

    assert refused.value.reason == f"Usulan {proposal.number} berstatus Dalam asistensi, bukan Disetujui."


def test_package_refuses_another_ministry(reviewer, proposals):
    with pytest.raises(DispatchRefused):
        create(reviewer, proposals, ministry=Ministry.objects.exclude(code="kemenpu").first())


def test_package_is_locked_only_as_it_was_seen(reviewer, proposals):
    dispatch = create(reviewer, proposals)

    with pytest.raises(DispatchRefused) as refused:
        dispatching.lock(dispatch, actor=reviewer, seen_version=dispatch.version - 1)

    assert refused.value.refusal is Refusal.STALE


def test_package_is_locked_once(locked, reviewer):
    with pytest.raises(DispatchRefused) as refused:
        dispatching.lock(locked, actor=reviewer, seen_version=locked.version)

    assert refused.value.refusal is Refusal.LOCKED


def test_open_package_cannot_be_sent(reviewer, approver, proposals):
    with pytest.raises(DispatchRefused) as refused:
        record_sending(create(reviewer, proposals), approver)

    assert refused.value.reason == "Paket 1 berstatus disusun; tindakan ini tidak berlaku."


def test_sending_in_the_future_is_refused(locked, approver):
    tomorrow = clock.wib_date(clock.now()) + timedelta(days=1)

    with pytest.raises(DispatchRefused) as refused:
        record_sending(locked, approver, sent_on=tomorrow)

    assert refused.value.reason == "Tanggal kirim tidak boleh setelah hari ini."


def test_one_reopened_proposal_stops_the_whole_package(locked, proposals, maker, approver):
    maker.act("reopen", proposals[1], approver, note="Ada kekeliruan pada nilai yang disetujui.")

    with pytest.raises(DispatchRefused) as refused:
        record_sending(locked, approver)

    assert refused.value.reason.startswith(f"Usulan {proposals[1].number}: ")
    assert states(proposals) == [State.APPROVED, State.IN_ASSISTANCE]
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.letter_number) == (DispatchState.LOCKED, "")


def test_proposal_returned_by_the_ministry_may_join_another_package(locked, proposals, maker, admin, approver):
    record_sending(locked, admin)
    first = proposals[0]
    reason = "Kementerian meminta data lahan dilengkapi."
    maker.act("returned_by_ministry", first, admin, note=reason, due_at=clock.now() + timedelta(days=2))
    maker.resubmit(first)
    maker.take(first)
    maker.approve(first)
    first.refresh_from_db()

    second = create(admin, [first])
    relocked = dispatching.lock(second, actor=admin, seen_version=second.version)
    record_sending(relocked, admin, letter_date=date(2025, 11, 10))

    assert states([first]) == [State.SENT]
