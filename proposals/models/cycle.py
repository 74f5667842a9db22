"""When proposals may be handed in, for everybody and for one agency, and who owes one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from accounts.models import Agency, User
from proposals.models.reference import Regency


class SubmissionCycle(models.Model):
    """Siklus: one run of the whole process; instants are UTC, windows half-open."""

    regency = models.ForeignKey(Regency, on_delete=models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=120)
    opens_at = models.DateTimeField()
    agency_target_at = models.DateTimeField()
    review_target_at = models.DateTimeField()
    dispatch_target_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text="First instant that no longer counts")
    national_closes_at = models.DateTimeField()
    review_target_days = models.PositiveSmallIntegerField(default=2, help_text="Working days")
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"), closes_at__lte=F("national_closes_at")),
                name="cycle_limits_ordered",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Obligation(models.TextChoices):
    REQUIRED = "required", "Wajib mengajukan"
    OPTIONAL = "optional", "Tidak wajib"
    NIL_DECLARED = "nil_declared", "NIHIL"


class AgencyCycle(models.Model):
    """One agency in one cycle: what it owes, until when, and the row that submit, extension and seal lock."""

    cycle = models.ForeignKey(SubmissionCycle, on_delete=models.PROTECT, related_name="agency_cycles")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agency_cycles")
    obligation = models.CharField(max_length=12, choices=Obligation, default=Obligation.OPTIONAL)
    base_obligation = models.CharField(
        max_length=12, choices=Obligation, default=Obligation.OPTIONAL, help_text="What a withdrawn NIHIL returns to"
    )
    closes_at = models.DateTimeField(null=True, blank=True, help_text="Own limit after an extension")
    sealed_at = models.DateTimeField(null=True, blank=True)
    nil_reason = models.TextField(blank=True)
    nil_official = models.CharField(max_length=200, blank=True)
    nil_declared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "agency"], name="agency_once_per_cycle"),
            models.CheckConstraint(condition=Q(obligation__in=Obligation.values), name="obligation_known"),
            models.CheckConstraint(
                condition=Q(base_obligation__in=[Obligation.REQUIRED, Obligation.OPTIONAL]),
                name="base_obligation_known",
            ),
            models.CheckConstraint(
                condition=Q(obligation=Obligation.NIL_DECLARED, nil_declared_at__isnull=False)
                | (~Q(obligation=Obligation.NIL_DECLARED) & Q(nil_declared_at__isnull=True)),
                name="nil_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.cycle}"

    @property
    def effective_closes_at(self) -> datetime:
        """The first instant that no longer counts for this agency."""
        return self.closes_at or self.cycle.closes_at


class Extension(models.Model):
    """Perpanjangan: a later limit for one agency, on a letter's basis, one in force at a time."""

    agency_cycle = models.ForeignKey(AgencyCycle, on_delete=models.PROTECT, related_name="extensions")
    new_closes_at = models.DateTimeField()
    national_closes_at = models.DateTimeField(help_text="The national limit when it was granted")
    reason = models.TextField()
    letter_number = models.CharField(max_length=120)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(new_closes_at__lte=F("national_closes_at")), name="extension_within_national_limit"
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), Value(10)), name="extension_reason_given"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(granted_by=F("approved_by")), name="extension_two_persons"
            ),
            ExclusionConstraint(
                name="extension_one_active",
                expressions=[
                    (
                        Func(F("granted_at"), F("revoked_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("agency_cycle", RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_cycle}: {self.new_closes_at}"
