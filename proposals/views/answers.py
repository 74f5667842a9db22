"""Refusals as pages: the reason on the page, the status and ``data-reason`` for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

from proposals.workflow import Refusal

DATA_REASONS = frozenset({Refusal.DEADLINE, Refusal.LOCKED, Refusal.STALE})


class Refused(Protocol):
    """A verdict that was no, or the exception that carries one."""

    @property
    def reason(self) -> str: ...

    @property
    def refusal(self) -> Refusal: ...


def status_of(refusal: Refusal) -> int:
    """403 for the wrong role, 409 for everything that the state, the version or the clock refuses."""
    return 403 if refusal is Refusal.ROLE else 409


def refused(
    request: HttpRequest, refusal: Refused, template: str = "409.html", context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Show a page with the reason of a refusal, which the template finds as ``refusal`` and ``reason``.

    ``<main>`` carries ``data-reason`` by which a program tells refusals apart.
    """
    status = status_of(refusal.refusal)
    filled = {
        **(context or {}),
        "refusal": refusal,
        "reason": refusal.reason,
        "data_reason": refusal.refusal.value if refusal.refusal in DATA_REASONS else "",
    }
    if status == 403 and template == "409.html":
        template = "403.html"
    return render(request, template, filled, status=status)


class SeeOther(HttpResponseRedirect):
    """303: what was sent has been done; look at its result with GET."""

    status_code = 303


def see_other(route: str, *args: Any, anchor: str = "") -> SeeOther:
    """Lead from a POST to the page that shows what came of it."""
    return SeeOther(resolve_url(route, *args) + (f"#{anchor}" if anchor else ""))
