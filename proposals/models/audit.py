"""Jejak audit: append-only, hash-chained, written by ``proposals.audit.record`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Agency, User
from proposals.models.cycle import SubmissionCycle
from proposals.models.proposal import Proposal


class AuditEntry(models.Model):
    """One thing that happened; ``payload`` is the very text that was hashed."""

    chain = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    occurred_at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="audit_entries"
    )
    cycle = models.ForeignKey(SubmissionCycle, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    actor_role = models.CharField(max_length=60, blank=True)
    actor_agency = models.CharField(max_length=160, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_sequence_once"),
            models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="audit_hash_shaped"),
        ]
        indexes = [
            models.Index(fields=["proposal", "-id"], name="audit_by_proposal"),
            models.Index(fields=["agency", "-id"], name="audit_by_agency"),
            models.Index(fields=["verb", "occurred_at"], name="audit_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.sequence} {self.verb}"
