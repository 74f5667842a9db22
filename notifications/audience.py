"""To whom a reminder goes: each person once, with all the agencies for which something is owed at one cutoff."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Membership
from accounts.roles import AGENCY_ROLES
from lebong_proposals.clock import wib_date
from notifications.agenda import DueSlot
from notifications.owed import owing
from proposals.models import AgencyCycle


@dataclass(frozen=True, slots=True)
class Owing:
    """One person who owes for one or more agencies with the same cutoff."""

    user_id: int
    username: str
    address: str
    agency_cycle_ids: tuple[int, ...]
    agency_ids: tuple[int, ...]
    agency_codes: tuple[str, ...]


def who_owes(due: DueSlot, at: datetime) -> list[Owing]:
    """Everybody who drafts for an agency that owes at this cutoff, each once (two queries)."""
    cycles = {row.agency_id: row for row in owing(at, due.cutoff_at).filter(cycle=due.cycle).select_related("agency")}
    members = (
        Membership.objects.active(wib_date(at))
        .filter(agency_id__in=cycles, role__in=AGENCY_ROLES)
        .exclude(user__email="")
        .values_list("user_id", "user__username", "user__email", "agency_id")
        .distinct()
        .order_by("user_id", "agency_id")
    )
    held: dict[tuple[int, str, str], list[AgencyCycle]] = defaultdict(list)
    for user_id, username, address, agency_id in members:
        held[user_id, username, address].append(cycles[agency_id])
    return [
        Owing(
            *person,
            agency_cycle_ids=tuple(row.pk for row in rows),
            agency_ids=tuple(row.agency_id for row in rows),
            agency_codes=tuple(row.agency.code for row in rows),
        )
        for person, rows in held.items()
    ]
