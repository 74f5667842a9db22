"""Which event is told to whom, under which kind, for how long: one table, audit verb -> notice.

Deadline and return mails, receipts, decisions and account mails cannot be switched off; ``OPTIONAL_KINDS`` can.
Facts are stored with the event, so that a mail written an hour later still says what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.models import Membership, User
from accounts.roles import AGENCY_ROLES
from lebong_proposals.clock import wib_date
from notifications.models import Kind, Preference, Priority
from notifications.outbox import NewMessage
from proposals.audit import Verb
from proposals.models import AuditEntry, NoteKind, NoteStatus, Proposal, ReviewNote
from proposals.note_subjects import place
from proposals.snapshot import of_version

Facts = dict[str, Any]
Person = tuple[int, str]

OPTIONAL_KINDS = frozenset({Kind.ASSIGNED})
EVENT_VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Event:
    """What the signal brought."""

    entry: AuditEntry
    proposal: Proposal
    facts: Facts


@dataclass(frozen=True, slots=True)
class Notice:
    """How one verb is told; ``details`` adds what the event's own facts do not hold."""

    kind: Kind
    recipients: Callable[[Event], Iterable[Person]]
    details: Callable[[Event], Facts]


def messages(event: Event) -> list[NewMessage]:
    """Plan the mails of an event: one for each recipient, none for verbs that are not told to anybody."""
    notice = NOTICES.get(event.entry.verb)
    if notice is None:
        return []
    people = _willing(notice.kind, dict(notice.recipients(event)))
    if not people:
        return []
    proposal, at = event.proposal, event.entry.occurred_at
    facts = {
        "number": proposal.number,
        "title": proposal.title,
        "agency": proposal.agency.name,
        "actor_name": event.entry.actor_name,
        **event.facts,
        **notice.details(event),
    }
    return [
        NewMessage(
            kind=notice.kind,
            dedupe_key=f"{_cause(event, notice.kind)}:{user_id}",
            recipient_id=user_id,
            to_addr=address,
            priority=Priority.EVENT,
            created_at=at,
            expires_at=at + EVENT_VALID_FOR,
            facts=facts,
            cycle_id=proposal.cycle_id,
            agency_id=proposal.agency_id,
            proposal_id=proposal.pk,
        )
        for user_id, address in sorted(people.items())
    ]


def _cause(event: Event, kind: Kind) -> str:
    """The part of the key that names the cause: a submitted version has one receipt, whatever was written about it."""
    return f"rcpt:{event.facts['version_id']}" if kind is Kind.RECEIPT else f"evt:{event.entry.pk}"


def _willing(kind: Kind, people: dict[int, str]) -> dict[int, str]:
    if kind not in OPTIONAL_KINDS or not people:
        return people
    off = set(Preference.objects.filter(kind=kind, is_off=True, user_id__in=people).values_list("user_id", flat=True))
    return {user_id: address for user_id, address in people.items() if user_id not in off}


def _agency_people(event: Event) -> Iterable[Person]:
    """Operators and heads of the owning agency, each once, whoever of them acted."""
    return (
        Membership.objects.active(wib_date(event.entry.occurred_at))
        .filter(agency_id=event.proposal.agency_id, role__in=AGENCY_ROLES)
        .exclude(user__email="")
        .values_list("user_id", "user__email")
    )


def _agency_people_and_reviewer(event: Event) -> Iterable[Person]:
    """The agency's people, and the reviewer who has the proposal in hand again."""
    return [*_agency_people(event), *_colleagues(event, "reviewer_id")]


def _new_reviewer(event: Event) -> Iterable[Person]:
    """Whoever was given the proposal by somebody else."""
    return _colleagues(event, "reviewer_id")


def _reviewers(event: Event) -> Iterable[Person]:
    """Whoever got the proposal, and whoever it was taken from, save the one who did it."""
    return _colleagues(event, "reviewer_id", "previous_reviewer_id")


def _colleagues(event: Event, *names: str) -> Iterable[Person]:
    ids: set[int] = {event.facts[name] for name in names if event.facts.get(name)} - {event.entry.actor_id or 0}
    if not ids:
        return []
    return User.objects.filter(pk__in=ids, is_active=True).exclude(email="").values_list("pk", "email")


def _nothing(event: Event) -> Facts:
    return {}


def _review_target(event: Event) -> Facts:
    return {"review_target_days": event.proposal.cycle.review_target_days}


def _notes(event: Event) -> Facts:
    """The notes that wait for an answer, in full, and who wrote the return."""
    waiting = ReviewNote.objects.for_agency().filter(proposal=event.proposal, status=NoteStatus.OPEN)
    return {"notes": _written(event, waiting.select_related("checking_body").order_by("number")), **_reviewer(event)}


def _suggestions(event: Event) -> Facts:
    left = ReviewNote.objects.for_agency().open().filter(proposal=event.proposal, kind=NoteKind.SUGGESTION)
    open_ones = left.select_related("checking_body")
    ministry = event.proposal.ministry
    return {"suggestions": _written(event, open_ones.order_by("number")), "ministry": ministry.name if ministry else ""}


def _reviewer(event: Event) -> Facts:
    reviewer = event.proposal.assigned_to
    return {
        "reviewer": reviewer.name if reviewer else event.entry.actor_name,
        "reviewer_contact": reviewer.phone if reviewer else "",
    }


def _ministry(event: Event) -> Facts:
    ministry = event.proposal.ministry
    return {"ministry": ministry.name if ministry else ""}


def _written(event: Event, notes: Iterable[ReviewNote]) -> list[Facts]:
    """Tell notes in full; the version is read only when one hangs on a budget row."""
    found = list(notes)
    content = of_version(event.proposal.versions.valid()[0]) if any(note.cost_item for note in found) else {}
    return [
        {
            "section": place(note, content),
            "body": note.body,
            "is_mandatory": note.kind == NoteKind.MANDATORY,
            "checking_body": note.checking_body.name if note.checking_body else "",
        }
        for note in found
    ]


NOTICES: dict[str, Notice] = {
    Verb.SUBMITTED: Notice(Kind.RECEIPT, _agency_people, _review_target),
    Verb.RESUBMITTED: Notice(Kind.RECEIPT, _agency_people, _review_target),
    Verb.RETURNED: Notice(Kind.RETURNED, _agency_people, _notes),
    Verb.APPROVED: Notice(Kind.APPROVED, _agency_people, _suggestions),
    Verb.REJECTED: Notice(Kind.REJECTED, _agency_people, _reviewer),
    Verb.SENT: Notice(Kind.SENT, _agency_people, _nothing),
    Verb.REOPENED: Notice(Kind.REOPENED, _agency_people_and_reviewer, _nothing),
    Verb.RETURNED_BY_MINISTRY: Notice(Kind.RETURNED_BY_MINISTRY, _agency_people, _ministry),
    Verb.ASSISTANCE_STARTED: Notice(Kind.ASSIGNED, _new_reviewer, _nothing),
    Verb.ASSIGNED: Notice(Kind.ASSIGNED, _reviewers, _nothing),
}
