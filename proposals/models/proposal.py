"""Usulan: the document that travels, with the state it is in and the fields of its sections."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.mandate import Mandate
from accounts.models import Agency, User
from proposals.models.cycle import SubmissionCycle
from proposals.models.reference import FundingSource, Ministry, NationalMission, RegionalMission
from proposals.sections import Section
from proposals.workflow import State

MAX_RUPIAH = 10**15


class CentralOutcome(models.TextChoices):
    WAITING = "waiting", "Menunggu hasil"
    ACCOMMODATED = "accommodated", "Diakomodasi"
    NOT_ACCOMMODATED = "not_accommodated", "Tidak diakomodasi"
    RETURNED = "returned", "Dikembalikan"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def alive(self) -> ProposalQuerySet:
        """Leave out what its agency has deleted."""
        return self.filter(deleted_at__isnull=True)

    def visible_to(self, mandate: Mandate) -> ProposalQuerySet:
        """Keep what this person may open: one's own agency's; for Bappeda and leadership whatever is no draft.

        A draft's address is 404 for everybody else, also after a recall in the first round.
        """
        own = Q(agency_id__in=mandate.agency_ids)
        if mandate.is_planning or mandate.is_leadership:
            return self.alive().filter(own | ~Q(state=State.DRAFT))
        return self.alive().filter(own)

    def of_agencies(self, mandate: Mandate) -> ProposalQuerySet:
        """Keep the proposals of the offices in whose name this person drafts."""
        return self.alive().filter(agency_id__in=mandate.agency_ids)

    def for_detail(self) -> ProposalQuerySet:
        """Join what a page about one proposal shows."""
        return self.select_related(
            *("agency", "cycle__regency", "funding_source", "ministry", "assigned_to"),
            *("national_mission", "regional_mission"),
        )


class Proposal(models.Model):
    """Usulan. ``state`` is written by ``services.transitions.perform`` alone; amounts are whole rupiah."""

    cycle = models.ForeignKey(SubmissionCycle, on_delete=models.PROTECT, related_name="proposals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="proposals")
    number = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=17, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    round_number = models.PositiveSmallIntegerField(default=0)
    last_version_no = models.PositiveSmallIntegerField(default=0, help_text="Submitted versions so far, recalled too")
    assigned_to = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned")

    # Identitas
    title = models.CharField(max_length=150)
    funding_source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="proposals")
    ministry = models.ForeignKey(Ministry, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    program = models.CharField(max_length=300, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    other_funding = models.CharField(max_length=300, blank=True)
    responsible_name = models.CharField(max_length=150, blank=True)
    responsible_nip = models.CharField(max_length=18, blank=True)
    responsible_title = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)

    # Latar belakang dan tujuan
    problem_statement = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    objectives = models.TextField(blank=True)
    consequences = models.TextField(blank=True)
    implementation = models.TextField(blank=True)

    # Penyelarasan prioritas
    national_mission = models.ForeignKey(NationalMission, null=True, blank=True, on_delete=models.PROTECT)
    national_priority = models.CharField(max_length=300, blank=True)
    regional_mission = models.ForeignKey(RegionalMission, null=True, blank=True, on_delete=models.PROTECT)
    alignment_note = models.TextField(blank=True)

    # Lokasi dan penerima manfaat (rows: Location)
    beneficiary_count = models.PositiveBigIntegerField(null=True, blank=True)
    beneficiary_unit = models.CharField(max_length=60, blank=True)
    beneficiary_source = models.CharField(max_length=300, blank=True)

    # RAB (rows: CostItem) and Kesiapan (rows: ReadinessItem)
    requested_amount = models.BigIntegerField(default=0)
    sustainability_plan = models.TextField(blank=True)

    # Moments of the workflow, by app_clock()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="The latest acceptance")
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True, help_text="Since when the present holder has it")
    returned_at = models.DateTimeField(null=True, blank=True)
    revision_due_at = models.DateTimeField(null=True, blank=True)
    revision_window = models.BooleanField(default=False, help_text="The due date opens a window past closes_at")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    approved_amount = models.BigIntegerField(null=True, blank=True)
    suggestions_due_on = models.DateField(null=True, blank=True, help_text="Approved with suggestions: until when")
    sent_at = models.DateTimeField(null=True, blank=True)
    central_outcome = models.CharField(max_length=16, choices=CentralOutcome, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    priority_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    regency_rank = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="proposal_state_known"),
            models.CheckConstraint(condition=Q(version__gt=0), name="proposal_version_positive"),
            models.CheckConstraint(
                condition=Q(requested_amount__gte=0, requested_amount__lte=MAX_RUPIAH), name="proposal_amount_bounded"
            ),
            models.CheckConstraint(
                condition=Q(approved_amount__isnull=True) | Q(approved_amount__gte=0, approved_amount__lte=MAX_RUPIAH),
                name="proposal_approved_amount_bounded",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(last_version_no__gt=0), name="proposal_beyond_draft_was_submitted"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.REJECTED, State.SENT]) | Q(decided_at__isnull=False),
                name="proposal_decision_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False), name="proposal_sent_has_its_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REVISION_REQUIRED)
                | Q(revision_due_at__isnull=False, returned_at__isnull=False),
                name="proposal_return_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.IN_ASSISTANCE) | Q(assigned_to__isnull=False, round_number__gt=0),
                name="proposal_assistance_has_its_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(state=State.DRAFT), name="proposal_only_drafts_deleted"
            ),
            models.UniqueConstraint(
                fields=["agency", "cycle", "priority_rank"],
                name="proposal_priority_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            models.Index(
                fields=["cycle", "agency", "state"],
                include=["requested_amount", "approved_amount"],
                name="proposal_by_agency_state",
            ),
            models.Index(fields=["state", "handed_over_at"], name="proposal_queue"),
            models.Index(fields=["assigned_to", "state"], name="proposal_by_reviewer"),
            GinIndex(OpClass(Lower("title"), name="gin_trgm_ops"), name="proposal_title_trigrams"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_editable_state(self) -> bool:
        """Whether the agency holds it: the words can be changed, if the window allows."""
        return self.state in (State.DRAFT, State.REVISION_REQUIRED)


class ProposalSection(models.Model):
    """Bagian: the version that a save must have seen, and whether its author calls it finished."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=12, choices=[(section.value, section.label) for section in Section])
    version = models.PositiveIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    updated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "code"], name="section_once"),
            models.CheckConstraint(condition=Q(code__in=[section.value for section in Section]), name="section_known"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.code}"
