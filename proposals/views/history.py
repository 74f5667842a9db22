"""Riwayat: the record of one proposal, as far as the reader may know it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.compared_sides import readable_versions
from proposals.history import FILTERS, events, visible_entries
from proposals.history_mails import MAILS, mails_about
from proposals.views.lookup import mandate_of, visible_proposal

ENTRIES_PER_PAGE = 100
CHOICES = [("", "Semua"), *((key, label) for key, (label, _) in FILTERS.items()), (MAILS, "Surel")]


@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Riwayat", newest first; ``?jenis=`` keeps one kind of event, ``surel`` shows the mails instead."""
    proposal = visible_proposal(request, number)
    mandate = mandate_of(request)
    chosen = request.GET.get("jenis", "")
    entries = visible_entries(proposal, mandate)
    if chosen in FILTERS:
        entries = entries.filter(verb__in=FILTERS[chosen][1])
    page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    is_owner = proposal.agency_id in mandate.agency_ids
    versions = readable_versions(proposal, is_owner=is_owner).values_list("version_no", flat=True)
    if chosen == MAILS:
        found = {"mails": mails_about(proposal, mandate), "chosen": MAILS}
        return render(request, "proposals/history/history.html", {"proposal": proposal, "filters": CHOICES} | found)
    context = {
        "proposal": proposal,
        "events": events(list(page.object_list), with_values=is_owner),
        "page": page,
        "comparable": frozenset(versions[1:]),  # the first has nothing before it
        "filters": CHOICES,
        "chosen": chosen if chosen in FILTERS else "",
    }
    return render(request, "proposals/history/history.html", context)
