"""The database decides when a submission was accepted, even when everything above it is bypassed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction

from proposals.models import AgencyCycle, Proposal, SubmittedVersion
from proposals.tests.last_line.world import refused

TOO_LATE = "LB001"
OPEN = "2025-11-20T09:00:00+07:00"
LAST = "2025-11-30T23:59:59.999999+07:00"
LIMIT = "2025-12-01T00:00:00+07:00"


@pytest.fixture
def draft(make_proposal):
    return make_proposal(complete=False)


def insert(proposal, **values):
    """Write a submitted version past every check of the application."""
    row = {
        "proposal": proposal,
        "version_no": 1,
        "receipt_no": f"{proposal.number}/1",
        "idempotency_key": uuid4(),
        "content": "{}",
        "content_sha256": "0" * 64,
        "requested_amount": 1,
        "closes_at": datetime(2099, 1, 1, tzinfo=UTC),
        "accepted_at": datetime(2025, 11, 1, tzinfo=UTC),
        "official_name": "Kepala",
        "official_title": "Kepala",
        "letter_number": "1",
        "letter_date": "2025-11-10",
        "declaration": "Benar.",
        "submitted_by": proposal.created_by,
        "submitted_by_name": "Operator",
    }
    version = SubmittedVersion(**row | values)
    version.save(force_insert=True)
    version.refresh_from_db()
    return version


def returned(proposal, *, window, due_at):
    Proposal.objects.filter(pk=proposal.pk).update(
        state="submitted", version=90, last_version_no=1, returned_at=due_at, revision_due_at=due_at
    )
    Proposal.objects.filter(pk=proposal.pk).update(state="revision_required", version=91, revision_window=window)
    return Proposal.objects.get(pk=proposal.pk)


def test_moment_and_limit_are_the_databases_whatever_was_sent(draft, clock_at):
    clock_at(OPEN)

    version = insert(draft)

    assert version.accepted_at == datetime.fromisoformat(OPEN)
    assert version.closes_at == datetime.fromisoformat(LIMIT)


def test_last_microsecond_counts(draft, clock_at):
    clock_at(LAST)

    assert insert(draft).accepted_at == datetime.fromisoformat(LAST)


def test_limit_itself_does_not_count(draft, clock_at):
    clock_at(LIMIT)

    with refused(sqlstate=TOO_LATE):
        insert(draft)


def test_limit_of_the_agency_goes_before_the_cycles(draft, clock_at):
    AgencyCycle.objects.filter(agency=draft.agency).update(closes_at="2025-11-25T00:00+07:00")
    clock_at("2025-11-25T00:00+07:00")

    with refused(sqlstate=TOO_LATE):
        insert(draft)


def test_extended_limit_counts(draft, clock_at):
    extended = datetime.fromisoformat("2025-12-02T00:00+07:00")
    AgencyCycle.objects.filter(agency=draft.agency).update(closes_at=extended)
    clock_at(LIMIT)

    assert insert(draft).closes_at == extended


def test_sealed_agency_takes_nothing_more(draft, clock_at):
    clock_at(OPEN)
    AgencyCycle.objects.filter(agency=draft.agency).update(sealed_at=OPEN)

    with refused(sqlstate=TOO_LATE):
        insert(draft)


def test_agency_outside_the_cycle_takes_no_part(draft, clock_at):
    clock_at(OPEN)
    AgencyCycle.objects.filter(agency=draft.agency).delete()

    with refused(sqlstate=TOO_LATE):
        insert(draft)


@pytest.mark.parametrize("is_sealed", [False, True])
def test_window_of_a_return_counts_past_the_limit_and_the_seal(draft, clock_at, is_sealed):
    due_at = datetime.fromisoformat("2025-12-05T00:00+07:00")
    proposal = returned(draft, window=True, due_at=due_at)
    AgencyCycle.objects.filter(agency=draft.agency).update(sealed_at=LIMIT if is_sealed else None)
    clock_at("2025-12-04T23:59:59.999999+07:00")

    assert insert(proposal).closes_at == due_at
    clock_at("2025-12-05T00:00+07:00")
    with refused(sqlstate=TOO_LATE):
        insert(proposal, version_no=2, receipt_no="2025-9999/2")


def test_due_date_alone_opens_no_window(draft, clock_at):
    proposal = returned(draft, window=False, due_at=datetime.fromisoformat("2025-12-05T00:00+07:00"))
    clock_at(LIMIT)

    with refused(sqlstate=TOO_LATE):
        insert(proposal)


@pytest.mark.django_db(transaction=True)
def test_limit_is_read_under_the_lock_of_the_agencys_row(draft, owner_connection):
    """Whoever moves the limit holds the row; an insertion waits for it rather than read the old limit."""
    owner_connection.autocommit = False
    with owner_connection.cursor() as other:
        other.execute("SELECT 1 FROM proposals_agencycycle WHERE agency_id = %s FOR UPDATE", [draft.agency_id])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
                insert(draft)
    owner_connection.rollback()

    assert insert(draft).accepted_at - draft.created_at < timedelta(hours=1)
