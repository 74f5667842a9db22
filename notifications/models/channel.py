"""The way out and who is kept off it: breaker and rate, suppressed addresses, preferences, the scheduler's pulse."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from notifications.models.outbox import Kind


class Suppression(models.Model):
    """Alamat yang ditahan: nothing is sent there until somebody corrects it. Only the address's hash is kept."""

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", "Alamat ditolak server"
        COMPLAINT = "complaint", "Keluhan"
        MANUAL = "manual", "Ditahan petugas"

    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=Reason)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash"], condition=Q(until__isnull=True), name="suppression_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="suppression_ordered"
            ),
        ]
        indexes = [models.Index(fields=["address_hash"], name="suppression_address")]

    def __str__(self) -> str:
        return f"{self.reason} {self.address_hash[:8]}"


class Preference(models.Model):
    """Pilihan penerima: a kind that a person switched off; only kinds in ``notices.OPTIONAL_KINDS`` heed it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences")
    kind = models.CharField(max_length=24, choices=Kind)
    is_off = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Channel(models.Model):
    """Saluran kirim: its pause, its rate and its breaker (all on the real clock). There is one row, ``smtp``.

    The breaker opens for half a minute, then twice as long each time a trial message fails.
    """

    class Breaker(models.TextChoices):
        CLOSED = "closed", "Tersambung"
        OPEN = "open", "Terputus"
        HALF_OPEN = "half_open", "Dicoba lagi"

    name = models.CharField(primary_key=True, max_length=20)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    paused_reason = models.CharField(max_length=200, blank=True, default="")
    breaker_state = models.CharField(max_length=10, choices=Breaker, default=Breaker.CLOSED)
    breaker_until = models.DateTimeField(null=True)
    breaker_reason = models.CharField(max_length=300, blank=True, default="")
    openings = models.PositiveSmallIntegerField(default=0)
    rate_per_second = models.PositiveSmallIntegerField(null=True, default=10, help_text="Kosong: tanpa batas")
    next_send_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Tick(models.Model):
    """Detak penjadwal: when each tick last ran and what it did (real clock); silence shows here."""

    name = models.CharField(primary_key=True, max_length=20)
    last_started = models.DateTimeField()
    last_ok = models.DateTimeField(null=True)
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
