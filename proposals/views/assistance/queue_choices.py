"""What the filters of the queue offer, read in one query, and the names that its search compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from accounts.mandate import Mandate, people_in
from accounts.models import Agency
from accounts.roles import Role
from proposals.forms.queue import Offered, Options
from proposals.models import FundingSource, Ministry, NationalMission, SubmissionCycle
from proposals.views.assistance.queue_rows import Load


class Choice(NamedTuple):
    """One row that a filter offers; ``value`` stands in the address."""

    source: str
    pk: int
    value: str
    name: str
    short_name: str


class Choices:
    """All that can be chosen, without the offices one drafts for, whose proposals the queue does not have."""

    def __init__(self, mandate: Mandate, cycle: SubmissionCycle | None) -> None:
        """Read the tables (one query)."""
        agencies = Agency.objects.filter(agency_cycles__cycle=cycle).exclude(pk__in=mandate.agency_ids)
        numbered = NationalMission.objects.annotate(code=Cast("number", CharField()))
        others = (
            _rows(people_in(Role.REVIEWER, mandate.on), "reviewer", "username", "name"),
            _rows(FundingSource.objects.all(), "source", "code", "label"),
            _rows(Ministry.objects.all(), "ministry", "code", "name"),
            _rows(numbered, "mission", "code", "title"),
        )
        found: dict[str, list[Choice]] = defaultdict(list)
        for row in _rows(agencies, "agency", "code", "name", "short_name").union(*others, all=True):
            found[row[0]].append(Choice(*row))
        self._found = found

    @property
    def agencies(self) -> list[Choice]:
        return sorted(self._found["agency"], key=lambda one: one.short_name)

    @property
    def reviewers(self) -> list[Choice]:
        return sorted(self._found["reviewer"], key=lambda one: one.name)

    def offered(self, statuses: Options, loads: Iterable[Load]) -> Offered:
        """Word the choices as a form takes them; who holds something may be a reviewer no more."""
        reviewers = {one.value: one.name for one in self.reviewers} | {load.username: load.name for load in loads}
        return Offered(
            agencies=[(one.value, one.short_name) for one in self.agencies],
            reviewers=sorted(reviewers.items(), key=lambda one: one[1]),
            funding_sources=[(one.value, one.name) for one in self._found["source"]],
            ministries=sorted((one.value, one.name) for one in self._found["ministry"]),
            missions=[(one.value, f"{one.value}. {one.name}") for one in sorted(self._found["mission"])],
            statuses=statuses,
        )


def _rows(rows: Any, source: str, value: str, name: str, short_name: str = "") -> Any:
    short = {"short": Value("")} if not short_name else {}
    columns = ("source", "pk", value, name, short_name or "short")
    return rows.annotate(source=Value(source), **short).order_by().values_list(*columns)
