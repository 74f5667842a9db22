"""What every page's frame shows: the regency, the clock, the countdown and the role's menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from accounts.mandate import Mandate
from accounts.roles import Role
from lebong_proposals import clock
from proposals.countdown import countdown
from proposals.deadlines import CurrentCycle, current_cycle
from proposals.handling import waits_for
from proposals.models import AgencyCycle, Proposal, Regency, SubmissionCycle


@dataclass(frozen=True, slots=True)
class NavItem:
    name: str
    url: str
    current: bool
    count: int = 0


AGENCY_MENU = (("Beranda", "opd-home"), ("Usulan", "proposal-list"), ("Bantuan", "help"))
PLANNING_MENU = (
    ("Asistensi", "review-queue"),
    ("Usulan", "proposal-list"),
    ("Dasbor", "dashboard"),
    ("Paket pusat", "package-list"),
    ("Bantuan", "help"),
)
ADMIN_MENU = (
    ("Dasbor", "dashboard"),
    ("Usulan", "proposal-list"),
    ("Paket pusat", "package-list"),
    ("Bantuan", "help"),
)
LEADERSHIP_MENU = (("Dasbor", "dashboard"), ("Usulan", "proposal-list"), ("Bantuan", "help"))

# Pages that belong to an entry of the menu although their address stands beside it.
BELONGS_TO = {
    "review-queue": ("review-",),
    "package-list": ("package-",),
    "dashboard": ("dashboard",),
    "proposal-list": ("proposal-", "receipt", "revision", "budget-"),
}


def menu(mandate: Mandate) -> tuple[tuple[str, str], ...]:
    """The role's menu in its fixed order (``ux.md`` 1.3); the first entry is where the role starts."""
    if mandate.roles & {Role.REVIEWER, Role.APPROVER}:
        return PLANNING_MENU
    if Role.ADMIN in mandate.roles:
        return ADMIN_MENU
    if mandate.is_leadership:
        return LEADERSHIP_MENU
    return AGENCY_MENU


def current(request: HttpRequest) -> CurrentCycle | None:
    """The cycle that is on, read once per request (one query)."""
    if not hasattr(request, "_current_cycle"):
        request._current_cycle = current_cycle()  # type: ignore[attr-defined]
    found: CurrentCycle | None = request._current_cycle  # type: ignore[attr-defined]
    return found


def personal_closes_at(cycle: SubmissionCycle, mandate: Mandate | None) -> datetime:
    """The limit that this person's countdown shows: the latest of their agencies', else the cycle's (one query)."""
    if mandate is None or not mandate.agency_ids:
        return cycle.closes_at
    rows = AgencyCycle.objects.filter(cycle=cycle, agency_id__in=mandate.agency_ids)
    latest: datetime | None = rows.aggregate(latest=Max(Coalesce("closes_at", "cycle__closes_at")))["latest"]
    return latest or cycle.closes_at


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's context; six queries for a person at most, two for a visitor."""
    reading = clock.reading(request)
    found = current(request)
    user = getattr(request, "user", None)
    mandate: Mandate | None = request.mandate if user is not None and user.is_authenticated else None  # type: ignore[attr-defined]
    return {
        "regency": found.cycle.regency if found else Regency.objects.first(),
        "clock_reading": reading,
        "cycle": found.cycle if found else None,
        "countdown": _countdown(found, reading.at, mandate),
        "membership": mandate.main if mandate else None,
        "nav": _navigation(request, mandate) if mandate else [],
        "app_version": settings.APP_VERSION,
        "demo": settings.DEMO,
    }


def _countdown(found: CurrentCycle | None, at: datetime, mandate: Mandate | None) -> Any:
    if found is None:
        return None
    return countdown(at, personal_closes_at(found.cycle, mandate), found.calendar)


def _navigation(request: HttpRequest, mandate: Mandate) -> list[NavItem]:
    here = request.resolver_match.url_name or "" if request.resolver_match else ""
    return [
        NavItem(
            label,
            reverse(route),
            here == route or here.startswith(BELONGS_TO.get(route, ())),
            _waiting(mandate) if route == "review-queue" else 0,
        )
        for label, route in menu(mandate)
    ]


def _waiting(mandate: Mandate) -> int:
    """The number of the queue's first tab, which the menu leads to (one query)."""
    return Proposal.objects.alive().filter(waits_for(mandate)).exclude(agency_id__in=mandate.agency_ids).count()
