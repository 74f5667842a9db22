"""People, offices, and who holds which role where, from when until when."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.roles import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, email: str, name: str, password: str | None = None, **extra: object) -> User:
        """Create an account; without a password nobody can sign in until one is set by link."""
        user = self.model(username=username, email=self.normalize_email(email), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Akun: a person (or an office's shared name in the demo) who signs in."""

    username = models.CharField("nama pengguna", max_length=60, unique=True)
    email = models.EmailField("surel", max_length=254)
    name = models.CharField("nama", max_length=150)
    phone = models.CharField("nomor WhatsApp", max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    TECHNICAL = "technical", "OPD teknis"
    SUPPORT = "support", "OPD pendukung"
    SUBDISTRICT = "subdistrict", "Kecamatan"
    PLANNING = "planning", "Bappeda"
    LEADERSHIP = "leadership", "Pimpinan daerah"


class Agency(models.Model):
    """OPD: the office that owns proposals; people come and go, the office stays."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=AgencyKind)
    head_title = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    review_desk = models.CharField(max_length=120, blank=True, help_text="Bidang mitra di Bappeda")

    class Meta:
        ordering = ["short_name"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=AgencyKind.values), name="agency_kind_known")]

    def __str__(self) -> str:
        return self.short_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, on: date) -> MembershipQuerySet:
        """Keep what is in force on a WIB date."""
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on), user__is_active=True)


class Membership(models.Model):
    """A role of a person in an office; one person may hold several at once (Plt.)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    title = models.CharField("jabatan", max_length=200)
    is_acting = models.BooleanField("Plt.", default=False)
    rank = models.CharField("pangkat/golongan", max_length=60, blank=True)
    nip = models.CharField("NIP", max_length=18, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role", "starts_on"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_period_ordered"
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.full_title}"

    @property
    def full_title(self) -> str:
        """The title as it stands on paper, with "Plt." when acting."""
        return f"Plt. {self.title}" if self.is_acting else self.title


class CoverQuerySet(models.QuerySet["Cover"]):
    def in_force(self, on: date) -> CoverQuerySet:
        """Keep what holds on a WIB date."""
        return self.filter(starts_on__lte=on, ends_on__gte=on, ended_at__isnull=True)


class Cover(models.Model):
    """Pengganti: who stands in for an absent reviewer, from a WIB date to another, both included."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covering")
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    reason = models.CharField("alasan", max_length=200, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Taken back before its last day")

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cover_period_ordered"),
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="cover_by_another"),
        ]
        indexes = [models.Index(fields=["substitute", "ends_on"], name="cover_by_substitute")]

    def __str__(self) -> str:
        return f"{self.substitute} menggantikan {self.absent}"
