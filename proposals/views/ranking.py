"""An agency orders its own proposals: one place up or down at a time, by buttons that work without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lebong_proposals import clock
from proposals.deadlines import window
from proposals.models import AgencyCycle
from proposals.services.ranking import RankingRefused, set_order
from proposals.views.answers import refused, see_other
from proposals.views.lookup import mandate_of, own_agency_cycles
from proposals.workflow import State
from proposals.worklist import Item, worklist

UP, DOWN, KEEP = "naik", "turun", "simpan"


@dataclass(frozen=True, slots=True)
class Office:
    """One of the person's offices with its proposals in their order."""

    agency_cycle: AgencyCycle
    items: list[Item]
    is_open: bool

    @property
    def seen(self) -> str:
        """The order that the page shows, as the form sends it back."""
        return " ".join(item.proposal.number for item in self.items)

    @property
    def is_settled(self) -> bool:
        return all(item.priority for item in self.items)


@require_http_methods(["GET", "HEAD", "POST"])
def priorities(request: HttpRequest) -> HttpResponse:
    """Page "Prioritas usulan": the order of the agency's own proposals, read-only once its window has closed."""
    rows = own_agency_cycles(request)
    if request.method == "POST":
        return _move(request, rows)
    at = clock.reading(request).at
    items = [item for item in worklist(rows, at) if item.proposal.state != State.REJECTED]
    items.sort(key=lambda item: (item.priority or 10**6, item.proposal.number))
    offices = [
        Office(row, [item for item in items if item.agency_cycle == row], window(row, at).is_open) for row in rows
    ]
    return render(request, "proposals/ranking/priorities.html", {"offices": offices})


def _move(request: HttpRequest, rows: list[AgencyCycle]) -> HttpResponse:
    verb, _, number = request.POST.get("aksi", "").partition("-")
    if verb not in (UP, DOWN, KEEP):
        raise BadRequest("unknown action")
    row = next((row for row in rows if row.agency.code == request.POST.get("opd")), None)
    seen = request.POST.get("seen", "").split()
    if row is None or (verb != KEEP and number not in seen):
        raise Http404
    try:
        changed = set_order(row, _moved(seen, verb, number), actor=mandate_of(request).user, seen=seen)
    except RankingRefused as refusal:
        context = {"back_url": request.path, "back_label": "Ke prioritas usulan"}
        return refused(request, refusal, context=context)
    if changed:
        messages.success(request, "Urutan prioritas sudah disimpan.")
    return see_other("proposal-priorities", anchor=f"usulan-{number}" if number else "")


def _moved(seen: list[str], verb: str, number: str) -> list[str]:
    """The order after one button; at either end nothing moves."""
    order = list(seen)
    if verb != KEEP:
        at = order.index(number)
        other = at - 1 if verb == UP else at + 1
        if 0 <= other < len(order):
            order[at], order[other] = order[other], order[at]
    return order
