"""What leadership and Bappeda see at a glance, and one agency behind it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.mandate import Mandate
from lebong_proposals import clock
from proposals.context import current
from proposals.dashboard.calling import Caller, calls
from proposals.dashboard.figures import read_dashboard
from proposals.dashboard.one_agency import find_agency_cycle, last_entries, people_of, read_lines
from proposals.history import events
from proposals.views.lookup import mandate_of


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Page "Dasbor", whose title is the sentence that counts."""
    mandate = _reader(request)
    found = current(request)
    at = clock.reading(request).at
    if found is None or at < found.cycle.opens_at:
        return render(request, "proposals/dashboard/not_open.html")
    figures = read_dashboard(found.cycle, found.calendar, at)
    context = {
        "figures": figures,
        "calls": calls(figures, Caller(found.calendar, settings.SITE_URL)),
        "may_open_packages": mandate.is_planning,
    }
    return render(request, "proposals/dashboard/dashboard.html", context)


@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency's people, proposals and last events; of its drafts the titles alone."""
    _reader(request)
    found = current(request)
    at = clock.reading(request).at
    row = find_agency_cycle(found.cycle, code, at) if found else None
    if row is None:
        raise Http404
    context = {
        "agency_cycle": row,
        "people": people_of(row),
        "lines": read_lines(row, at),
        "events": events(last_entries(row), with_values=False),
    }
    return render(request, "proposals/dashboard/agency.html", context)


def _reader(request: HttpRequest) -> Mandate:
    """Let leadership and Bappeda in, nobody else."""
    mandate = mandate_of(request)
    if not (mandate.is_leadership or mandate.is_planning):
        raise PermissionDenied
    return mandate
