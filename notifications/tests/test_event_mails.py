"""Who is told about which event: the whole set, once, in the transaction of the event."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.models import Membership
from accounts.roles import Role
from conftest import person
from notifications import notices, outbox
from notifications.models import Kind, OutboxMessage, Preference
from proposals.audit import Actor, Verb, record
from proposals.models import AuditEntry

AGENCY = {"operator.uji", "kepala.uji"}


@pytest.fixture(autouse=True)
def cast(operator, agency_head, stranger, other_reviewer, leader):
    """Everybody who might be told by mistake is there."""


def told(kind: Kind) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind).order_by("recipient__username")
    return list(rows.values_list("recipient__username", flat=True))


@pytest.mark.parametrize(
    "state, kinds",
    [
        ("draft", []),
        ("submitted", [Kind.RECEIPT]),
        ("in_assistance", [Kind.RECEIPT]),
        ("revision_required", [Kind.RECEIPT, Kind.RETURNED]),
        ("approved", [Kind.RECEIPT, Kind.APPROVED]),
        ("rejected", [Kind.RECEIPT, Kind.REJECTED]),
        ("sent", [Kind.RECEIPT, Kind.APPROVED, Kind.SENT]),
    ],
)
def test_operators_and_heads_of_the_agency_are_told_and_nobody_else(make_proposal, state, kinds):
    proposal = make_proposal(state=state)

    rows = OutboxMessage.objects.values_list("kind", "recipient__username", "proposal", "agency")
    assert set(rows) == {(kind, name, proposal.pk, proposal.agency_id) for kind in kinds for name in AGENCY}
    assert len(rows) == len(kinds) * 2


def test_each_resubmission_has_a_receipt_of_its_own(maker):
    proposal = maker.make(state="revision_required")

    maker.resubmit(proposal)

    assert told(Kind.RECEIPT) == ["kepala.uji", "kepala.uji", "operator.uji", "operator.uji"]
    keys = OutboxMessage.objects.filter(kind=Kind.RECEIPT).values_list("facts__receipt_no", flat=True)
    assert set(keys) == {f"{proposal.number}/1", f"{proposal.number}/2"}


def test_a_person_with_two_roles_gets_one_mail(maker, agency_head, agency):
    Membership.objects.create(
        user=agency_head, agency=agency, role=Role.OPERATOR, title="Operator", starts_on=date(2025, 1, 1)
    )

    maker.make(state="submitted")

    assert told(Kind.RECEIPT) == ["kepala.uji", "operator.uji"]


def test_who_left_office_before_the_event_is_not_told(maker, agency_head, agency, monday):
    Membership.objects.filter(user=agency_head).update(ends_on=monday.date() - timedelta(days=1))
    person("kepala.baru", agency, Role.AGENCY_HEAD)

    maker.make(state="submitted")

    assert told(Kind.RECEIPT) == ["kepala.baru", "operator.uji"]


def test_an_event_that_is_rolled_back_is_told_to_nobody(maker):
    proposal = maker.make(state="draft")

    with transaction.atomic():
        maker.submit(proposal)
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()


def test_a_mail_that_cannot_be_queued_rolls_the_event_back(maker, monkeypatch):
    proposal = maker.make(state="draft")
    entries = AuditEntry.objects.count()
    monkeypatch.setattr(outbox, "BATCH", 0)

    with pytest.raises(ValueError, match="must not be zero"):
        maker.submit(proposal)

    proposal.refresh_from_db()
    assert (proposal.state, AuditEntry.objects.count()) == ("draft", entries)


def test_the_same_submission_twice_is_told_once(maker):
    proposal = maker.make(state="draft")
    first = maker.submit(proposal)

    again = maker.submit(proposal, key=first.version.idempotency_key)

    assert again.repeated
    assert told(Kind.RECEIPT) == ["kepala.uji", "operator.uji"]


def test_a_reviewer_is_told_about_what_somebody_else_assigned(make_proposal, approver, other_reviewer, monday):
    proposal = make_proposal(state="submitted")

    assign(proposal, approver, other_reviewer, monday)

    assert told(Kind.ASSIGNED) == ["telaah.lain"]


def test_reopening_is_told_to_the_agency_and_to_the_reviewer_once(maker, approver):
    proposal = maker.make(state="approved")

    maker.act("reopen", proposal, approver, note="Nilai keliru, dihitung lagi bersama OPD.")

    assert told(Kind.REOPENED) == ["kepala.uji", "operator.uji", "telaah.uji"]


def test_a_reviewer_who_takes_a_proposal_is_not_told(make_proposal):
    make_proposal(state="in_assistance")

    assert told(Kind.ASSIGNED) == []


def test_a_kind_that_may_be_switched_off_is_not_sent_to_who_did(make_proposal, approver, other_reviewer, monday):
    Preference.objects.create(user=other_reviewer, kind=Kind.ASSIGNED)

    assign(make_proposal(state="submitted"), approver, other_reviewer, monday)

    assert told(Kind.ASSIGNED) == []


def test_receipts_and_decisions_cannot_be_switched_off(maker, operator, agency_head):
    for user in (operator, agency_head):
        Preference.objects.bulk_create([Preference(user=user, kind=kind) for kind in Kind])

    maker.make(state="approved")

    assert told(Kind.RECEIPT) == told(Kind.APPROVED) == ["kepala.uji", "operator.uji"]


def test_queueing_a_receipt_costs_two_statements(make_proposal, django_assert_num_queries):
    proposal = make_proposal(state="submitted")
    entry = AuditEntry.objects.select_related("actor").get(verb=Verb.SUBMITTED)
    OutboxMessage.objects.all().delete()
    loaded = type(proposal).objects.select_related("agency", "cycle").get(pk=proposal.pk)

    with django_assert_num_queries(2):
        outbox.queue(notices.messages(notices.Event(entry, loaded, entry.facts)))

    assert told(Kind.RECEIPT) == ["kepala.uji", "operator.uji"]


def assign(proposal, approver, reviewer, at):
    """What reassigning records."""
    record(
        Verb.ASSISTANCE_STARTED,
        actor=Actor.of(approver, approver.memberships.first()),
        at=at,
        proposal=proposal,
        facts={"reviewer_id": reviewer.pk, "round": 1},
    )
