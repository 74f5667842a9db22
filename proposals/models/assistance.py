"""Asistensi: rounds, the reviewers' notes and the agency's responses."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from proposals.models.proposal import MAX_RUPIAH, Proposal
from proposals.models.reference import CheckingBody, ReviewCriterion
from proposals.models.version import SubmittedVersion
from proposals.sections import Section


class SessionResult(models.TextChoices):
    RETURNED = "returned", "Dikembalikan"
    APPROVED = "approved", "Disetujui"
    REJECTED = "rejected", "Ditolak"


class AssistanceSession(models.Model):
    """Putaran: one round of one proposal; closed rounds are read-only."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="assistance_sessions")
    round_number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(SubmittedVersion, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assistance_sessions")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=8, choices=SessionResult, blank=True)
    introduction = models.TextField("pengantar", blank=True)
    revision_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposal", "round_number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal"], condition=Q(closed_at__isnull=True), name="session_one_open"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="") | (Q(closed_at__isnull=False) & ~Q(result="")),
                name="session_closed_with_result",
            ),
        ]
        indexes = [models.Index(fields=["proposal", "round_number"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} putaran {self.round_number}"


class NoteKind(models.TextChoices):
    MANDATORY = "mandatory", "Wajib diperbaiki"
    SUGGESTION = "suggestion", "Saran"


class NoteAudience(models.TextChoices):
    AGENCY = "agency", "OPD"
    INTERNAL = "internal", "Internal Bappeda"


class NoteStatus(models.TextChoices):
    OPEN = "open", "Terbuka"
    ANSWERED = "answered", "Ditanggapi"
    RESOLVED = "resolved", "Selesai"


class ReviewNoteQuerySet(models.QuerySet["ReviewNote"]):
    def for_agency(self) -> ReviewNoteQuerySet:
        """Keep what the agency may know of: released and not internal."""
        return self.filter(released_at__isnull=False, audience=NoteAudience.AGENCY)

    def unsent(self) -> ReviewNoteQuerySet:
        return self.filter(released_at__isnull=True, audience=NoteAudience.AGENCY)

    def open(self) -> ReviewNoteQuerySet:
        return self.exclude(status=NoteStatus.RESOLVED)


class ReviewNote(models.Model):
    """Catatan: a draft until the decision releases it; hangs on a section, and on a field or a RAB row if given."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="notes")
    session = models.ForeignKey(AssistanceSession, on_delete=models.PROTECT, related_name="notes")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=12, choices=[(section.value, section.label) for section in Section])
    field = models.CharField(max_length=40, blank=True)
    cost_item = models.UUIDField(null=True, blank=True, default=None)
    kind = models.CharField(max_length=10, choices=NoteKind, default=NoteKind.MANDATORY)
    audience = models.CharField(max_length=8, choices=NoteAudience, default=NoteAudience.AGENCY)
    checking_body = models.ForeignKey(
        CheckingBody, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: Bappeda"
    )
    body = models.TextField()
    status = models.CharField(max_length=8, choices=NoteStatus, default=NoteStatus.OPEN)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="note_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=NoteKind.values, audience__in=NoteAudience.values, status__in=NoteStatus.values),
                name="note_words_known",
            ),
            models.CheckConstraint(
                condition=Q(audience=NoteAudience.AGENCY) | Q(released_at__isnull=True), name="note_internal_stays"
            ),
            models.CheckConstraint(
                condition=Q(status=NoteStatus.RESOLVED, resolved_at__isnull=False)
                | (~Q(status=NoteStatus.RESOLVED) & Q(resolved_at__isnull=True)),
                name="note_resolved_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["proposal", "status"])]

    def __str__(self) -> str:
        return f"Catatan {self.number}"

    @property
    def section_label(self) -> str:
        return Section(self.section).label


class ResponseKind(models.TextChoices):
    FIXED = "fixed", "Sudah diperbaiki"
    NOT_CHANGED = "not_changed", "Tidak diubah, ini alasannya"
    NEEDS_EXPLANATION = "needs_explanation", "Perlu penjelasan Bappeda"


class NoteResponse(models.Model):
    """Tanggapan: a draft until the resubmission releases it; one per note and round."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    note = models.ForeignKey(ReviewNote, on_delete=models.PROTECT, related_name="responses")
    round_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=17, choices=ResponseKind)
    body = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["note", "round_number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "round_number"], name="response_once_per_round"),
            models.CheckConstraint(condition=Q(kind__in=ResponseKind.values), name="response_kind_known"),
            models.CheckConstraint(condition=Q(kind=ResponseKind.FIXED) | ~Q(body=""), name="response_explained"),
        ]

    def __str__(self) -> str:
        return f"Tanggapan atas {self.note}"


class CriterionVerdict(models.TextChoices):
    FITS = "fits", "Sesuai"
    NEEDS_WORK = "needs_work", "Perlu perbaikan"
    NOT_APPLICABLE = "not_applicable", "Tidak berlaku"


class CriterionResult(models.Model):
    """What the reviewer found for one criterion in one round; within Bappeda."""

    session = models.ForeignKey(AssistanceSession, on_delete=models.PROTECT, related_name="criterion_results")
    criterion = models.ForeignKey(ReviewCriterion, on_delete=models.PROTECT, related_name="results")
    verdict = models.CharField(max_length=14, choices=CriterionVerdict)
    remark = models.CharField("alasan singkat", max_length=300, blank=True)
    note = models.ForeignKey(ReviewNote, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "criterion"], name="criterion_result_once"),
            models.CheckConstraint(condition=Q(verdict__in=CriterionVerdict.values), name="criterion_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_verdict_display()}"


class DecisionKind(models.TextChoices):
    APPROVE = "approve", "Setujui usulan"
    REJECT = "reject", "Tolak usulan"


class PreparedDecision(models.Model):
    """Keputusan yang disiapkan: what the reviewer lays before the approver; it decides nothing by itself.

    ``seen_version`` is the proposal's version it was prepared on: a later change makes it stale.
    """

    session = models.OneToOneField(AssistanceSession, on_delete=models.PROTECT, related_name="prepared_decision")
    kind = models.CharField(max_length=7, choices=DecisionKind)
    approved_amount = models.BigIntegerField("nilai yang disetujui", null=True, blank=True)
    suggestions_due_on = models.DateField("batas menindaklanjuti saran", null=True, blank=True)
    reason = models.TextField("alasan", blank=True)
    seen_version = models.PositiveIntegerField()
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="prepared_kind_known"),
            models.CheckConstraint(
                condition=Q(approved_amount__isnull=True) | Q(approved_amount__gte=0, approved_amount__lte=MAX_RUPIAH),
                name="prepared_amount_bounded",
            ),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.APPROVE) | ~Q(reason=""), name="prepared_rejection_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.get_kind_display()}"
