"""Data that differs from regency to regency and from year to year; nothing of it stands in code."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Agency
from proposals.sections import Section


class Regency(models.Model):
    """Kabupaten: the one row with names, contacts and letterhead."""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=100)
    province = models.CharField(max_length=100)
    seat = models.CharField(max_length=100, blank=True)
    product_name = models.CharField(max_length=60)
    tagline = models.CharField(max_length=160)
    planning_agency_name = models.CharField(max_length=160)
    contact_name = models.CharField(max_length=160)
    contact_phone = models.CharField(max_length=60, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_hours = models.CharField(max_length=120, blank=True)
    longitude_min = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude_max = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude_min = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude_max = models.DecimalField(max_digits=9, decimal_places=6, null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def contact(self) -> str:
        """Who helps, in one line for sentences and mails."""
        return ", ".join(part for part in (self.contact_name, self.contact_phone) if part)


class District(models.Model):
    """Kecamatan."""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=80)
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class VillageKind(models.TextChoices):
    VILLAGE = "village", "Desa"
    URBAN_VILLAGE = "urban_village", "Kelurahan"


class Village(models.Model):
    """Desa or kelurahan; the code is empty where it is not known."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="villages")
    code = models.CharField(max_length=13, blank=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=13, choices=VillageKind)
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["district__code", "name"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="village_once_per_district")]

    def __str__(self) -> str:
        return self.name


class Ministry(models.Model):
    """Kementerian/lembaga (K/L): where a proposal goes."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    head_title = models.CharField(max_length=160, blank=True, help_text="Whom a letter addresses: Menteri …")
    agencies = models.ManyToManyField(Agency, related_name="ministries", blank=True)

    class Meta:
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.short_name


class FundingSource(models.Model):
    """Sumber dana: a table, because it changes with every budget year."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=120)
    ceiling = models.BigIntegerField("pagu", null=True, blank=True, help_text="Rupiah for one proposal; empty: none")
    is_formula_transfer = models.BooleanField(default=False)
    is_physical = models.BooleanField(default=False, help_text="Physical works: maintenance must be explained")
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "label"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(ceiling__gt=0), name="funding_ceiling_positive"
            )
        ]

    def __str__(self) -> str:
        return self.label


class ReadinessRequirement(models.Model):
    """Syarat kesiapan of one funding source, or of all when it names none."""

    funding_source = models.ForeignKey(
        FundingSource, null=True, blank=True, on_delete=models.PROTECT, related_name="requirements"
    )
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    is_mandatory = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["funding_source", "code"], name="requirement_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.label


class AttachmentSlot(models.Model):
    """A named place for a supporting document, of one funding source or of all."""

    funding_source = models.ForeignKey(
        FundingSource, null=True, blank=True, on_delete=models.PROTECT, related_name="slots"
    )
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=200, blank=True)
    is_required = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["funding_source", "code"], name="slot_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.label


class ReviewCriterion(models.Model):
    """Butir daftar periksa: what a reviewer looks at, for one funding source or for all."""

    funding_source = models.ForeignKey(
        FundingSource, null=True, blank=True, on_delete=models.PROTECT, related_name="criteria"
    )
    code = models.SlugField(max_length=60)
    section = models.CharField(max_length=12, choices=[(section.value, section.label) for section in Section])
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["funding_source", "code"], name="criterion_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.label


class CheckingBody(models.Model):
    """Unit pemeriksa: an office without a sign-in whose note a reviewer enters (``product.md`` D21)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class StockPhrase(models.Model):
    """Kalimat baku: a sentence that reviewers put into notes, for one section or for all."""

    section = models.CharField(
        "bagian", max_length=12, blank=True, choices=[(section.value, section.label) for section in Section]
    )
    text = models.CharField("kalimat", max_length=500, unique=True)
    is_active = models.BooleanField("dipakai", default=True)
    order = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text


class ReferencePrice(models.Model):
    """Standar satuan harga (SSH): one good or service of one year; ``match_key`` finds it by description and unit."""

    year = models.PositiveSmallIntegerField("tahun")
    code = models.CharField("kode", max_length=40)
    description = models.CharField("uraian", max_length=300)
    unit = models.CharField("satuan", max_length=30)
    unit_price = models.BigIntegerField("harga satuan", help_text="Rupiah")
    match_key = models.CharField(max_length=340, editable=False)

    class Meta:
        ordering = ["year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="reference_price_once"),
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="reference_price_positive"),
        ]
        indexes = [models.Index(fields=["year", "match_key"], name="reference_price_by_key")]

    def __str__(self) -> str:
        return f"{self.description} ({self.unit})"


class NationalMission(models.Model):
    """Asta Cita, which are also the eight Prioritas Nasional."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class RegionalMission(models.Model):
    """Misi RPJMD; provisional until the official wording is known."""

    number = models.PositiveSmallIntegerField(unique=True)
    text = models.TextField()
    is_provisional = models.BooleanField(default=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.text


class HolidayKind(models.TextChoices):
    HOLIDAY = "holiday", "Hari libur"
    JOINT_LEAVE = "joint_leave", "Cuti bersama"
    WORKING = "working", "Hari kerja"


class Holiday(models.Model):
    """A date that is off, or by an admin's override a working day after all."""

    date = models.DateField(unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=11, choices=HolidayKind)
    is_override = models.BooleanField(default=False, help_text="Entered by an admin; seeding leaves it alone")

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
