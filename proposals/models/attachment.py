"""Lampiran: which file stands in which slot; the bytes lie under their SHA-256."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from proposals.fingerprint import short_fingerprint
from proposals.models.proposal import Proposal
from proposals.models.reference import AttachmentSlot


class ScanState(models.TextChoices):
    """What the virus scanner said. What it finds infected on arrival has no row; INFECTED was found out later."""

    OFF = "", "Tidak dipindai"
    CLEAN = "clean", "Sudah dipindai"
    PENDING = "pending", "Belum dipindai"
    INFECTED = "infected", "Berisi program berbahaya"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def current(self) -> AttachmentQuerySet:
        """Keep what stands in its slot now; replaced and removed files stay in the history."""
        return self.filter(replaced_at__isnull=True)

    def usable(self) -> AttachmentQuerySet:
        """Keep what is handed in: of the current files those that were not found infected."""
        return self.current().exclude(scan_state=ScanState.INFECTED)


class Attachment(models.Model):
    """One version of a file; replacing or removing marks it, never deletes it."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="attachments")
    slot = models.ForeignKey(
        AttachmentSlot, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    filename = models.CharField(max_length=300)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    version_no = models.PositiveSmallIntegerField(default=1)
    scan_state = models.CharField(max_length=8, choices=ScanState, default=ScanState.OFF, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["slot__order", "uploaded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_hash_shaped"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
            models.UniqueConstraint(
                fields=["proposal", "slot"],
                condition=Q(replaced_at__isnull=True, slot__isnull=False),
                name="attachment_one_per_slot",
            ),
        ]
        indexes = [models.Index(fields=["proposal", "replaced_at"]), models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.filename

    @property
    def fingerprint(self) -> str:
        """The beginning of the SHA-256, for reading aloud."""
        return short_fingerprint(self.sha256)
