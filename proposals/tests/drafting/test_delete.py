import pytest

from proposals.models import Proposal
from proposals.services.drafting import EditRefused, delete_draft, restore_draft
from proposals.workflow import Refusal


@pytest.fixture
def deleted(draft, operator):
    delete_draft(draft, actor=operator, seen_version=draft.version)
    draft.refresh_from_db()
    return draft


def test_a_deleted_draft_is_out_of_sight_and_on_record(deleted, operator):
    assert not Proposal.objects.alive().exists()
    assert deleted.deleted_by == operator
    assert deleted.audit_entries.latest("id").verb == "deleted"


def test_a_deletion_decided_on_an_older_page_is_refused(draft, operator):
    with pytest.raises(EditRefused) as refused:
        delete_draft(draft, actor=operator, seen_version=draft.version - 1)

    assert refused.value.refusal is Refusal.STALE


def test_a_stranger_deletes_nothing(draft, stranger):
    with pytest.raises(EditRefused) as refused:
        delete_draft(draft, actor=stranger, seen_version=draft.version)

    assert refused.value.refusal is Refusal.ROLE


def test_a_returned_proposal_is_not_deleted(make_proposal, operator):
    proposal = make_proposal("revision_required")

    with pytest.raises(EditRefused) as refused:
        delete_draft(proposal, actor=operator, seen_version=proposal.version)

    assert refused.value.refusal is Refusal.LOCKED


def test_a_draft_comes_back_within_thirty_days_also_after_the_limit(deleted, operator, clock_at):
    clock_at("2025-12-09T07:59:00+07:00")

    restore_draft(deleted, actor=operator)

    deleted.refresh_from_db()
    assert deleted.deleted_at is None
    assert deleted.audit_entries.latest("id").verb == "restored"


def test_after_thirty_days_a_draft_stays_deleted(deleted, operator, clock_at):
    clock_at("2026-01-31T08:00:00+07:00")

    with pytest.raises(EditRefused) as refused:
        restore_draft(deleted, actor=operator)

    assert refused.value.refusal is Refusal.LOCKED


def test_a_stranger_brings_nothing_back(deleted, stranger):
    with pytest.raises(EditRefused) as refused:
        restore_draft(deleted, actor=stranger)

    assert refused.value.refusal is Refusal.ROLE
