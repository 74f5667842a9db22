"""The list of proposals: what a person may know of each, filtered, searched, in a fixed number of queries.

An agency sees its own with everything; others see of a draft the title alone, and of a proposal under revision what was
last submitted (``product.md`` D9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, JSONField, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Lower

from accounts.mandate import Mandate
from accounts.models import Agency
from proposals.completeness import DemandTable
from proposals.deadlines import window
from proposals.judging import judge, judgeable
from proposals.models import AgencyCycle, Proposal, SubmissionCycle, SubmittedVersion
from proposals.spelling import fits, names_that_fit
from proposals.standing import Standing
from proposals.workflow import State
from proposals.worklist import standing_of, with_note_counts, with_priority

PER_PAGE = 25
COUNTED_UP_TO = 1000  # nobody turns that many pages, and counting 200,000 rows takes longer than showing 25
NUMBER, SEQUENCE = re.compile(r"[0-9]{4}-[0-9]{0,7}"), re.compile(r"[0-9]{1,7}")
NARROW = (
    *("number", "title", "state", "round_number", "requested_amount", "approved_amount"),
    *("revision_window", "revision_due_at", "suggestions_due_on", "cycle_id", "agency__short_name", "agency__name"),
)


class NamedOffice(Protocol):
    """What a search compares of an office."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list; ``amount`` in rupiah, None where it is not this reader's to see."""

    number: str
    title: str
    agency: Agency
    standing: Standing
    amount: int | None
    has_page: bool
    priority: int | None = None
    approved: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list; ``count`` stops at ``COUNTED_UP_TO``."""

    page: Page[Any]
    count: int
    is_capped: bool


def in_list(mandate: Mandate, cycle: SubmissionCycle) -> QuerySet[Proposal]:
    """The proposals of the cycle that a person may see a line of."""
    rows = Proposal.objects.alive().filter(cycle=cycle)
    return rows if sees_all(mandate) else rows.filter(agency__in=mandate.agency_ids)


def sees_all(mandate: Mandate) -> bool:
    return mandate.is_planning or mandate.is_leadership


def filtered(
    rows: QuerySet[Proposal], values: Mapping[str, Any], agencies: Iterable[Agency], year: int, *, official: bool
) -> QuerySet[Proposal]:
    """Narrow by status, agency and words; words are looked for in title, number and the agencies' names.

    Every part of the search can use an index: the few names are compared here, and only what looks like a number is
    looked for among the numbers ("2025-0042", or "42" of the cycle's year).
    """
    if state := values.get("state"):
        rows = rows.filter(state=state)
    if agency := values.get("agency"):
        rows = rows.filter(agency=agency)
    words = values.get("words", "")
    # As keys, so that the search of a long list keeps its indexes (one query more).
    revised = list(with_submitted_title(rows, words)[:COUNTED_UP_TO]) if official and words else None
    return searched(rows, words, agencies, year, revised=revised)


def searched(
    rows: QuerySet[Proposal],
    words: str,
    agencies: Iterable[NamedOffice],
    year: int | None,
    *,
    revised: Iterable[int] | QuerySet[Any] | None,
) -> QuerySet[Proposal]:
    """Keep what the words fit, forgiving misspellings in titles and names (``spelling``); no words narrow nothing.

    For readers outside the agency ``revised`` are the keys from ``with_submitted_title``: of a proposal under revision
    they find the submitted title, and never the one the agency is working on. None for the agency itself.
    """
    if not words:
        return rows
    offices = {f"{one.name} {one.short_name}": one.pk for one in agencies}
    named = [offices[name] for name in names_that_fit(words, offices)]
    title = fits("title_lower", words)
    if revised is not None:
        title = title & ~Q(state=State.REVISION_REQUIRED) | Q(pk__in=revised)
    return rows.alias(title_lower=Lower("title")).filter(title | _numbered(words.strip(), year) | Q(agency__in=named))


def with_submitted_title(rows: QuerySet[Proposal], words: str) -> QuerySet[Any]:
    """The keys of the proposals under revision whose submitted title fits the words."""
    revised = as_submitted(rows.filter(state=State.REVISION_REQUIRED)).alias(title_lower=Lower("official_title"))
    return revised.filter(fits("title_lower", words)).order_by().values_list("pk", flat=True)


def _numbered(words: str, year: int | None) -> Q:
    if NUMBER.fullmatch(words):
        return Q(number__startswith=words)
    return Q(number=f"{year}-{words:>04}") if SEQUENCE.fullmatch(words) else Q(pk__in=[])


def listing(rows: QuerySet[Proposal], mandate: Mandate, cycle: SubmissionCycle, at: datetime, page: Any) -> Listing:
    """Read one page: two queries, and two more for an agency, whose drafts are judged."""
    count = rows.order_by()[: COUNTED_UP_TO + 1].count()
    shown = as_submitted(rows.only(*NARROW)) if sees_all(mandate) else judgeable(rows)
    shown = _with_limits(with_priority(with_note_counts(shown))).select_related("agency").order_by("-number")
    paginator = Paginator(shown, PER_PAGE)
    paginator.count = min(count, COUNTED_UP_TO)
    found = paginator.get_page(page)
    demands = None if sees_all(mandate) else DemandTable()
    lines = [_row(proposal, mandate, cycle, at, demands) for proposal in found.object_list]
    found.object_list = lines  # type: ignore[assignment]
    return Listing(found, paginator.count, count > COUNTED_UP_TO)


def as_submitted(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add what people outside the agency read: while it works on a revision, title and amount of the last version."""
    last = SubmittedVersion.objects.valid().filter(proposal=OuterRef("pk"))
    title = last.annotate(document=Cast("content", JSONField())).values(title=KT("document__identity__title"))
    revised = Q(state=State.REVISION_REQUIRED)
    return rows.annotate(
        official_title=Case(When(revised, then=Subquery(title[:1])), default=F("title"), output_field=TextField()),
        official_amount=Case(
            When(revised, then=Subquery(last.values("requested_amount")[:1])), default=F("requested_amount")
        ),
    )


def _with_limits(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    own = AgencyCycle.objects.filter(cycle=OuterRef("cycle"), agency=OuterRef("agency"))
    return rows.annotate(
        own_closes_at=Subquery(own.values("closes_at")), own_sealed_at=Subquery(own.values("sealed_at"))
    )


def _row(proposal: Any, mandate: Mandate, cycle: SubmissionCycle, at: datetime, demands: DemandTable | None) -> ListRow:
    is_own = proposal.agency_id in mandate.agency_ids
    is_draft = proposal.state == State.DRAFT
    row = AgencyCycle(cycle=cycle, closes_at=proposal.own_closes_at, sealed_at=proposal.own_sealed_at)
    judged = judge(proposal, demands) if demands and is_draft else None
    return ListRow(
        number=proposal.number,
        title=proposal.title if is_own else proposal.official_title,
        agency=proposal.agency,
        standing=standing_of(proposal, window(row, at, proposal=proposal).is_open, judged),
        amount=_amount(proposal, is_own, is_draft),
        has_page=is_own or not is_draft,
        priority=proposal.priority if is_own or not is_draft else None,
        approved=proposal.approved_amount,
    )


def _amount(proposal: Any, is_own: bool, is_draft: bool) -> int | None:
    if is_own:
        return int(proposal.requested_amount)
    return None if is_draft else proposal.official_amount
