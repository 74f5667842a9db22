"""One proposal: the task list for its agency while it may be edited, otherwise the read view."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.completeness import DemandTable
from proposals.context import current
from proposals.countdown import Countdown, countdown
from proposals.history import as_told
from proposals.judging import judge
from proposals.marked_files import infected_in, marks_of
from proposals.models import NoteResponse, NoteStatus, ReviewNote
from proposals.note_subjects import place
from proposals.policy import can_edit
from proposals.presentation import summary
from proposals.progress import progress
from proposals.snapshot import Content, load_content, of_version, take
from proposals.task_list import task_list
from proposals.turns import last_turn, ministry_return
from proposals.views.lookup import mandate_of, visible_proposal
from proposals.views.proposal_page import ProposalPage, page_of
from proposals.workflow import State


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Page of one proposal."""
    proposal = visible_proposal(request, number, judged=mandate_of(request).is_agency)
    page = page_of(request, proposal)
    if can_edit(proposal, page.mandate, page.window):
        return _task_page(request, page)
    return _read_page(request, page)


def _task_page(request: HttpRequest, page: ProposalPage) -> HttpResponse:
    proposal = page.proposal
    judged = judge(proposal, DemandTable())
    notes = _notes_of(page) if proposal.round_number else []
    asked = [note for note in notes if note.status == NoteStatus.OPEN]
    context = {
        "proposal": proposal,
        "standing": page.standing(judged),
        "groups": task_list(proposal, judged, asked),
        "sections_done": len(judged.done),
        "left": _time_left(request, page),
        "asked": len(asked),
        "is_draft": proposal.state == State.DRAFT,
        "infected": infected_in(proposal),
        "turn": ministry_return(proposal),
    }
    return render(request, "proposals/submission/task_list.html", context)


def _read_page(request: HttpRequest, page: ProposalPage) -> HttpResponse:
    """Show the version that counts; the working copy only of a draft that its own agency never sent."""
    proposal = page.proposal
    version = None if proposal.state == State.DRAFT else proposal.versions.valid()[0]
    if version is None:
        load_content(proposal)
    content = of_version(version) if version else take(proposal)
    is_owner = page.is_owner
    parts = summary(content, marks_of(proposal))
    context: dict[str, Any] = {
        "proposal": proposal,
        "title": content["identity"]["title"],
        "version": version,
        "standing": page.standing(),
        "turn": last_turn(proposal),
        "steps": progress(proposal) if version else (),
        "parts": parts,
        "infected": [file for part in parts for file in part.files if file.is_infected] if is_owner else [],
        "notes": _placed_notes(page, content) if proposal.round_number else [],
        "is_owner": is_owner,
        "may_recall": is_owner and bool(page.may_recall),
        "may_review": page.mandate.is_planning and not is_owner,
    }
    return render(request, "proposals/submission/read_view.html", context)


def _notes_of(page: ProposalPage) -> list[ReviewNote]:
    """The notes that the agency knows, with the responses this person may read."""
    responses = NoteResponse.objects.order_by("round_number")
    if page.proposal.agency_id not in page.mandate.agency_ids:
        responses = responses.filter(released_at__isnull=False)
    notes = page.proposal.notes.for_agency().select_related("checking_body").order_by("number")
    return as_told(notes.prefetch_related(Prefetch("responses", queryset=responses)), page.proposal, page.mandate)


def _placed_notes(page: ProposalPage, content: Content) -> list[ReviewNote]:
    """The notes that the agency knows, each naming what it hangs on."""
    notes = _notes_of(page)
    for note in notes:
        note.place = place(note, content)  # type: ignore[attr-defined]
    return notes


def _time_left(request: HttpRequest, page: ProposalPage) -> Countdown | None:
    found = current(request)
    return countdown(page.at, page.window.closes_at, found.calendar) if found else None
