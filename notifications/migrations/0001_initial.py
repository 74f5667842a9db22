"""The outbox and its surroundings."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("proposals", "0003_last_line"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tick",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("last_started", models.DateTimeField()),
                ("last_ok", models.DateTimeField(null=True)),
                ("host", models.CharField(max_length=100)),
                ("pid", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("paused_reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "breaker_state",
                    models.CharField(
                        choices=[("closed", "Tersambung"), ("open", "Terputus"), ("half_open", "Dicoba lagi")],
                        default="closed",
                        max_length=10,
                    ),
                ),
                ("breaker_until", models.DateTimeField(null=True)),
                ("breaker_reason", models.CharField(blank=True, default="", max_length=300)),
                ("openings", models.PositiveSmallIntegerField(default=0)),
                (
                    "rate_per_second",
                    models.PositiveSmallIntegerField(default=10, help_text="Kosong: tanpa batas", null=True),
                ),
                ("next_send_at", models.DateTimeField(null=True)),
                (
                    "paused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8)),
                ("days_before", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TimeField(), help_text="Pukul kirim, WIB", size=None
                    ),
                ),
                ("moves_to_working_day", models.BooleanField()),
                ("useful_for", models.DurationField()),
                ("is_active", models.BooleanField(default=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_rules",
                        to="proposals.submissioncycle",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlannedSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cutoff_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("planned_at", models.DateTimeField()),
                ("messages", models.PositiveIntegerField(help_text="Surel yang dibuat")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_slots",
                        to="notifications.reminderrule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reminder", "Pengingat batas pengajuan"),
                            ("receipt", "Tanda terima"),
                            ("returned", "Dikembalikan"),
                            ("approved", "Disetujui"),
                            ("rejected", "Tidak disetujui"),
                            ("sent", "Dikirim ke pusat"),
                            ("reopened", "Dibuka kembali"),
                            ("returned_by_ministry", "Dikembalikan kementerian"),
                            ("assigned", "Penugasan asistensi"),
                            ("password_reset", "Atur ulang kata sandi"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Akun"), (1, "Tanda terima dan keputusan"), (2, "Pengingat"), (3, "Ringkasan")]
                    ),
                ),
                ("to_addr", models.EmailField(max_length=254)),
                ("facts", models.JSONField(default=dict)),
                ("subject", models.CharField(blank=True, default="", max_length=200)),
                ("body_text", models.TextField(blank=True, default="")),
                ("body_html", models.TextField(blank=True, default="")),
                ("message_id", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Menunggu"),
                            ("leased", "Sedang dikirim"),
                            ("accepted", "Diterima server tujuan"),
                            ("failed", "Gagal"),
                            ("cancelled", "Dibatalkan"),
                            ("superseded", "Digantikan"),
                            ("expired", "Kedaluwarsa"),
                            ("suppressed", "Alamat ditahan"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("next_attempt_at", models.DateTimeField()),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("unknowns", models.PositiveSmallIntegerField(default=0)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("possible_duplicate", models.BooleanField(default=False)),
                ("last_code", models.PositiveSmallIntegerField(null=True)),
                ("last_error", models.CharField(blank=True, default="", max_length=300)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.submissioncycle",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="proposals.proposal",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="notifications.outboxmessage",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="notifications.reminderrule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("hard_bounce", "Alamat ditolak server"),
                            ("complaint", "Keluhan"),
                            ("manual", "Ditahan petugas"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempt_no", models.PositiveSmallIntegerField()),
                (
                    "phase",
                    models.CharField(
                        choices=[("begun", "Mulai"), ("data_started", "Isi mulai dikirim"), ("closed", "Selesai")],
                        max_length=12,
                    ),
                ),
                ("happened_at", models.DateTimeField(help_text="Jam mesin, bukan jam gladi")),
                ("worker", models.CharField(max_length=100)),
                ("lease_token", models.UUIDField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Diterima"),
                            ("temporary", "Ditolak sementara"),
                            ("permanent", "Ditolak tetap"),
                            ("channel", "Server surel terputus"),
                            ("ours", "Pengaturan server surel kita"),
                            ("unknown", "Tidak diketahui"),
                            ("crashed", "Pengirim terhenti"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("code", models.PositiveSmallIntegerField(null=True)),
                ("enhanced_code", models.CharField(blank=True, default="", max_length=12)),
                ("text", models.CharField(blank=True, default="", max_length=300)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempt_log",
                        to="notifications.outboxmessage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("message", "attempt_no", "phase"), name="attempt_phase_once"),
                    models.CheckConstraint(
                        condition=models.Q(("phase__in", ["begun", "data_started", "closed"])),
                        name="attempt_phase_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "outcome__in",
                                    ["accepted", "temporary", "permanent", "channel", "ours", "unknown", "crashed"],
                                ),
                                ("phase", "closed"),
                            ),
                            models.Q(models.Q(("phase", "closed"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="attempt_closed_with_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reminder", "Pengingat batas pengajuan"),
                            ("receipt", "Tanda terima"),
                            ("returned", "Dikembalikan"),
                            ("approved", "Disetujui"),
                            ("rejected", "Tidak disetujui"),
                            ("sent", "Dikirim ke pusat"),
                            ("reopened", "Dibuka kembali"),
                            ("returned_by_ministry", "Dikembalikan kementerian"),
                            ("assigned", "Penugasan asistensi"),
                            ("password_reset", "Atur ulang kata sandi"),
                        ],
                        max_length=24,
                    ),
                ),
                ("is_off", models.BooleanField(default=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="preference_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.UniqueConstraint(fields=("cycle", "code"), name="reminder_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="plannedslot",
            constraint=models.UniqueConstraint(fields=("rule", "cutoff_at", "due_at"), name="planned_slot_once"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "leased"])),
                fields=["priority", "next_attempt_at"],
                name="outbox_due",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["expires_at"], name="outbox_expiring"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["recipient", "-created_at"], name="outbox_of_recipient"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["state", "kind"], name="outbox_by_state"),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["pending", "leased", "accepted", "failed", "cancelled", "superseded", "expired", "suppressed"],
                    )
                ),
                name="outbox_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", [0, 1, 2, 3])), name="outbox_priority_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "leased")),
                    models.Q(
                        models.Q(("state", "leased"), _negated=True),
                        ("lease_token__isnull", True),
                        ("lease_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="outbox_lease_only_while_leased",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("state", "accepted")),
                    models.Q(models.Q(("state", "accepted"), _negated=True), ("accepted_at__isnull", True)),
                    _connector="OR",
                ),
                name="outbox_accepted_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(models.Q(("subject", ""), _negated=True), models.Q(("body_text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="outbox_accepted_has_text",
            ),
        ),
        migrations.AddIndex(
            model_name="suppression",
            index=models.Index(fields=["address_hash"], name="suppression_address"),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("address_hash",), name="suppression_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="suppression_ordered",
            ),
        ),
    ]
