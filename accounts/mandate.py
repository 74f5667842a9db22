"""What one person may act as on one date: the memberships, read once and asked many times."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet

from accounts.models import Agency, Cover, Membership, User
from accounts.roles import AGENCY_ROLES, PLANNING_ROLES, Role
from lebong_proposals import clock


class Mandate:
    """All memberships of a person in force at a moment, by the rehearsal's clock as well (one query)."""

    def __init__(self, user: User, at: datetime) -> None:
        self.user = user
        self.on = clock.wib_date(at)
        self.memberships = list(
            user.memberships.active(self.on).select_related("agency").order_by("is_acting", "starts_on", "id")
        )
        self.roles = frozenset(Role(membership.role) for membership in self.memberships)
        self.agency_ids = frozenset(m.agency_id for m in self.memberships if m.role in AGENCY_ROLES)

    @property
    def is_planning(self) -> bool:
        """Whether the person reads as Bappeda."""
        return bool(self.roles & PLANNING_ROLES)

    @property
    def is_leadership(self) -> bool:
        return Role.LEADERSHIP in self.roles

    @property
    def is_agency(self) -> bool:
        return bool(self.agency_ids)

    @cached_property
    def covered_ids(self) -> frozenset[int]:
        """The absent colleagues for whom this reviewer stands in on the date (one query, for reviewers only)."""
        if Role.REVIEWER not in self.roles:
            return frozenset()
        return frozenset(Cover.objects.in_force(self.on).filter(substitute=self.user).values_list("absent", flat=True))

    @property
    def main(self) -> Membership | None:
        """The membership shown beside the name: a definitive one before an acting one."""
        return self.memberships[0] if self.memberships else None

    def agencies(self) -> list[Agency]:
        """The offices in whose name the person drafts, each once."""
        return list({m.agency_id: m.agency for m in self.memberships if m.role in AGENCY_ROLES}.values())

    def membership_for(self, agency_id: int, roles: frozenset[Role] = AGENCY_ROLES) -> Membership | None:
        """The membership under which the person acts for an office, the head's before the operator's."""
        own = [m for m in self.memberships if m.agency_id == agency_id and m.role in roles]
        return min(own, key=lambda m: m.role != Role.AGENCY_HEAD, default=None)

    def membership_as(self, roles: frozenset[Role]) -> Membership | None:
        """The first membership with one of these roles, wherever it is."""
        return next((m for m in self.memberships if m.role in roles), None)


def people_in(role: Role, on: date) -> QuerySet[User]:
    """Everybody with an account in use who has a role somewhere on a WIB date."""
    held = Membership.objects.active(on).filter(role=role)
    return User.objects.filter(pk__in=held.values("user"))
