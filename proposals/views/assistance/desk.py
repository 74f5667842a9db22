"""What every page about one reviewed proposal needs, read once: the proposal, its notes, the moment, the verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from accounts.mandate import Mandate
from lebong_proposals import clock
from proposals import context
from proposals.audit import Verb
from proposals.dates import long_moment
from proposals.deadlines import calendar, window
from proposals.models import (
    AuditEntry,
    NoteAudience,
    NoteKind,
    NoteResponse,
    NoteStatus,
    Proposal,
    ReviewNote,
    SubmittedVersion,
)
from proposals.note_subjects import place
from proposals.policy import Case, Intent, asked_again, can_write_notes, facts, notes_to_send, open_mandatory
from proposals.review_targets import ReviewTarget
from proposals.snapshot import Content, of_version
from proposals.text import sent_number
from proposals.turns import Turn, last_turn
from proposals.views.answers import Refused, refused
from proposals.views.lookup import agency_cycle_of, mandate_of, visible_proposal
from proposals.workflow import REASON_LENGTH, Action, State, Verdict, available, check

WITH_NOTES = "Setujui dengan catatan"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReviewDesk:
    """One proposal in front of a person of Bappeda; notes carry only the responses that were sent."""

    case: Case
    mandate: Mandate
    at: datetime

    @property
    def proposal(self) -> Proposal:
        return self.case.proposal

    @property
    def notes(self) -> tuple[ReviewNote, ...]:
        return self.case.notes

    @cached_property
    def version(self) -> SubmittedVersion:
        """The version under review (one query, once)."""
        return self.proposal.versions.valid()[0]

    @cached_property
    def content(self) -> Content:
        return of_version(self.version)

    @property
    def unsent(self) -> list[ReviewNote]:
        return notes_to_send(self.notes, None)

    @property
    def asked_again(self) -> list[ReviewNote]:
        """The unsettled notes of earlier rounds, which a return sends out once more."""
        return asked_again(self.notes)

    @property
    def blocking(self) -> list[ReviewNote]:
        """The open *Wajib* notes, which hold an approval up."""
        return open_mandatory(self.notes)

    @property
    def open_suggestions(self) -> list[ReviewNote]:
        """What an approval sends along or leaves standing as *Disetujui dengan catatan*."""
        return [
            note
            for note in self.notes
            if (note.kind, note.audience) == (NoteKind.SUGGESTION, NoteAudience.AGENCY)
            and note.status != NoteStatus.RESOLVED
        ]

    @property
    def approval_label(self) -> str:
        """What an approval is called now: with suggestions left open it is one with notes."""
        return WITH_NOTES if self.open_suggestions else Action.APPROVE.label

    @property
    def sent_suggestions(self) -> list[ReviewNote]:
        return [note for note in self.open_suggestions if note.released_at is not None]

    @property
    def may_write(self) -> Verdict:
        return can_write_notes(self.proposal, self.mandate)

    @property
    def turn(self) -> Turn | None:
        """Why it is open again after a decision (one query, with the ministry two)."""
        return last_turn(self.proposal)

    def verdict(self, action: Action) -> Verdict:
        return check(action, facts(self.case, self.mandate, self._prospect))

    def verdicts(self) -> dict[Action, Verdict]:
        return available(facts(self.case, self.mandate, self._prospect))

    @property
    def _prospect(self) -> Intent:
        """An intent with everything that the decision's page will ask for, so that only real obstacles remain."""
        return Intent(seen_version=self.proposal.version, note="x" * REASON_LENGTH, due_at=self.at)


def reviewed_proposal(request: HttpRequest, number: str) -> Proposal:
    """Find a proposal that has reached Bappeda; foreign ones and drafts are 404, everybody else's office 403."""
    proposal = visible_proposal(request, number)
    require_planning(request)
    if proposal.state == State.DRAFT:
        raise Http404
    return proposal


def require_planning(request: HttpRequest) -> None:
    """Let only people of Bappeda pass."""
    if not mandate_of(request).is_planning:
        raise PermissionDenied


def open_desk(request: HttpRequest, number: str) -> ReviewDesk:
    """Read what a page about one reviewed proposal needs: four queries beside the person's own."""
    proposal = reviewed_proposal(request, number)
    at = clock.reading(request).at
    agency_cycle = agency_cycle_of(proposal)
    sent_responses = NoteResponse.objects.filter(released_at__isnull=False)
    notes = (
        proposal.notes.select_related("author", "session", "checking_body")
        .prefetch_related(Prefetch("responses", queryset=sent_responses))
        .order_by("number")
    )
    case = Case(proposal, agency_cycle, window(agency_cycle, at, proposal=proposal), None, None, tuple(notes))
    return ReviewDesk(case, mandate_of(request), at)


def name_notes(desk: ReviewDesk) -> None:
    """Say of each note which section, and which field or row of it, it is about."""
    for note in desk.notes:
        note.place = place(note, desk.content, link=" · ")  # type: ignore[attr-defined]


def review_target(request: HttpRequest) -> ReviewTarget:
    """How many working days asistensi may take now."""
    at = clock.reading(request).at
    found = context.current(request)
    if found is None:
        return ReviewTarget(0, at, calendar())
    return ReviewTarget.of(found.cycle.review_target_days, found.cycle.closes_at, at, found.calendar)


def end_of_day(day_of: datetime) -> datetime:
    """The first instant after a moment's WIB date: "sampai pukul 23.59"."""
    return datetime.combine(clock.wib_date(day_of) + ONE_DAY, time(0), clock.WIB)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also an empty POST is one."""
    return request.POST if request.method == "POST" else None


def seen_version(request: HttpRequest) -> int:
    """The version the page was made of; what is no number was never seen."""
    return sent_number(request.POST.get("seen_version", ""))


def refuse(request: HttpRequest, refusal: Refused, proposal: Proposal, typed: str = "") -> HttpResponse:
    """Say why nothing happened and what happened last, and give back what was typed."""
    last = AuditEntry.objects.filter(proposal=proposal).order_by("-id").first()
    filled = {"proposal": proposal, "last_event": last and told(last), "typed": typed}
    return refused(request, refusal, "proposals/assistance/refused.html", filled)


def told(entry: AuditEntry) -> str:
    """Tell an event as a sentence: who did what, when."""
    return f"Terakhir, {entry.actor_name} {Verb(entry.verb).label} pada {long_moment(entry.occurred_at)}."
