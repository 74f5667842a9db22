"""Keputusan yang disiapkan, one list for the approver: read, tick, look once more, confirm; each on its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.mandate import Mandate
from accounts.roles import Role
from lebong_proposals import clock
from proposals.handling import open_decisions
from proposals.list_page import as_submitted
from proposals.models import AuditEntry, NoteAudience, NoteKind, PreparedDecision, Proposal, ReviewNote
from proposals.services import prepared
from proposals.services.transitions import TransitionRefused
from proposals.views.answers import see_other
from proposals.views.assistance.desk import told
from proposals.views.assistance.preparing import Ready
from proposals.views.lookup import mandate_of

PER_PAGE = 25  # and at most so many are confirmed at once
CHOICE = re.compile(r"([0-9]{4}-[0-9]{1,7}):([0-9]{1,9})")
NOTHING_CHOSEN = "Pilih paling sedikit satu usulan."
RESULTS = "confirmed_decisions"


@dataclass(frozen=True, slots=True)
class Line:
    """One prepared decision as the list shows it."""

    proposal: Proposal
    ready: Ready
    open_suggestions: int

    @property
    def choice(self) -> str:
        return f"{self.proposal.number}:{self.ready.decision.seen_version}"


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Page "Keputusan yang disiapkan"; nothing is ticked beforehand (two queries beside the frame's)."""
    return _list(request, _approver(request))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Page "Sahkan keputusan ini?": each one listed again; what changed since it was ticked is left out and said."""
    mandate = _approver(request)
    chosen = _chosen(request.POST.getlist("pilih") if request.method == "POST" else request.GET.getlist("pilih"))
    if not chosen:
        return see_other("review-decisions") if request.method == "POST" else _list(request, mandate, is_refused=True)
    if request.method == "POST":
        request.session[RESULTS] = [
            _carried_out(proposal, version, mandate) for proposal, version in _found(mandate, chosen)
        ]
        return see_other("review-decisions-done")
    at = clock.reading(request).at
    lines = [_line(decision, at) for decision in _open_to(mandate).filter(session__proposal__number__in=chosen)]
    kept = [
        line
        for line in lines
        if not line.ready.obstacle and line.ready.decision.seen_version == chosen[line.proposal.number]
    ]
    left = sorted(set(chosen) - {line.proposal.number for line in kept})
    return render(request, "proposals/assistance/confirm_decisions.html", {"lines": kept, "left": left})


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Page "Hasil pengesahan": what became of each."""
    _approver(request)
    results = request.session.get(RESULTS, [])
    if not results:
        return see_other("review-decisions")
    count = sum(result["is_done"] for result in results)
    return render(request, "proposals/assistance/confirmed_decisions.html", {"results": results, "count": count})


def _list(request: HttpRequest, mandate: Mandate, *, is_refused: bool = False) -> HttpResponse:
    """Draw the list; ``is_refused`` asks for a choice, with a link to the first box."""
    at = clock.reading(request).at
    page = Paginator(_open_to(mandate), PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(decision, at) for decision in page.object_list]
    first = next((f"pilih-{line.proposal.number}" for line in lines if not line.ready.obstacle), "")
    errors = [(NOTHING_CHOSEN, first)] if is_refused else []
    filled = {"page": page, "lines": lines, "errors": errors, "has_errors": bool(errors)}
    return render(request, "proposals/assistance/decisions.html", filled, status=422 if errors else 200)


def _approver(request: HttpRequest) -> Mandate:
    mandate = mandate_of(request)
    if Role.APPROVER not in mandate.roles:
        raise PermissionDenied
    return mandate


def _open_to(mandate: Mandate) -> QuerySet[PreparedDecision]:
    """The prepared decisions that this approver may confirm: none of an office one drafts for."""
    suggestions = ReviewNote.objects.open().filter(
        proposal=OuterRef("session__proposal"), kind=NoteKind.SUGGESTION, audience=NoteAudience.AGENCY
    )
    counted = suggestions.order_by().values("proposal").annotate(number=Count("pk")).values("number")
    return (
        open_decisions()
        .exclude(session__proposal__agency__in=mandate.agency_ids)
        .select_related("session__proposal__agency", "prepared_by")
        .annotate(open_suggestions=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
        .order_by("session__proposal__number")
    )


def _line(decision: PreparedDecision, at: datetime) -> Line:
    proposal = decision.session.proposal
    count: int = decision.open_suggestions  # type: ignore[attr-defined]
    return Line(proposal, Ready(decision, prepared.obstacle(decision, proposal, at)), count)


def _chosen(values: list[str]) -> dict[str, int]:
    """Read what was ticked: for each number the version that was seen."""
    read = (CHOICE.fullmatch(value) for value in values[:PER_PAGE])
    return {found[1]: int(found[2]) for found in read if found}


def _found(mandate: Mandate, chosen: dict[str, int]) -> list[tuple[Any, int]]:
    proposals = as_submitted(Proposal.objects.visible_to(mandate).filter(number__in=chosen)).order_by("number")
    return [(proposal, chosen[proposal.number]) for proposal in proposals]


def _carried_out(proposal: Any, version: int, mandate: Mandate) -> dict[str, Any]:
    """Confirm one of ``as_submitted``; a refusal says why and what happened last; the next is tried all the same."""
    result = {"number": proposal.number, "title": proposal.official_title, "is_done": True, "words": "", "last": ""}
    try:
        outcome = prepared.confirm(proposal, actor=mandate.user, seen_version=version)
    except TransitionRefused as refusal:
        last = AuditEntry.objects.filter(proposal=proposal).order_by("-id").first()
        return result | {"is_done": False, "words": refusal.reason, "last": told(last) if last else ""}
    return result | {"words": outcome.proposal.get_state_display()}
