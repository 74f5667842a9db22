"""The six roles; which one a person has depends on the membership, not on the account."""

from django.db.models import TextChoices


class Role(TextChoices):
    OPERATOR = "operator", "Operator OPD"
    AGENCY_HEAD = "agency_head", "Kepala OPD"
    REVIEWER = "reviewer", "Tim Asistensi"
    APPROVER = "approver", "Kepala Bappeda"
    LEADERSHIP = "leadership", "Pimpinan"
    ADMIN = "admin", "Admin Bappeda"


AGENCY_ROLES = frozenset({Role.OPERATOR, Role.AGENCY_HEAD})
PLANNING_ROLES = frozenset({Role.REVIEWER, Role.APPROVER, Role.ADMIN})
