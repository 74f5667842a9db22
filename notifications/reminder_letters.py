"""The words of reminders, from what is owed at the moment of sending; nothing owed means that the mail is dropped.

Written for a whole batch at once, with a fixed number of queries. The lead state comes first (returned, complete but
unsent, draft, nothing begun), the others follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from accounts.models import Membership
from accounts.roles import AGENCY_ROLES
from lebong_proposals.clock import WIB, wib_date
from notifications.compose import Surroundings, link
from notifications.letters import salutation
from notifications.models import OutboxMessage
from notifications.owed import owing
from proposals import dates
from proposals.countdown import Level, level_at
from proposals.number_format import format_rupiah
from proposals.outstanding import AgencyOutstanding, Draft, Returned, outstanding
from proposals.sections import Section
from proposals.workdays import calendar_days_left, cutoff_date

Words = dict[str, Any]
ADVISED_UNTIL = time(20)
LEVEL_COLOURS = {
    Level.CALM: "#0e4f45",
    Level.NOTICE: "#1a5490",
    Level.WATCH: "#d9a514",
    Level.URGENT: "#8f3f00",
    Level.CRITICAL: "#a3271b",
    Level.CLOSED: "#cbd3cc",
}
# State, and the page that its button opens: for one proposal and for several.
PAGES = {
    "returned": ("revision", "proposal-list"),
    "complete_unsent": ("proposal-check", "proposal-list"),
    "draft": ("proposal-detail", "proposal-list"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the mail: a state, its proposals, and for agencies without any their names."""

    state: str
    count: int
    rows: tuple[Words, ...]
    agencies: str = ""
    due: str = ""
    url: str = ""


def words_of(messages: Sequence[OutboxMessage], around: Surroundings) -> dict[UUID, Words]:
    """Give the words of each reminder that is still owed, by message id; the others are missing."""
    found = _still_owed(messages, around.at)
    unwritten = {row.pk: row for message, rows in found if not message.body_text for row, _ in rows}
    owed = {one.agency_cycle.pk: one for one in outstanding(list(unwritten.values()), around.at)}
    words: dict[UUID, Words] = {}
    for message, rows in found:
        if not rows:
            continue
        if message.body_text:
            words[message.id] = {}
        else:
            pairs = [(owed[row.pk], membership) for row, membership in rows]
            words[message.id] = _words(message, pairs, around)
    return words


def _still_owed(
    messages: Sequence[OutboxMessage], at: datetime
) -> list[tuple[OutboxMessage, list[tuple[Any, Membership]]]]:
    """Pair each message with its agency cycles that still owe at its cutoff and the membership held (two queries)."""
    wanted = {pk for message in messages for pk in message.facts["agency_cycles"]}
    cycles = {row.pk: row for row in owing(at).filter(pk__in=wanted).select_related("agency", "cycle")}
    held = _memberships(messages, {row.agency_id for row in cycles.values()}, at)
    paired = []
    for message in messages:
        cutoff_at = datetime.fromisoformat(message.facts["cutoff_at"])
        rows = [
            (cycles[pk], held[message.recipient_id, cycles[pk].agency_id])
            for pk in message.facts["agency_cycles"]
            if pk in cycles
            and cycles[pk].effective_closes_at == cutoff_at
            and (message.recipient_id, cycles[pk].agency_id) in held
        ]
        paired.append((message, rows))
    return paired


def _memberships(
    messages: Sequence[OutboxMessage], agency_ids: set[int], at: datetime
) -> dict[tuple[int, int], Membership]:
    """The memberships in force by person and agency, the head's before the operator's."""
    rows = (
        Membership.objects.active(wib_date(at))
        .filter(
            user_id__in={message.recipient_id for message in messages},
            agency_id__in=agency_ids,
            role__in=AGENCY_ROLES,
        )
        .select_related("agency")
        .order_by("-role", "-pk")
    )
    return {(row.user_id, row.agency_id): row for row in rows}


