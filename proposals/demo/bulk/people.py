"""The synthetic people: two for every agency, a desk of reviewers, and those who decide and look on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.models import Agency, AgencyKind, Membership, User
from accounts.roles import Role
from proposals.audit import Actor
from proposals.demo.accounts import MAIL_DOMAIN
from proposals.demo.content import demo_accounts
from proposals.models import AgencyCycle, Obligation, SubmissionCycle

# By this beginning of a user name bulk data is told from anything else.
PREFIX = "massal."
SINCE = date(2025, 1, 2)
REVIEWERS = 8
NOT_PROPOSING = (AgencyKind.PLANNING, AgencyKind.LEADERSHIP)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an office, and the words for the record."""

    user: User
    membership: Membership

    @property
    def actor(self) -> Actor:
        return Actor.of(self.user, self.membership)


@dataclass(frozen=True, slots=True)
class Office:
    """An agency with the two who act for it."""

    agency: Agency
    operator: Person
    head: Person


@dataclass(frozen=True, slots=True)
class People:
    """Everybody whom proposals need."""

    offices: tuple[Office, ...]
    reviewers: tuple[Person, ...]
    approver: Person


def offices_of(cycle: SubmissionCycle, number: int) -> list[Agency]:
    """The agencies that propose: those that must come first, then the others, then invented ones."""
    rows = AgencyCycle.objects.filter(cycle=cycle).exclude(agency__kind__in=NOT_PROPOSING).select_related("agency")
    found = sorted(rows, key=lambda row: (row.obligation != Obligation.REQUIRED, row.agency.code))
    agencies = [row.agency for row in found[:number]]
    missing = range(len(agencies) + 1, number + 1)
    invented = Agency.objects.bulk_create(
        Agency(
            code=f"massal-{position:04d}",
            name=f"Dinas Sintetis {position}",
            short_name=f"Dinas {position}",
            kind=AgencyKind.TECHNICAL,
            head_title=f"Kepala Dinas Sintetis {position}",
        )
        for position in missing
    )
    AgencyCycle.objects.bulk_create(AgencyCycle(cycle=cycle, agency=agency) for agency in invented)
    return [*agencies, *invented]


class Register:
    """Makes accounts with their offices, or finds those of an earlier run; one password, hashed once."""

    def __init__(self) -> None:
        self._password = make_password(demo_accounts()["password"])
        known = Membership.objects.filter(user__username__startswith=PREFIX).select_related("user", "agency")
        self._known = {row.user.username: Person(row.user, row) for row in known}

    def people(self, agencies: list[Agency]) -> People:
        """Make everybody who is missing (two queries a person)."""
        bappeda = Agency.objects.get(kind=AgencyKind.PLANNING)
        leadership = Agency.objects.filter(kind=AgencyKind.LEADERSHIP).first()
        self.person("admin", bappeda, Role.ADMIN, "Pengelola aplikasi")
        if leadership is not None:
            self.person("bupati", leadership, Role.LEADERSHIP, "Bupati")
        return People(
            offices=tuple(self._office(agency) for agency in agencies),
            reviewers=tuple(
                self.person(f"telaah{number}", bappeda, Role.REVIEWER, "Perencana")
                for number in range(1, REVIEWERS + 1)
            ),
            approver=self.person("kepala-bappeda", bappeda, Role.APPROVER, bappeda.head_title),
        )

    def _office(self, agency: Agency) -> Office:
        return Office(
            agency,
            self.person(f"operator.{agency.code}", agency, Role.OPERATOR, "Operator usulan"),
            self.person(f"kepala.{agency.code}", agency, Role.AGENCY_HEAD, agency.head_title),
        )

    def person(self, name: str, agency: Agency, role: Role, title: str) -> Person:
        username = PREFIX + name
        if username not in self._known:
            words = f"{Role(role).label} {agency.short_name} {name.rpartition('.')[0] or name} (sintetis)"
            user = User.objects.create(
                username=username, email=f"{username}@{MAIL_DOMAIN}", name=words, password=self._password
            )
            nip = f"{900_000 + len(self._known):018d}"
            membership = Membership.objects.create(
                user=user, agency=agency, role=role, title=title, nip=nip, starts_on=SINCE
            )
            self._known[username] = Person(user, membership)
        return self._known[username]
