"""Where a person starts, what time it is, and help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lebong_proposals import clock
from proposals.context import menu
from proposals.views.lookup import mandate_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the role's start page, the first entry of its menu."""
    return redirect(menu(mandate_of(request))[0][1])


@require_safe
def server_time(request: HttpRequest) -> JsonResponse:
    """The clock that decides, for the countdown in the browser."""
    at = clock.reading(request).at
    return JsonResponse({"now": at.isoformat(), "wib": at.astimezone(clock.WIB).isoformat()})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Page "Bantuan"."""
    return render(request, "proposals/help.html")
