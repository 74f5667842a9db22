"""`seed_demo` leaves what the demo promises, made by real actions at plausible moments."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.mandate import Mandate
from accounts.models import Membership, User
from lebong_proposals import clock
from notifications.models import MessageState, OutboxMessage
from proposals import audit
from proposals.completeness import DemandTable, assess
from proposals.demo.content import demo_proposals
from proposals.files.storage import stored_path
from proposals.models import (
    AgencyCycle,
    Attachment,
    AuditEntry,
    CostItem,
    Dispatch,
    DispatchState,
    NoteAudience,
    NoteStatus,
    Obligation,
    PreparedDecision,
    Proposal,
    ReviewNote,
)
from proposals.services.checklist import criteria_of
from proposals.snapshot import with_content

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.slow]

STARTS = datetime(2025, 11, 10, 1, 0, tzinfo=UTC)


def test_every_proposal_has_its_number_state_and_amount():
    found = list(Proposal.objects.order_by("number").values_list("number", "state", "requested_amount"))

    assert found == [(f"2025-{demo.order:04d}", demo.state, demo.amount) for demo in demo_proposals()]


def test_air_sipang_has_the_rows_of_the_worked_sample():
    rows = CostItem.objects.filter(proposal__number="2025-0002").exclude(kind="group")

    assert [row.amount for row in rows] == [
        *(75_000_000, 261_000_000, 837_000_000, 456_000_000, 171_000_000, 45_000_000),
        202_950_000,
    ]


def test_clock_runs_on_from_the_start_of_the_demo():
    assert STARTS <= clock.now() < STARTS + timedelta(minutes=10)


def test_everything_on_record_happened_before_the_start():
    moments = AuditEntry.objects.values_list("occurred_at", flat=True)

    assert datetime(2025, 11, 4, 7, 0, tzinfo=UTC) < min(moments)
    assert max(moments) < STARTS


def test_audit_chains_verify():
    assert audit.verify().first_break is None


def test_only_the_laboratory_is_complete_and_unsent():
    table = DemandTable()
    drafts = with_content(Proposal.objects.filter(state="draft"))

    complete = {draft.number for draft in drafts if assess(draft, table.of(draft)).is_complete}

    assert complete == {"2025-0008"}


def test_two_rounds_left_both_versions_and_resolved_notes():
    sipang = Proposal.objects.get(number="2025-0002")
    first, second = sipang.versions.order_by("version_no")

    assert sipang.round_number == 2
    assert (first.requested_amount, second.requested_amount) == (2_182_704_000, 2_047_950_000)
    assert set(sipang.notes.values_list("status", flat=True)) == {NoteStatus.RESOLVED}


def test_approved_school_proposal_keeps_an_open_suggestion():
    notes = Proposal.objects.get(number="2025-0007").notes.filter(status=NoteStatus.OPEN)

    assert [note.kind for note in notes] == ["suggestion"]


def test_one_decision_waits_for_the_approver_with_its_checklist():
    decision = PreparedDecision.objects.select_related("session__proposal").get()

    proposal = decision.session.proposal
    results = decision.session.criterion_results
    assert (proposal.number, decision.kind, decision.approved_amount) == (
        "2025-0009",
        "approve",
        proposal.requested_amount,
    )
    assert decision.seen_version == proposal.version
    assert results.count() == criteria_of(proposal).count()
    assert results.filter(verdict="needs_work").values_list("criterion__code", flat=True).get() == "cost_reasonable"


def test_internal_notes_stay_unreleased():
    internal = ReviewNote.objects.filter(audience=NoteAudience.INTERNAL)

    assert internal.count() == 2
    assert not internal.filter(released_at__isnull=False).exists()


def test_recalled_proposal_has_two_versions_one_withdrawn():
    library = Proposal.objects.get(number="2025-0017")

    assert [hasattr(version, "withdrawal") for version in library.versions.order_by("version_no")] == [True, False]


def test_two_packages_are_sent_and_one_waits_for_the_signature():
    found = list(Dispatch.objects.order_by("number").values_list("ministry__code", "state"))

    assert found == [
        ("kemenpu", DispatchState.SENT),
        ("kemenpkp", DispatchState.SENT),
        ("kemenpu", DispatchState.LOCKED),
    ]


def test_disnakertrans_declared_nihil():
    nil = AgencyCycle.objects.filter(obligation=Obligation.NIL_DECLARED)

    assert [row.agency.code for row in nil.select_related("agency")] == ["disnakertrans"]


def test_every_attachment_lies_in_the_store():
    files = Attachment.objects.all()

    assert files
    assert all(stored_path(file.sha256).stat().st_size == file.size for file in files)


def test_mail_of_the_past_counts_as_accepted():
    states = set(OutboxMessage.objects.values_list("state", flat=True))

    assert states == {MessageState.ACCEPTED}
    assert not OutboxMessage.objects.filter(accepted_at__gte=STARTS).exists()


@pytest.mark.parametrize("username", ["operator.dpupr", "kepala.bappeda", "bupati", "admin"])
def test_accounts_open_with_the_demo_password(username, rf):
    assert authenticate(rf.post("/"), username=username, password="gladi-titian-2025") == User.objects.get(
        username=username
    )


def test_head_of_bpbd_drafts_for_two_agencies():
    head = User.objects.get(username="kepala.bpbd")

    assert {agency.code for agency in Mandate(head, STARTS).agencies()} == {"bpbd", "dkp"}
    assert Membership.objects.get(user=head, agency__code="dkp").full_title == "Plt. Kepala Dinas Ketahanan Pangan"


def test_seeding_twice_is_refused():
    with override_settings(DEMO=True), pytest.raises(CommandError, match="sudah berisi"):
        call_command("seed_demo")


def test_seeding_outside_a_demo_is_refused():
    with override_settings(DEMO=False), pytest.raises(CommandError, match="DEMO"):
        call_command("seed_demo")
