"""The rows of a proposal: budget, indicators, places, readiness."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from proposals.models.proposal import MAX_RUPIAH, Proposal
from proposals.models.reference import ReadinessRequirement, Village


class CostKind(models.TextChoices):
    GROUP = "group", "Kelompok"
    ITEM = "item", "Rincian"
    TAX = "tax", "Pajak"
    ROUNDING = "rounding", "Pembulatan"


class CostItem(models.Model):
    """Baris RAB; ``amount`` is whole rupiah, computed by the server (a group's is zero, a rounding may be negative)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="cost_items")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=CostKind, default=CostKind.ITEM)
    description = models.CharField("uraian", max_length=300)
    quantity = models.DecimalField("volume", max_digits=15, decimal_places=3, null=True, blank=True)
    unit = models.CharField("satuan", max_length=30, blank=True)
    unit_price = models.BigIntegerField("harga satuan", null=True, blank=True)
    rate = models.DecimalField("tarif pajak (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    amount = models.BigIntegerField("jumlah", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CostKind.values), name="cost_kind_known"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="cost_quantity_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__isnull=True) | Q(unit_price__gte=0, unit_price__lte=MAX_RUPIAH),
                name="cost_price_bounded",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=-MAX_RUPIAH, amount__lte=MAX_RUPIAH)
                & (Q(kind=CostKind.ROUNDING) | Q(amount__gte=0)),
                name="cost_amount_bounded",
            ),
        ]
        indexes = [models.Index(fields=["proposal", "position"], name="cost_by_position")]

    def __str__(self) -> str:
        return self.description


class IndicatorKind(models.TextChoices):
    OUTPUT = "output", "Keluaran"
    OUTCOME = "outcome", "Hasil"


class OutputIndicator(models.Model):
    """Indikator: keluaran or hasil, with where it starts and where it shall end."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=IndicatorKind)
    name = models.CharField("indikator", max_length=200)
    unit = models.CharField("satuan", max_length=60, blank=True)
    baseline = models.CharField("kondisi awal", max_length=100, blank=True)
    target = models.CharField("target", max_length=100, blank=True)
    source = models.CharField("sumber data", max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=IndicatorKind.values), name="indicator_kind_known")]

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """Lokasi: a village, the place in it, and coordinates when known."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="locations")
    position = models.PositiveIntegerField()
    village = models.ForeignKey(Village, null=True, blank=True, on_delete=models.PROTECT, related_name="locations")
    place_name = models.CharField("nama lokasi", max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__gte=-90, latitude__lte=90), name="latitude_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__gte=-180, longitude__lte=180),
                name="longitude_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.place_name or str(self.village)


class ReadinessStatus(models.TextChoices):
    AVAILABLE = "available", "Sudah ada"
    IN_PROGRESS = "in_progress", "Dalam proses"
    MISSING = "missing", "Belum"
    NOT_NEEDED = "not_needed", "Tidak diperlukan"


class ReadinessItem(models.Model):
    """The state of one requirement in one proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="readiness_items")
    requirement = models.ForeignKey(ReadinessRequirement, on_delete=models.PROTECT, related_name="items")
    status = models.CharField(max_length=11, choices=ReadinessStatus)
    expected_on = models.DateField("perkiraan selesai", null=True, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "requirement"], name="readiness_once"),
            models.CheckConstraint(condition=Q(status__in=ReadinessStatus.values), name="readiness_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.get_status_display()}"
