"""Each constraint of the tables refuses what it was made for, whatever the code above it believes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from accounts.models import Agency, Cover, Membership, User
from lebong_proposals import clock
from proposals.models import (
    MAX_RUPIAH,
    AgencyCycle,
    AssistancePaper,
    AssistanceSession,
    Attachment,
    AttachmentSlot,
    AuditEntry,
    CostItem,
    CriterionResult,
    Dispatch,
    DispatchItem,
    Extension,
    FundingSource,
    Location,
    NoteResponse,
    OutputIndicator,
    PreparedDecision,
    Proposal,
    ProposalSection,
    ReadinessItem,
    ReadinessRequirement,
    ReferencePrice,
    ReviewCriterion,
    ReviewNote,
    SubmissionAttempt,
    SubmissionCycle,
    SubmittedVersion,
    Village,
)
from proposals.tests.last_line.world import copy
from proposals.workflow import State

NEW_NUMBER = {"number": "2025-9999"}
NEW_ROW = {"uuid": uuid4()}
NEW_PAPER = {"number": "BA-2025-9999/1", "check_code": "lain"}
NEW_RECEIPT = {"version_no": 99, "receipt_no": "2025-9999/99"}
SENT = {"state": State.SENT}

# Constraint, table, which row is copied, and what in the copy is wrong; an unchanged copy breaks a uniqueness.
CASES = [
    ("agency_kind_known", Agency, {}, {"code": "lain", "kind": "hobby"}),
    ("agency_once_per_cycle", AgencyCycle, {}, {}),
    ("attachment_hash_shaped", Attachment, {}, {"sha256": "G" * 64}),
    ("attachment_not_empty", Attachment, {}, {"size": 0}),
    ("attachment_one_per_slot", Attachment, {"slot__isnull": False}, {}),
    ("attempt_outcome_known", SubmissionAttempt, {}, {"outcome": "maybe"}),
    ("audit_hash_shaped", AuditEntry, {}, {"sequence": 9999, "hash": "0" * 63}),
    ("audit_sequence_once", AuditEntry, {}, {}),
    ("base_obligation_known", AgencyCycle, {}, {"base_obligation": "nil_declared"}),
    ("cost_amount_bounded", CostItem, {"kind": "item"}, NEW_ROW | {"amount": -1}),
    ("cost_amount_bounded", CostItem, {}, NEW_ROW | {"kind": "rounding", "amount": -MAX_RUPIAH - 1}),
    ("cost_kind_known", CostItem, {}, NEW_ROW | {"kind": "gift"}),
    ("cost_price_bounded", CostItem, {}, NEW_ROW | {"unit_price": -1}),
    ("cost_price_bounded", CostItem, {}, NEW_ROW | {"unit_price": MAX_RUPIAH + 1}),
    ("cost_quantity_not_negative", CostItem, {}, NEW_ROW | {"quantity": -1}),
    ("cover_period_ordered", Cover, {}, {"ends_on": date(2025, 11, 9)}),
    ("criterion_once", ReviewCriterion, {"funding_source": None}, {}),
    ("criterion_result_once", CriterionResult, {}, {}),
    ("criterion_verdict_known", CriterionResult, {}, {"verdict": "perhaps"}),
    ("cycle_limits_ordered", SubmissionCycle, {}, {"year": 2031, "closes_at": "2025-11-04T07:00Z"}),
    ("cycle_limits_ordered", SubmissionCycle, {}, {"year": 2031, "national_closes_at": "2025-11-05T07:00Z"}),
    ("dispatch_number_once", Dispatch, {}, {}),
    ("dispatch_sent_with_letter", Dispatch, SENT, {"number": 99, "letter_number": ""}),
    ("dispatch_sent_with_letter", Dispatch, SENT, {"number": 99, "letter_date": None}),
    ("dispatch_state_known", Dispatch, {}, {"number": 99, "state": "lost"}),
    ("extension_one_active", Extension, {}, {}),
    ("extension_reason_given", Extension, {}, {"reason": "Perlu"}),
    ("extension_within_national_limit", Extension, {}, {"new_closes_at": "2026-01-01T00:00Z"}),
    ("funding_ceiling_positive", FundingSource, {}, {"code": "lain", "ceiling": 0}),
    ("indicator_kind_known", OutputIndicator, {}, {"kind": "wish"}),
    ("latitude_on_earth", Location, {}, {"latitude": "90.5"}),
    ("longitude_on_earth", Location, {}, {"longitude": "-180.5"}),
    ("membership_once", Membership, {}, {}),
    ("membership_period_ordered", Membership, {}, {"starts_on": date(2024, 5, 2), "ends_on": date(2024, 5, 1)}),
    ("membership_role_known", Membership, {}, {"starts_on": date(2024, 5, 2), "role": "king"}),
    ("nil_has_its_moment", AgencyCycle, {}, {"obligation": "nil_declared"}),
    ("note_internal_stays", ReviewNote, {"released_at__isnull": False}, {"number": 99, "audience": "internal"}),
    ("note_number_once", ReviewNote, {}, {}),
    ("note_resolved_has_its_moment", ReviewNote, {}, {"number": 99, "status": "resolved"}),
    ("note_words_known", ReviewNote, {}, {"number": 99, "kind": "idea"}),
    ("obligation_known", AgencyCycle, {}, {"obligation": "perhaps"}),
    ("paper_edition_once", AssistancePaper, {"locked_at__isnull": False}, NEW_PAPER),
    ("paper_kind_known", AssistancePaper, {"locked_at__isnull": False}, NEW_PAPER | {"kind": "poem"}),
    ("paper_locked_with_content", AssistancePaper, {"locked_at__isnull": False}, NEW_PAPER | {"content_sha256": ""}),
    ("paper_one_open", AssistancePaper, {"locked_at": None}, NEW_PAPER | {"edition": 9, "check_code": None}),
    ("prepared_amount_bounded", PreparedDecision, {}, {"approved_amount": -1}),
    ("prepared_kind_known", PreparedDecision, {}, {"kind": "wait", "reason": "Menunggu."}),
    ("prepared_rejection_explained", PreparedDecision, {}, {"kind": "reject", "reason": ""}),
    ("proposal_amount_bounded", Proposal, SENT, NEW_NUMBER | {"requested_amount": -1}),
    ("proposal_amount_bounded", Proposal, SENT, NEW_NUMBER | {"requested_amount": MAX_RUPIAH + 1}),
    ("proposal_approved_amount_bounded", Proposal, SENT, NEW_NUMBER | {"approved_amount": -1}),
    (
        "proposal_assistance_has_its_reviewer",
        Proposal,
        {"state": "in_assistance"},
        NEW_NUMBER | {"assigned_to_id": None},
    ),
    ("proposal_assistance_has_its_reviewer", Proposal, {"state": "in_assistance"}, NEW_NUMBER | {"round_number": 0}),
    ("proposal_beyond_draft_was_submitted", Proposal, SENT, NEW_NUMBER | {"last_version_no": 0}),
    ("proposal_decision_has_its_moment", Proposal, SENT, NEW_NUMBER | {"decided_at": None}),
    ("proposal_in_one_dispatch", DispatchItem, {}, {}),
    ("proposal_only_drafts_deleted", Proposal, SENT, NEW_NUMBER | {"deleted_at": "2025-11-10T00:00Z"}),
    ("proposal_priority_once", Proposal, {"priority_rank": 1}, NEW_NUMBER),
    ("proposal_return_has_its_moment", Proposal, SENT, NEW_NUMBER | {"state": "revision_required"}),
    ("proposal_sent_has_its_moment", Proposal, SENT, NEW_NUMBER | {"sent_at": None}),
    ("proposal_state_known", Proposal, SENT, NEW_NUMBER | {"state": "lost"}),
    ("proposal_version_positive", Proposal, SENT, NEW_NUMBER | {"version": 0}),
    ("readiness_once", ReadinessItem, {}, {}),
    ("readiness_status_known", ReadinessItem, {}, {"status": "soon"}),
    ("reference_price_once", ReferencePrice, {}, {}),
    ("reference_price_positive", ReferencePrice, {}, {"code": "2", "unit_price": 0}),
    ("requirement_once", ReadinessRequirement, {"funding_source": None}, {}),
    ("response_explained", NoteResponse, {}, {"uuid": uuid4(), "round_number": 9, "kind": "not_changed", "body": ""}),
    ("response_kind_known", NoteResponse, {}, {"uuid": uuid4(), "round_number": 9, "kind": "whatever"}),
    ("response_once_per_round", NoteResponse, {}, {"uuid": uuid4()}),
    ("section_known", ProposalSection, {}, {"code": "poem"}),
    ("section_once", ProposalSection, {}, {}),
    ("session_closed_with_result", AssistanceSession, {"closed_at__isnull": False}, {"result": ""}),
    ("session_one_open", AssistanceSession, {"closed_at": None}, {}),
    ("slot_once", AttachmentSlot, {"funding_source": None}, {}),
    (
        "user_email_unique",
        User,
        {"username": "operator.uji"},
        {"username": "lain", "email": "OPERATOR.UJI@lebong.example"},
    ),
    ("version_hash_shaped", SubmittedVersion, {}, NEW_RECEIPT | {"idempotency_key": uuid4(), "content_sha256": "x"}),
    ("version_key_once", SubmittedVersion, {}, NEW_RECEIPT),
    ("version_once", SubmittedVersion, {}, {"receipt_no": "2025-9999/99", "idempotency_key": uuid4()}),
    ("village_once_per_district", Village, {}, {}),
]


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    """A proposal that was sent, one with answered notes, one whose review goes on, and an extension."""
    maker = scene.maker
    sent = maker.make(State.SENT)
    Proposal.objects.filter(pk=sent.pk).update(priority_rank=1)
    maker.resubmit(maker.make(State.REVISION_REQUIRED))
    maker.make(State.IN_ASSISTANCE)
    lay_out_the_review_desk(maker)
    limit = maker.agency_cycle.cycle.national_closes_at
    return Extension.objects.create(
        agency_cycle=maker.agency_cycle,
        new_closes_at=limit - timedelta(hours=1),
        national_closes_at=limit,
        reason="Banjir memutus jalan.",
        letter_number="100/1",
        granted_by=maker.admin,
        approved_by=maker.approver,
        granted_at=clock.now(),
    )


@pytest.fixture
def world(db, made):
    return made


def lay_out_the_review_desk(maker):
    """What the reviewer keeps beside the notes of an open round, a cover, and a reference price."""
    session = AssistanceSession.objects.filter(closed_at=None).latest("pk")
    reviewer, moment = session.reviewer, clock.now()
    criterion = ReviewCriterion.objects.earliest("pk")
    CriterionResult.objects.create(
        session=session, criterion=criterion, verdict="fits", updated_by=reviewer, updated_at=moment
    )
    PreparedDecision.objects.create(
        session=session, kind="approve", seen_version=1, prepared_by=reviewer, prepared_at=moment
    )
    paper = {"session": session, "created_by": reviewer, "created_at": moment, "updated_at": moment}
    AssistancePaper.objects.create(kind="minutes", number="BA-1", **paper)
    locked = {"locked_at": moment, "locked_by": reviewer, "content": {}, "content_sha256": "0" * 64, "check_code": "a"}
    AssistancePaper.objects.create(kind="sheet", number="LA-1", **paper, **locked)
    period = {"starts_on": date(2025, 11, 10), "ends_on": date(2025, 11, 14)}
    approver = maker.approver
    Cover.objects.create(absent=reviewer, substitute=approver, created_by=approver, created_at=moment, **period)
    ReferencePrice.objects.create(
        year=2025, code="1", description="Semen", unit="zak", unit_price=68_000, match_key="semen|zak"
    )


def refusing(model, which, changes):
    """Name the constraint that refuses the copy."""
    row = model.objects.filter(**which).order_by("pk").first()
    assert row is not None, f"the world has no {model.__name__} like {which}"
    try:
        with transaction.atomic():
            copy(row, **changes)
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name
    return "nothing"


def test_each_constraint_refuses_what_it_was_made_for(world):
    found = [(name, changes, refusing(model, which, changes)) for name, model, which, changes in CASES]

    assert [(name, changes) for name, changes, refusal in found if refusal != name] == []


def test_extension_needs_two_persons(world):
    revoked = {"revoked_at": world.granted_at, "approved_by_id": world.granted_by_id}

    assert refusing(Extension, {}, revoked) == "extension_two_persons"


def test_nobody_covers_for_oneself(world):
    assert refusing(Cover, {}, {"substitute_id": Cover.objects.get().absent_id}) == "cover_by_another"


def test_every_constraint_has_its_case():
    tables = [model for label in ("accounts", "proposals") for model in apps.get_app_config(label).get_models()]
    constraints = {constraint.name for model in tables for constraint in model._meta.constraints}

    assert {name for name, *_ in CASES} | {"extension_two_persons", "cover_by_another"} == constraints
