"""The agency's start page: the countdown, the one next step, its proposals, what is missing, what happened last."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lebong_proposals import clock
from proposals.context import current
from proposals.deadlines import window
from proposals.history import recent_events
from proposals.models import AgencyCycle, Obligation
from proposals.services.cycles import NOT_HANDED_IN
from proposals.turns import ministry_return
from proposals.views.lookup import mandate_of
from proposals.worklist import Item, StepKind, Task, gaps, next_step, worklist

GAPS_SHOWN = 5
EVENTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Office:
    """One of the person's offices with its proposals; most people have one, an acting head has several."""

    agency_cycle: AgencyCycle
    items: list[Item]

    @property
    def may_declare_nil(self) -> bool:
        """Whether it could still say that it proposes nothing: drafts do not contradict that (``product.md`` D4)."""
        is_declared = self.agency_cycle.obligation == Obligation.NIL_DECLARED
        return not is_declared and all(item.proposal.state in NOT_HANDED_IN for item in self.items)


@require_safe
def opd_home(request: HttpRequest) -> HttpResponse:
    """Page "Beranda", over all the offices in whose name the person drafts."""
    mandate = mandate_of(request)
    if not mandate.is_agency:
        raise PermissionDenied
    found = current(request)
    at = clock.reading(request).at
    rows = _agency_cycles(found.cycle.pk, mandate.agency_ids) if found else []
    items = worklist(rows, at) if rows else []
    offices = [Office(row, [item for item in items if item.agency_cycle == row]) for row in rows]
    may_create = any(window(row, at).is_open for row in rows)
    step = next_step(items, rows, at, found.calendar) if found else None
    missing = gaps(items)
    context = {
        "offices": offices,
        "step": step,
        "turn": ministry_return(step.item.proposal) if step and step.item else None,
        "gaps": missing[:GAPS_SHOWN],
        "more_gaps": missing[GAPS_SHOWN:],
        "gap_count": len(missing),
        "unsent": sum(item.task is Task.SEND for item in items),
        "events": recent_events(mandate.agency_ids, EVENTS_SHOWN),
        "may_create": may_create,
        # The first step of an office without proposals offers it already.
        "offers_nil": may_create
        and step is not None
        and step.kind is not StepKind.BEGIN
        and any(office.may_declare_nil for office in offices),
    }
    return render(request, "proposals/home/opd_home.html", context)


def _agency_cycles(cycle_id: int, agency_ids: frozenset[int]) -> list[AgencyCycle]:
    rows = AgencyCycle.objects.filter(cycle=cycle_id, agency__in=agency_ids)
    return list(rows.select_related("cycle", "agency").order_by("agency__short_name"))
