"""The record of a proposal as people may read it: which entries whom concern, grouped, in Indonesian sentences.

Who sees what (``product.md`` D9): notes that were not sent and internal ones stay within Bappeda, answers that were
not sent stay with the agency, and nobody but the agency sees its working copy, neither values nor later changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.mandate import Mandate
from proposals.audit import Verb
from proposals.dates import clock_time
from proposals.history_words import Change, changes_of, icon_of, subject_of
from proposals.models import AuditEntry, NoteAudience, NoteStatus, Proposal, ReviewNote
from proposals.workflow import State

CONTENT = (Verb.SECTION_SAVED, Verb.ATTACHMENT_ADDED, Verb.ATTACHMENT_REMOVED, Verb.FILE_INFECTED)
DRAFTED_NOTES = (Verb.NOTE_ADDED, Verb.NOTE_CHANGED, Verb.NOTE_REMOVED)
SETTLED_NOTES = (Verb.NOTE_RESOLVED, Verb.NOTE_REOPENED)
WITHIN_PLANNING = (
    Verb.ASSIGNED,
    Verb.CHECKLIST_SAVED,
    Verb.DECISION_PREPARED,
    Verb.DECISION_TAKEN_BACK,
    Verb.PAPER_SAVED,
    Verb.FILE_DOWNLOADED,
)
SUBMISSIONS = (Verb.SUBMITTED, Verb.RESUBMITTED)
DECISIONS = (Verb.RETURNED, Verb.APPROVED, Verb.REJECTED)
DRAFTING = (Verb.CREATED, Verb.DELETED, Verb.RESTORED)
FILTERS: dict[str, tuple[str, frozenset[str]]] = {
    "status": (
        "Status",
        frozenset({*SUBMISSIONS, *DECISIONS, *DRAFTING, Verb.RECALLED, Verb.ASSISTANCE_STARTED, Verb.REOPENED})
        | {Verb.SENT, Verb.RETURNED_BY_MINISTRY},
    ),
    "isian": ("Isian", frozenset({Verb.SECTION_SAVED})),
    "catatan": ("Catatan", frozenset({*DRAFTED_NOTES, *SETTLED_NOTES, Verb.RESPONSE_SAVED, Verb.CHECKLIST_SAVED})),
    "lampiran": (
        "Lampiran",
        frozenset({Verb.ATTACHMENT_ADDED, Verb.ATTACHMENT_REMOVED, Verb.FILE_INFECTED, Verb.FILE_DOWNLOADED}),
    ),
}


@dataclass(slots=True)
class Event:
    """One item of the timeline: a single entry, or consecutive saves of one person in one section."""

    entry: AuditEntry
    subject: str
    icon: str
    began_at: datetime
    changes: list[Change]

    @property
    def name(self) -> str:
        return self.entry.actor_name

    @property
    def sentence(self) -> str:
        """What somebody did, after the name; a reason begins a sentence of its own."""
        told = Verb(self.entry.verb).label
        return told + self.subject if self.subject.startswith(".") else f"{told} {self.subject}".rstrip()

    @property
    def ended_at(self) -> datetime:
        return self.entry.occurred_at

    @property
    def span(self) -> str:
        """From when until when, as times of day: "14.02–14.20"."""
        times = [clock_time(at).removesuffix(" WIB") for at in (self.began_at, self.ended_at)]
        return "–".join(dict.fromkeys(times))

    @property
    def version_no(self) -> int:
        """The version that was handed in; 0 for every other event."""
        return int(self.entry.facts["receipt_no"].rpartition("/")[2]) if self.entry.verb in SUBMISSIONS else 0

    @property
    def is_save(self) -> bool:
        return self.entry.verb == Verb.SECTION_SAVED


def visible_entries(proposal: Proposal, mandate: Mandate) -> QuerySet[AuditEntry]:
    """The entries of a proposal that this person may know of, newest first; bounds are read in the same statement."""
    entries = AuditEntry.objects.filter(proposal=proposal).order_by("-id")
    if proposal.agency_id not in mandate.agency_ids:
        last_submission = _last(proposal, SUBMISSIONS)
        entries = entries.exclude(Q(verb__in=(*CONTENT, Verb.RESPONSE_SAVED)) & Q(id__gt=last_submission))
    if not mandate.is_planning:
        sent = proposal.notes.filter(released_at__isnull=False, audience=NoteAudience.AGENCY)
        known = list(sent.values_list("number", flat=True))
        last_decision = _last(proposal, DECISIONS)
        settled = Q(verb__in=SETTLED_NOTES) & (Q(id__gt=last_decision) | ~Q(facts__note__in=known))
        entries = entries.exclude(verb__in=(*DRAFTED_NOTES, *WITHIN_PLANNING)).exclude(settled)
    return entries


def as_told(notes: Iterable[ReviewNote], proposal: Proposal, mandate: Mandate) -> list[ReviewNote]:
    """Give notes, which come with their responses, the status that this person may know of; they are not to be saved.

    What the running review has settled or reopened it says with its decision (two queries while it runs, else none).
    """
    found = list(notes)
    if mandate.is_planning or proposal.state != State.IN_ASSISTANCE:
        return found
    entries = AuditEntry.objects.filter(proposal=proposal, verb__in=SETTLED_NOTES, id__gt=_last(proposal, DECISIONS))
    # The first entry about a note, which is written last here, tells what it was before.
    was_settled = {entry.facts["note"]: entry.verb == Verb.NOTE_REOPENED for entry in entries.order_by("-id")}
    for note in found:
        if was_settled.get(note.number):
            note.status = NoteStatus.RESOLVED
        elif note.number in was_settled:
            is_answered = any(response.released_at for response in note.responses.all())
            note.status = NoteStatus.ANSWERED if is_answered else NoteStatus.OPEN
    return found


def _last(proposal: Proposal, verbs: Iterable[str]) -> int:
    """The latest entry of some kind; 0 when there is none."""
    rows = AuditEntry.objects.filter(proposal=proposal, verb__in=list(verbs)).order_by("-id")
    return rows.values_list("id", flat=True).first() or 0


def events(entries: Sequence[AuditEntry], *, with_values: bool) -> list[Event]:
    """Word entries, newest first; consecutive saves of one person in one section become one event."""
    found: list[Event] = []
    for entry in entries:
        if found and _continues(found[-1], entry):
            found[-1].began_at = entry.occurred_at
            found[-1].changes = changes_of(entry, with_values=with_values) + found[-1].changes
            continue
        changes = changes_of(entry, with_values=with_values)
        found.append(Event(entry, subject_of(entry), icon_of(entry), entry.occurred_at, changes))
    return found


def _continues(event: Event, earlier: AuditEntry) -> bool:
    """Whether an earlier entry belongs to the event: same person, proposal and section, both saves."""
    later = event.entry
    return (
        later.verb == earlier.verb == Verb.SECTION_SAVED
        and later.actor_id == earlier.actor_id
        and later.proposal_id == earlier.proposal_id
        and later.facts.get("section") == earlier.facts.get("section")
    )


def recent_events(agency_ids: Iterable[int], number: int, *, look_back: int = 40) -> list[Event]:
    """The latest events of an agency's own proposals, as its people may know them (one query)."""
    entries = (
        AuditEntry.objects.filter(agency__in=list(agency_ids))
        .exclude(verb__in=(*DRAFTED_NOTES, *SETTLED_NOTES, *WITHIN_PLANNING))
        .select_related("proposal")
        .order_by("-id")[:look_back]
    )
    return events(list(entries), with_values=False)[:number]
