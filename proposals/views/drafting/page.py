"""What the pages of a draft share: may it be edited now, where does the page lead back to, what did Bappeda ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lebong_proposals import clock
from proposals.deadlines import window
from proposals.models import Proposal, ReviewNote
from proposals.note_subjects import subject
from proposals.policy import can_edit
from proposals.sections import Section
from proposals.snapshot import Content
from proposals.text import sent_number
from proposals.views.answers import Refused, refused
from proposals.views.lookup import agency_cycle_of, mandate_of
from proposals.workflow import Verdict

# Where a section may have been opened from, beside the task list: route, and the words of the way back.
RETURNS = {
    "periksa": ("proposal-check", "Kembali ke halaman periksa"),
    "perbaikan": ("revision", "Kembali ke catatan"),
}
TASK_LIST = ("proposal-detail", "Kembali ke daftar bagian")
UNSAVED = "proposals/drafting/unsaved.html"


def edit_verdict(request: HttpRequest, proposal: Proposal) -> Verdict:
    """Whether the proposal may be edited at the moment of this request (one query)."""
    limits = window(agency_cycle_of(proposal), clock.reading(request).at, proposal=proposal)
    return can_edit(proposal, mandate_of(request), limits)


def seen_version(request: HttpRequest) -> int:
    """The version on the page that was sent; one that nothing has, when it is missing."""
    return sent_number(request.POST.get("seen_version", ""))


def return_to(request: HttpRequest) -> str:
    """The page that the section was opened from, as its address says; empty for the task list."""
    given = request.GET.get("kembali", "")
    return given if given in RETURNS else ""


def back_url(request: HttpRequest, proposal: Proposal) -> str:
    """Where a section leads back to: the page that it was opened from, else the task list."""
    return reverse(RETURNS.get(return_to(request), TASK_LIST)[0], args=[proposal.number])


def section_url(request: HttpRequest, proposal: Proposal, section: Section, **query: str) -> str:
    """A section's page, from which the way back stays the same."""
    if return_to(request):
        query = {"kembali": return_to(request), **query}
    return reverse("proposal-section", args=[proposal.number, section.slug]) + (f"?{urlencode(query)}" if query else "")


def section_notes(proposal: Proposal, section: Section) -> list[ReviewNote]:
    """What Bappeda has asked for in this section (one query from the first round on, two if a RAB row is meant)."""
    if not proposal.round_number:
        return []
    notes = list(proposal.notes.for_agency().open().filter(section=section).select_related("checking_body"))
    content = _named_rows(proposal) if any(note.cost_item for note in notes) else {}
    for note in notes:
        note.subject = subject(note, content)  # type: ignore[attr-defined]
    return notes


def _named_rows(proposal: Proposal) -> Content:
    """As much of a content as names the budget's rows."""
    rows = proposal.cost_items.values_list("uuid", "description")
    return {Section.BUDGET.value: {"rows": [{"uuid": str(uuid), "description": name} for uuid, name in rows]}}


def frame_of(request: HttpRequest, proposal: Proposal, section: Section) -> dict[str, Any]:
    """The context that every section page needs."""
    return {
        "proposal": proposal,
        "section": section,
        "section_notes": section_notes(proposal, section),
        "back_url": back_url(request, proposal),
        "return_to": return_to(request),
        "back_label": RETURNS.get(return_to(request), TASK_LIST)[1],
    }


def unsaved(
    request: HttpRequest,
    proposal: Proposal,
    section: Section,
    refusal: Refused,
    typed: list[tuple[str, str, int]] | None = None,
) -> HttpResponse:
    """The limit has passed or the proposal was handed in meanwhile: give what was typed back for copying.

    ``typed`` holds label, text and the height of its box in rows.
    """
    at: datetime = getattr(refusal, "at", None) or clock.reading(request).at
    context = {"typed": typed or [], "section": section, "proposal": proposal, "at": at}
    return refused(request, refusal, UNSAVED, context)
