"""The outbox: an e-mail is a row here before it is sent, the row is the queue, and every try is on the record.

Two clocks meet in these tables. Creation, expiry and acceptance follow the application's clock, which a rehearsal may
move; leases, backoff and tries follow the machine's.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from notifications.models.reminder import ReminderRule


class Kind(models.TextChoices):
    """Jenis surel; the value names the template folder."""

    REMINDER = "reminder", "Pengingat batas pengajuan"
    RECEIPT = "receipt", "Tanda terima"
    RETURNED = "returned", "Dikembalikan"
    APPROVED = "approved", "Disetujui"
    REJECTED = "rejected", "Tidak disetujui"
    SENT = "sent", "Dikirim ke pusat"
    REOPENED = "reopened", "Dibuka kembali"
    RETURNED_BY_MINISTRY = "returned_by_ministry", "Dikembalikan kementerian"
    ASSIGNED = "assigned", "Penugasan asistensi"
    PASSWORD_RESET = "password_reset", "Atur ulang kata sandi"


class Priority(models.IntegerChoices):
    """Lower goes first: a password reset overtakes a thousand reminders."""

    ACCOUNT = 0, "Akun"
    EVENT = 1, "Tanda terima dan keputusan"
    REMINDER = 2, "Pengingat"
    DIGEST = 3, "Ringkasan"


class MessageState(models.TextChoices):
    PENDING = "pending", "Menunggu"
    LEASED = "leased", "Sedang dikirim"
    ACCEPTED = "accepted", "Diterima server tujuan"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"
    SUPERSEDED = "superseded", "Digantikan"
    EXPIRED = "expired", "Kedaluwarsa"
    SUPPRESSED = "suppressed", "Alamat ditahan"


class OutboxMessage(models.Model):
    """Surel keluar: one message to one person, under a key that cannot be inserted twice.

    The facts are stored when it is planned, the text at the first claim; after that the text never changes.
    ``next_attempt_at`` (real clock) is when it is due; of a leased row it is the end of the lease, so that an abandoned
    claim becomes due by itself. ``attempts`` counts tries, ``failures`` those that were the recipient's side's
    temporary refusal, ``unknowns`` those whose end nobody saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dedupe_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=24, choices=Kind)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    cycle = models.ForeignKey("proposals.SubmissionCycle", on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, null=True, related_name="messages")
    rule = models.ForeignKey(ReminderRule, on_delete=models.PROTECT, null=True, related_name="messages")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    to_addr = models.EmailField(max_length=254)
    facts = models.JSONField(default=dict)
    subject = models.CharField(max_length=200, blank=True, default="")
    body_text = models.TextField(blank=True, default="")
    body_html = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.PENDING)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    unknowns = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    possible_duplicate = models.BooleanField(default=False)
    last_code = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supersedes")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="outbox_state_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="outbox_priority_known"),
            models.CheckConstraint(
                condition=Q(state="leased", lease_until__isnull=False, lease_token__isnull=False)
                | (~Q(state="leased") & Q(lease_until__isnull=True, lease_token__isnull=True)),
                name="outbox_lease_only_while_leased",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True)),
                name="outbox_accepted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (~Q(subject="") & ~Q(body_text="")), name="outbox_accepted_has_text"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "next_attempt_at"], condition=Q(state__in=["pending", "leased"]), name="outbox_due"
            ),
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="outbox_expiring"),
            models.Index(fields=["recipient", "-created_at"], name="outbox_of_recipient"),
            models.Index(fields=["state", "kind"], name="outbox_by_state"),
        ]

    def __str__(self) -> str:
        return self.dedupe_key


class Phase(models.TextChoices):
    """How far a try came, one row each; the order is the order of SMTP."""

    BEGUN = "begun", "Mulai"
    DATA_STARTED = "data_started", "Isi mulai dikirim"
    CLOSED = "closed", "Selesai"


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", "Diterima"
    TEMPORARY = "temporary", "Ditolak sementara"
    PERMANENT = "permanent", "Ditolak tetap"
    CHANNEL = "channel", "Server surel terputus"
    OURS = "ours", "Pengaturan server surel kita"
    UNKNOWN = "unknown", "Tidak diketahui"
    CRASHED = "crashed", "Pengirim terhenti"


class DeliveryAttempt(models.Model):
    """Percobaan kirim, append-only by trigger: a try is up to three rows, one for each phase it reached.

    A try without its ``closed`` row belongs to a sender that still works on it or that died; the next claim closes it.
    """

    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, related_name="attempt_log")
    attempt_no = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=12, choices=Phase)
    happened_at = models.DateTimeField(help_text="Jam mesin, bukan jam gladi")
    worker = models.CharField(max_length=100)
    lease_token = models.UUIDField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    code = models.PositiveSmallIntegerField(null=True)
    enhanced_code = models.CharField(max_length=12, blank=True, default="")
    text = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "attempt_no", "phase"], name="attempt_phase_once"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="attempt_phase_known"),
            models.CheckConstraint(
                condition=Q(phase="closed", outcome__in=Outcome.values) | (~Q(phase="closed") & Q(outcome="")),
                name="attempt_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} #{self.attempt_no} {self.phase}"
