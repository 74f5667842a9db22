"""What was handed in, word for word, and every attempt to do so. Append-only by trigger."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from proposals.models.proposal import Proposal


class SubmittedVersionQuerySet(models.QuerySet["SubmittedVersion"]):
    """Versions by what became of them."""

    def valid(self) -> SubmittedVersionQuerySet:
        """Only what was not taken back, the newest first: it counts while the agency works on the next one."""
        return self.filter(withdrawal__isnull=True).order_by("-version_no")


class SubmittedVersion(models.Model):
    """Versi yang dikirim: the content as canonical JSON with its SHA-256, the declaration, and the receipt.

    ``accepted_at`` is set by a trigger from ``app_clock()``, which also refuses the row after the limit.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    version_no = models.PositiveSmallIntegerField()
    receipt_no = models.CharField(max_length=16, unique=True)
    idempotency_key = models.UUIDField()
    content = models.TextField(help_text="Canonical JSON; the hash is of these bytes")
    content_sha256 = models.CharField(max_length=64)
    requested_amount = models.BigIntegerField()
    closes_at = models.DateTimeField(help_text="The limit in force when it was accepted")
    accepted_at = models.DateTimeField()
    official_name = models.CharField(max_length=150)
    official_nip = models.CharField(max_length=18, blank=True)
    official_title = models.CharField(max_length=200)
    letter_number = models.CharField(max_length=120)
    letter_date = models.DateField()
    declaration = models.TextField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_by_name = models.CharField(max_length=150)

    objects = SubmittedVersionQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "version_no"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version_no"], name="version_once"),
            models.UniqueConstraint(fields=["proposal", "idempotency_key"], name="version_key_once"),
            models.CheckConstraint(condition=Q(content_sha256__regex=r"^[0-9a-f]{64}$"), name="version_hash_shaped"),
        ]
        indexes = [models.Index(fields=["idempotency_key"])]

    def __str__(self) -> str:
        return self.receipt_no


class Withdrawal(models.Model):
    """Penarikan: marks a submitted version as withdrawn; the version itself never changes."""

    version = models.OneToOneField(SubmittedVersion, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.version} ditarik"


class AttemptOutcome(models.TextChoices):
    ACCEPTED = "accepted", "Diterima"
    REFUSED = "refused", "Tidak diterima"


class SubmissionAttempt(models.Model):
    """Percobaan mengirim: evidence in a dispute, refused ones too, with the database's moment."""

    key = models.UUIDField()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="attempts")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=AttemptOutcome)
    reason = models.TextField(blank=True)
    content_sha256 = models.CharField(max_length=64)
    closes_at = models.DateTimeField()
    attempted_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=AttemptOutcome.values), name="attempt_outcome_known")
        ]
        indexes = [models.Index(fields=["key"]), models.Index(fields=["proposal", "attempted_at"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.outcome}"
