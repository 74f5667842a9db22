"""What the check page shows: the content as it would be sent, the obstacles with links, the declaration's form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from lebong_proposals import clock
from proposals.completeness import DemandTable, assess
from proposals.dates import clock_seconds
from proposals.exports.length import estimated_pages
from proposals.exports.signed import outdated_scans
from proposals.forms.drafting.texts import formula_warning
from proposals.forms.submission import DeclarationForm
from proposals.marked_files import infected_in, marks_of
from proposals.models import Proposal
from proposals.note_subjects import place
from proposals.policy import unanswered
from proposals.presentation import summary
from proposals.snapshot import Content, take
from proposals.views.proposal_page import ProposalPage

LAST_HOUR = timedelta(hours=1)
TYPED = ("official", "official_name", "official_nip", "official_title", "letter_number", "letter_date")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way of sending, with the address where it is settled."""

    text: str
    url: str


def declaration_form(request: HttpRequest, page: ProposalPage, data: QueryDict | None = None) -> DeclarationForm:
    """Build the form over the agency's heads in office (one query), with what was typed before "kirim nanti"."""
    today = clock.wib_date(page.at)
    heads = (
        Membership.objects.active(today)
        .filter(agency=page.proposal.agency_id, role=Role.AGENCY_HEAD)
        .select_related("user")
        .order_by("is_acting", "starts_on", "id")
    )
    kept = {} if data is not None else request.session.get(_session_key(page.proposal), {})
    return DeclarationForm(data, heads=list(heads), today=today, initial=kept)


def keep_typed(request: HttpRequest, proposal: Proposal) -> None:
    """Keep the declaration's fields for the next visit of the page, in the person's session."""
    request.session[_session_key(proposal)] = {
        name: request.POST[name][:200] for name in TYPED if request.POST.get(name)
    }


def _session_key(proposal: Proposal) -> str:
    return f"declaration:{proposal.number}"


def check_page(
    request: HttpRequest, page: ProposalPage, form: DeclarationForm, *, key: UUID, status: int = 200
) -> HttpResponse:
    """Show the page; the proposal comes with its content. The form is left out while something is missing."""
    proposal = page.proposal
    content = take(proposal)
    notes, lacks = _unanswered_notes(proposal, content), _lacks(proposal, content)
    obstacles = notes + lacks
    context: dict[str, Any] = {
        "proposal": proposal,
        "number": proposal.number,
        "parts": summary(content, marks_of(proposal)),
        "infected": infected_in(proposal),
        "obstacles": obstacles,
        "unanswered": notes,
        "lacks": lacks,
        "pages": estimated_pages(content),
        "formula_warning": formula_warning(proposal.funding_source),
        "outdated_scans": outdated_scans(proposal, content),
        "form": None if obstacles else form,
        "has_errors": bool(obstacles),
        "official": form.named_official,
        "key": key,
        "server_time": clock_seconds(page.at),
        "shows_clock": page.window.closes_at - page.at <= LAST_HOUR,
        "is_resubmission": bool(proposal.round_number),
    }
    return render(request, "proposals/submission/check.html", context, status=status)


def _unanswered_notes(proposal: Proposal, content: Content) -> list[Obstacle]:
    notes = list(proposal.notes.for_agency().prefetch_related("responses")) if proposal.round_number else []
    revision = reverse("revision", args=[proposal.number]) if notes else ""
    return [
        Obstacle(f"Tanggapi catatan {note.number} pada {place(note, content)}.", f"{revision}#catatan-{note.number}")
        for note in unanswered(notes, proposal.round_number)
    ]


def _lacks(proposal: Proposal, content: Content) -> list[Obstacle]:
    """List what the sections lack."""
    found = []
    for piece in assess(proposal, DemandTable().of(proposal), content).missing:
        section = reverse("proposal-section", args=[proposal.number, piece.section.slug])
        anchor = f"&baris={piece.row}" if piece.row else f"#id_{piece.field}"
        found.append(Obstacle(piece.text, f"{section}?kembali=periksa{anchor}"))
    return found
