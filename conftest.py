"""The cast and their proposals; every test reads like a story about them, and nobody forges rows.

The reference data is the real one, seeded once into the template database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings

from accounts.models import Agency, Membership, User
from accounts.roles import Role
from ops.testing.clock import movable_clock
from ops.testing.journeys import ProposalMaker
from ops.testing.scene import Scene
from proposals.models import AgencyCycle, Proposal, SubmissionCycle

PASSWORD = "gladi-titian-2025"
TITLES = {
    Role.OPERATOR: "Operator",
    Role.AGENCY_HEAD: "Kepala",
    Role.REVIEWER: "Penelaah",
    Role.APPROVER: "Kepala Bappeda",
    Role.LEADERSHIP: "Bupati",
    Role.ADMIN: "Admin",
}


def person(username: str, agency: Agency, role: Role) -> User:
    """Somebody of the cast; who has already entered the scene of the file stays the same person."""
    if known := User.objects.filter(username=username).first():
        return known
    user = User.objects.create_user(username, f"{username}@lebong.example", f"{username} (contoh)")
    Membership.objects.create(
        user=user, agency=agency, role=role, title=f"{TITLES[role]} {agency.short_name}", starts_on=date(2025, 1, 1)
    )
    return user


BAPPEDA = (
    ("telaah.uji", Role.REVIEWER),
    ("kepala.bappeda.uji", Role.APPROVER),
    ("admin.uji", Role.ADMIN),
)


@pytest.fixture
def cycle(db) -> SubmissionCycle:
    return SubmissionCycle.objects.get(year=2025)


@pytest.fixture
def agency(db) -> Agency:
    return Agency.objects.get(code="dpupr")


@pytest.fixture
def other_agency(db) -> Agency:
    return Agency.objects.get(code="dinkes")


@pytest.fixture
def agency_cycle(cycle, agency) -> AgencyCycle:
    return AgencyCycle.objects.select_related("cycle", "agency").get(cycle=cycle, agency=agency)


@pytest.fixture
def operator(agency) -> User:
    return person("operator.uji", agency, Role.OPERATOR)


@pytest.fixture
def agency_head(agency) -> User:
    return person("kepala.uji", agency, Role.AGENCY_HEAD)


@pytest.fixture
def stranger(other_agency) -> User:
    """An operator of another agency: everything of ours is 404 for this person."""
    return person("operator.lain", other_agency, Role.OPERATOR)


@pytest.fixture
def bappeda(db) -> Agency:
    return Agency.objects.get(code="bappeda")


@pytest.fixture
def reviewer(bappeda) -> User:
    return person("telaah.uji", bappeda, Role.REVIEWER)


@pytest.fixture
def other_reviewer(bappeda) -> User:
    return person("telaah.lain", bappeda, Role.REVIEWER)


@pytest.fixture
def approver(bappeda) -> User:
    return person("kepala.bappeda.uji", bappeda, Role.APPROVER)


@pytest.fixture
def admin(bappeda) -> User:
    return person("admin.uji", bappeda, Role.ADMIN)


@pytest.fixture
def leader(db) -> User:
    return person("bupati.uji", Agency.objects.get(code="pimpinan"), Role.LEADERSHIP)


@pytest.fixture
def client_for(db) -> Callable[[User], Client]:
    """A browser of one's own for anybody of the cast."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.UsernameOrEmailBackend")
        return client

    return sign_in


@pytest.fixture
def maker(agency_cycle, operator, reviewer, approver, admin, settings, tmp_path, request) -> ProposalMaker:
    """Makes proposals by the real services, as the cast would."""
    made = ProposalMaker(agency_cycle, operator, reviewer, approver, admin)
    if "scene" in request.fixturenames:
        made.numbers = request.getfixturevalue("scene").maker.numbers
    else:
        settings.MEDIA_ROOT = tmp_path / "media"
    return made


@pytest.fixture(scope="module")
def scene(owner_url, django_db_blocker, tmp_path_factory) -> Iterator[Scene]:
    """What all tests of a file begin with, made once; what a test changes of it is taken back, also from the database.

    A file that has one uses it in every test (``autouse``) and commits nothing.
    """
    with django_db_blocker.unblock(), movable_clock(owner_url) as clock_at, override_settings():
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
        block = transaction.atomic()
        block._from_testcase = True  # as around Django's own test data: a service may open its outermost transaction
        with block:
            cast = [
                person("operator.uji", Agency.objects.get(code="dpupr"), Role.OPERATOR),
                *(person(name, Agency.objects.get(code="bappeda"), role) for name, role in BAPPEDA),
            ]
            row = AgencyCycle.objects.select_related("cycle", "agency").get(cycle__year=2025, agency__code="dpupr")
            yield Scene(ProposalMaker(row, *cast), clock_at)
            transaction.set_rollback(True)


@pytest.fixture
def make_proposal(maker) -> Callable[..., Proposal]:
    """``make_proposal(state="approved", title=...)``: a complete proposal, taken to the state by the real actions."""
    return maker.make
