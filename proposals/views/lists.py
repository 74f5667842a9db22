"""The list of proposals with its filters, and the drafts that were deleted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.mandate import Mandate
from accounts.models import Agency
from lebong_proposals import clock
from proposals.context import current
from proposals.forms.lists import ListFilterForm
from proposals.list_page import filtered, in_list, listing, sees_all
from proposals.models import Proposal, SubmissionCycle
from proposals.services.drafting import RESTORABLE_FOR
from proposals.views.lookup import mandate_of

PER_PAGE = 100  # nobody deletes more in a month


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Page "Usulan": an agency's own, or everybody's."""
    mandate = mandate_of(request)
    found = current(request)
    if found is None:
        return render(request, "proposals/lists/list.html", {"listing": None})
    agencies = _agencies(mandate, found.cycle)
    form = ListFilterForm(request.GET, agencies=agencies, auto_id="saring-%s")
    visible, official = in_list(mandate, found.cycle), sees_all(mandate)
    rows = filtered(visible, form.narrowing(), agencies, found.cycle.year, official=official)
    context = {
        "listing": listing(rows, mandate, found.cycle, clock.reading(request).at, request.GET.get("page")),
        "filters": form,
        "chips": [(text, _without(request, name)) for name, text in form.chips()],
        "shows_agency": sees_all(mandate) or len(mandate.agency_ids) > 1,
        "is_agency": mandate.is_agency,
    }
    return render(request, "proposals/lists/list.html", context)


@require_safe
def deleted_drafts(request: HttpRequest) -> HttpResponse:
    """Page "Draf yang dihapus": what the person's offices deleted and may still bring back, the latest first."""
    mandate = mandate_of(request)
    if not mandate.is_agency:
        raise PermissionDenied
    since = clock.reading(request).at - RESTORABLE_FOR
    drafts = Proposal.objects.filter(agency__in=mandate.agency_ids, deleted_at__gt=since).order_by("-deleted_at")
    context = {"drafts": drafts.only("number", "title", "deleted_at")[:PER_PAGE], "days": RESTORABLE_FOR.days}
    return render(request, "proposals/lists/deleted.html", context)


def _agencies(mandate: Mandate, cycle: SubmissionCycle) -> list[Agency]:
    """The offices whose proposals the list can contain."""
    if not sees_all(mandate):
        return mandate.agencies()
    return list(Agency.objects.filter(agency_cycles__cycle=cycle).order_by("name"))


def _without(request: HttpRequest, name: str) -> str:
    """The address that is left when one filter is dropped."""
    left = request.GET.copy()
    for gone in (name, "page"):
        left.pop(gone, None)
    return f"?{left.urlencode()}"
