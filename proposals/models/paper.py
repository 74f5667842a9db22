"""Lembar Asistensi and Berita Acara: what a round leaves on paper, editable until it is locked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from proposals.models.assistance import AssistanceSession


class PaperKind(models.TextChoices):
    SHEET = "sheet", "Lembar Asistensi"
    MINUTES = "minutes", "Berita Acara Asistensi"


class AssistancePaper(models.Model):
    """One paper of one round. A lock freezes ``content`` (checked by a trigger); a later change is a new paper.

    ``content`` is the canonical JSON that was printed, with the signers' names, ranks, NIP and titles of that moment.
    """

    session = models.ForeignKey(AssistanceSession, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=7, choices=PaperKind)
    edition = models.PositiveSmallIntegerField(default=1, help_text="A new one follows a locked one")
    number = models.CharField("nomor", max_length=60, unique=True)
    held_on = models.DateField("hari dan tanggal", null=True, blank=True)
    place = models.CharField("tempat", max_length=160, blank=True)
    attendees = models.TextField("peserta", blank=True)
    conclusions = models.TextField("kesimpulan", blank=True)
    signers = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    locked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    check_code = models.CharField(max_length=40, null=True, blank=True, unique=True, help_text="In the QR code")
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_filename = models.CharField(max_length=300, blank=True)
    signed_size = models.PositiveBigIntegerField(null=True, blank=True, help_text="Bytes")
    signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["session", "kind", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["session", "kind", "edition"], name="paper_edition_once"),
            models.UniqueConstraint(
                fields=["session", "kind"], condition=Q(locked_at__isnull=True), name="paper_one_open"
            ),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, content__isnull=True, content_sha256="", check_code__isnull=True)
                | Q(
                    locked_at__isnull=False,
                    content__isnull=False,
                    content_sha256__regex=r"^[0-9a-f]{64}$",
                    check_code__isnull=False,
                ),
                name="paper_locked_with_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