def _words(message: OutboxMessage, pairs: list[tuple[AgencyOutstanding, Membership]], around: Surroundings) -> Words:
    cutoff_at, at = datetime.fromisoformat(message.facts["cutoff_at"]), around.at
    parts = _parts([owed for owed, _ in pairs], at, cutoff_at)
    memberships = [membership for _, membership in pairs]
    working_days = around.calendar.working_days_left(at, cutoff_at)
    named = _joined([salutation(membership) for membership in memberships])
    last_minute = cutoff_at - dates.CUTOFF_MINUTE
    return {
        "rule": message.facts["rule"],
        "salutation": named,
        "names_regency": not named.endswith(around.regency.name),
        "recipient": message.recipient.name,
        "registered_as": _joined([f"{row.get_role_display()} {row.agency.name}" for row in memberships]),
        "agencies": len(pairs),
        "agency_short": memberships[0].agency.short_name,
        "days": calendar_days_left(at, cutoff_at),
        "working_days": working_days,
        "cutoff": dates.cutoff_text(cutoff_at),
        "cutoff_time": dates.clock_time(last_minute),
        "last_working_day": dates.day_date(around.calendar.last_working_day(cutoff_at)),
        "advises_early_sending": at.astimezone(WIB).time() < ADVISED_UNTIL < last_minute.astimezone(WIB).time(),
        "data_time": dates.long_moment(at),
        "level_colour": LEVEL_COLOURS[level_at(at, cutoff_at, working_days)],
        "sections": len(Section),
        "parts": parts,
        "lead": parts[0],
        "url": parts[0].url,
    }


def _parts(owed: list[AgencyOutstanding], at: datetime, cutoff_at: datetime) -> list[Part]:
    """The blocks in the order of the states; at least one, because something is owed."""
    listed = {
        "returned": [_returned(row, one) for one in owed for row in one.returned],
        "complete_unsent": [_draft(row, one) for one in owed for row in one.complete_unsent],
        "draft": [_draft(row, one) for one in owed for row in one.drafts],
    }
    parts = [_part(state, rows, _resubmission_ends(owed, at, cutoff_at)) for state, rows in listed.items() if rows]
    empty = [one.agency_cycle.agency.name for one in owed if not (one.returned or one.complete_unsent or one.drafts)]
    if empty:
        parts.append(Part("none", len(empty), (), agencies=_joined(empty), url=link("proposal-new")))
    return parts


def _resubmission_ends(owed: list[AgencyOutstanding], at: datetime, cutoff_at: datetime) -> str:
    """Until when a returned proposal can update its version: the one date ahead, else the cutoff's."""
    dues = {row.revision_due_at for one in owed for row in one.returned}
    ends = {due if due is not None and due > at else cutoff_at for due in dues}
    return dates.plain_date(cutoff_date(ends.pop())) if len(ends) == 1 else "batas perbaikannya"


def _part(state: str, rows: list[Words], due: str) -> Part:
    one, several = PAGES[state]
    return Part(
        state=state,
        count=len(rows),
        rows=tuple(rows),
        due=due,
        url=link(one, rows[0]["number"]) if len(rows) == 1 else link(several),
    )


def _draft(row: Draft, one: AgencyOutstanding) -> Words:
    return {
        "number": row.number,
        "title": row.title,
        "agency": one.agency_cycle.agency.short_name,
        "amount": format_rupiah(row.amount),
        "sections_done": row.sections_done,
        "missing": ", ".join(row.missing),
    }


def _returned(row: Returned, one: AgencyOutstanding) -> Words:
    return {
        "number": row.number,
        "title": row.title,
        "agency": one.agency_cycle.agency.short_name,
        "unanswered_notes": row.unanswered_notes,
        "due": dates.plain_date(cutoff_date(row.revision_due_at)) if row.revision_due_at else "",
    }


def _joined(names: list[str]) -> str:
    """Name several things in a sentence: "A", "A dan B", "A, B, dan C"."""
    unique = list(dict.fromkeys(names))
    if len(unique) < 3:
        return " dan ".join(unique)
    return f"{', '.join(unique[:-1])}, dan {unique[-1]}"
