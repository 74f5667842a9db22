"""Where every agency of a cycle stands, in one query: its proposals by state, their sums, its contact.

The sums hold what was handed in, never a working copy (``product.md`` D9): drafts have no amount here, and a returned
proposal has that of its last version that was not withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, Count, F, Max, Min, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import Agency, Membership
from accounts.roles import AGENCY_ROLES, Role
from lebong_proposals.clock import wib_date
from proposals.dashboard.stages import COMPLETE_UNSENT, HANDED_IN, NOT_SUBMITTED, Look, Stage, furthest
from proposals.deadlines import window
from proposals.models import AgencyCycle, Obligation, Proposal, SubmissionCycle, SubmittedVersion
from proposals.workflow import State


@dataclass(frozen=True, slots=True)
class StateSum:
    """The proposals of one agency in one state; amounts in rupiah, of what was handed in."""

    count: int
    requested: int
    approved: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call: the operator before the head."""

    name: str
    phone: str
    title: str


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """One agency in one cycle; ``complete_unsent`` counts drafts that only wait to be sent."""

    agency: Agency
    is_expected: bool
    is_nil: bool
    is_open: bool
    closes_at: datetime
    sums: Mapping[State, StateSum]
    complete_unsent: int
    first_submitted_at: datetime | None
    last_activity_at: datetime | None
    contact: Contact | None

    @property
    def stage(self) -> Stage:
        return furthest({state: row.count for state, row in self.sums.items()}, is_nil=self.is_nil)

    @property
    def look(self) -> Look:
        """How the stage is shown; drafts are told apart by what is urgent about them."""
        if self.stage is Stage.DRAFT and not self.is_open:
            return NOT_SUBMITTED
        return COMPLETE_UNSENT if self.stage is Stage.DRAFT and self.complete_unsent else self.stage.look

    @property
    def has_submitted(self) -> bool:
        return not self.is_nil and any(state in HANDED_IN for state in self.sums)

    @property
    def count(self) -> int:
        return sum(row.count for row in self.sums.values())

    @property
    def plain_drafts(self) -> int:
        """Drafts beside the complete ones."""
        return self.count_in(State.DRAFT) - self.complete_unsent

    @property
    def requested(self) -> int:
        return sum(row.requested for row in self.sums.values())

    @property
    def approved(self) -> int:
        return sum(row.approved for row in self.sums.values())

    def count_in(self, state: State) -> int:
        return self.sums[state].count if state in self.sums else 0


def read_agencies(cycle: SubmissionCycle, at: datetime, complete_unsent: Mapping[int, int]) -> list[AgencyFigures]:
    """Describe every agency of the cycle by name (one query); the mapping counts complete drafts by agency."""
    rows = (
        AgencyCycle.objects.filter(cycle=cycle)
        .select_related("agency")
        .annotate(tallies=_tallies(), contacts=contacts(wib_date(at)))
        .order_by("agency__name")
    )
    found = []
    for row in rows:
        row.cycle = cycle
        found.append(_describe(row, at, complete_unsent.get(row.agency_id, 0)))
    return found


def handed_in_amount() -> Case:
    """The amount of what was handed in, as an expression on proposals: null for drafts."""
    valid = SubmittedVersion.objects.valid().filter(proposal=OuterRef("pk"))
    return Case(
        When(state=State.DRAFT, then=Value(None)),
        When(state=State.REVISION_REQUIRED, then=Subquery(valid.values("requested_amount")[:1])),
        default=F("requested_amount"),
        output_field=BigIntegerField(),
    )


def contacts(today: date) -> ArraySubquery:
    """The one person to call of each agency in force on a WIB date, as an annotation on agency cycles."""
    people = Membership.objects.active(today).filter(agency=OuterRef("agency"), role__in=AGENCY_ROLES)
    first = people.order_by(Case(When(role=Role.OPERATOR, then=0), default=1), "is_acting", "starts_on", "id")
    return ArraySubquery(first.values(row=JSONObject(name="user__name", phone="user__phone", title="title"))[:1])


def _tallies() -> ArraySubquery:
    """Count and sum an agency's proposals by state, as JSON beside its row."""
    own = Proposal.objects.alive().filter(cycle=OuterRef("cycle"), agency=OuterRef("agency")).order_by()
    return ArraySubquery(
        own.values("state")
        .annotate(
            row=JSONObject(
                state="state",
                count=Count("pk"),
                requested=Coalesce(Sum(handed_in_amount()), 0),
                approved=Coalesce(Sum("approved_amount"), 0),
                first=Min("first_submitted_at"),
                last=Max("updated_at"),
            )
        )
        .values("row")
    )


def _describe(row: AgencyCycle, at: datetime, complete_unsent: int) -> AgencyFigures:
    tallies: list[dict[str, Any]] = row.tallies  # type: ignore[attr-defined]
    people: list[dict[str, str]] = row.contacts  # type: ignore[attr-defined]
    limits = window(row, at)
    first = [tally["first"] for tally in tallies if tally["first"] and tally["state"] != State.DRAFT]
    return AgencyFigures(
        agency=row.agency,
        is_expected=row.base_obligation == Obligation.REQUIRED or bool(tallies),
        is_nil=row.obligation == Obligation.NIL_DECLARED,
        is_open=limits.is_open,
        closes_at=limits.closes_at,
        sums={
            State(tally["state"]): StateSum(tally["count"], tally["requested"], tally["approved"]) for tally in tallies
        },
        complete_unsent=complete_unsent if limits.is_open else 0,
        first_submitted_at=min((datetime.fromisoformat(moment) for moment in first), default=None),
        last_activity_at=max((datetime.fromisoformat(tally["last"]) for tally in tallies), default=None),
        contact=Contact(**people[0]) if people else None,
    )
