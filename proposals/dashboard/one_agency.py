"""One agency behind the figures: whom to call, its proposals, its last events (five queries)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import Membership
from accounts.roles import AGENCY_ROLES
from lebong_proposals.clock import wib_date
from proposals.audit import Verb
from proposals.completeness import DemandTable
from proposals.dashboard.agencies import handed_in_amount
from proposals.deadlines import window
from proposals.judging import judge, judgeable
from proposals.list_page import as_submitted
from proposals.models import (
    AgencyCycle,
    AuditEntry,
    NoteKind,
    NoteStatus,
    Proposal,
    ReviewNote,
    SubmissionCycle,
)
from proposals.standing import Standing, standing
from proposals.workflow import State

PROPOSALS_SHOWN = 100
EVENTS_SHOWN = 10
# What anybody above the agency may know of: moves and declarations, never what is written in a draft.
PUBLIC_VERBS = (
    *(Verb.CREATED, Verb.SUBMITTED, Verb.RECALLED, Verb.ASSISTANCE_STARTED, Verb.RETURNED, Verb.RESUBMITTED),
    *(Verb.APPROVED, Verb.REJECTED, Verb.REOPENED, Verb.SENT, Verb.RETURNED_BY_MINISTRY),
    *(Verb.NIL_DECLARED, Verb.NIL_WITHDRAWN),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be called, with the title as it stands on paper."""

    name: str
    title: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal; ``amount`` in rupiah is what was handed in, None for a draft, which cannot be opened either."""

    proposal: Proposal
    standing: Standing
    amount: int | None

    @property
    def can_be_opened(self) -> bool:
        return self.proposal.state != State.DRAFT


def find_agency_cycle(cycle: SubmissionCycle, code: str, at: datetime) -> AgencyCycle | None:
    """Find an agency by its code together with its people (one query)."""
    people = Membership.objects.active(wib_date(at)).filter(agency=OuterRef("agency"), role__in=AGENCY_ROLES)
    shown = JSONObject(
        name="user__name", title="title", is_acting="is_acting", phone="user__phone", email="user__email"
    )
    rows = AgencyCycle.objects.filter(cycle=cycle, agency__code=code).select_related("agency", "cycle")
    return rows.annotate(people=ArraySubquery(people.order_by("-role", "starts_on", "id").values(row=shown))).first()


def people_of(row: AgencyCycle) -> list[Person]:
    """List the people of a row from ``find_agency_cycle``: operators, then heads."""
    return [_person(**found) for found in row.people]  # type: ignore[attr-defined]


def _person(*, name: str, title: str, is_acting: bool, phone: str, email: str) -> Person:
    return Person(name, f"Plt. {title}" if is_acting else title, phone, email)


def read_lines(row: AgencyCycle, at: datetime) -> list[Line]:
    """List the agency's proposals with their standing, the latest first, up to a limit (three queries)."""
    own = Proposal.objects.alive().filter(cycle=row.cycle_id, agency=row.agency_id)
    rows = judgeable(as_submitted(own).annotate(handed_in=handed_in_amount(), open_suggestions=_open_suggestions()))
    demands = DemandTable()
    is_open = window(row, at).is_open
    return [_line(proposal, demands, is_open) for proposal in rows.order_by("-updated_at", "-id")[:PROPOSALS_SHOWN]]


def _open_suggestions() -> Coalesce:
    waiting = (
        ReviewNote.objects.for_agency()
        .filter(proposal=OuterRef("pk"), kind=NoteKind.SUGGESTION)
        .exclude(status=NoteStatus.RESOLVED)
        .order_by()
        .values("proposal")
        .annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(waiting.values("number")), 0)


def _line(proposal: Proposal, demands: DemandTable, is_open: bool) -> Line:
    extra: Any = proposal  # the annotations
    is_draft = proposal.state == State.DRAFT
    shown = standing(
        proposal.state,
        round_number=proposal.round_number,
        is_complete=is_draft and judge(proposal, demands).is_complete,
        window_open=is_open,
        open_suggestions=extra.open_suggestions,
    )
    return Line(proposal, shown, extra.handed_in)


def last_entries(row: AgencyCycle) -> Sequence[AuditEntry]:
    """Read the last moves of the agency's proposals and its declarations, newest first (one query)."""
    rows = AuditEntry.objects.filter(agency=row.agency_id, cycle=row.cycle_id, verb__in=PUBLIC_VERBS)
    rows = rows.exclude(proposal__deleted_at__isnull=False)
    proposals: Any = as_submitted(Proposal.objects.filter(pk=OuterRef("proposal")))
    title = proposals.values("official_title")
    named = rows.select_related("proposal").annotate(official_title=Subquery(title))
    return list(named.order_by("-id")[:EVENTS_SHOWN])
