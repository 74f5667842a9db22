"""PDFs to save: the receipt, KAK and RAB to sign, the whole proposal. Made at each request, never stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lebong_proposals import clock
from proposals.exports.letterhead import Paper
from proposals.exports.papers import budget_paper, proposal_paper, terms_paper
from proposals.exports.receipt import receipt_paper
from proposals.files.names import content_disposition
from proposals.models import Proposal, SubmittedVersion
from proposals.policy import can_edit
from proposals.snapshot import load_content, of_version, take
from proposals.views.drafting.attachments import INERT
from proposals.views.lookup import own_proposal, visible_proposal
from proposals.views.proposal_page import page_of
from proposals.workflow import State


@require_safe
def receipt_pdf(request: HttpRequest, number: str, version_no: int) -> HttpResponse:
    """The receipt of one submission, for everybody who may see it."""
    proposal = visible_proposal(request, number)
    versions = proposal.versions.select_related("withdrawal__withdrawn_by", "proposal__cycle__regency")
    version = get_object_or_404(versions, version_no=version_no)
    return saved(receipt_paper(version, getattr(version, "withdrawal", None), is_rehearsal=_rehearsal(request)))


@require_safe
def terms_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The KAK of an own proposal as it stands now."""
    proposal = own_proposal(request, number, content=True)
    return saved(terms_paper(proposal, take(proposal), is_rehearsal=_rehearsal(request)))


@require_safe
def budget_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The RAB of an own proposal as it stands now."""
    proposal = own_proposal(request, number, content=True)
    return saved(budget_paper(proposal, take(proposal), is_rehearsal=_rehearsal(request)))


@require_safe
def proposal_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The whole proposal: what its page shows, which is a draft only to the agency that works on it."""
    proposal = visible_proposal(request, number)
    version = _shown_version(request, proposal)
    if version is None:
        load_content(proposal)
    content = of_version(version) if version else take(proposal)
    return saved(proposal_paper(proposal, content, version, is_rehearsal=_rehearsal(request)))


def _shown_version(request: HttpRequest, proposal: Proposal) -> SubmittedVersion | None:
    """The submitted version that the proposal's page shows to this person; None for the working copy."""
    page = page_of(request, proposal)
    if proposal.state == State.DRAFT or can_edit(proposal, page.mandate, page.window):
        return None
    return proposal.versions.valid()[0]


def _rehearsal(request: HttpRequest) -> bool:
    return clock.reading(request).rehearsal


def saved(paper: Paper) -> HttpResponse:
    """Give a paper to save; nothing opens it on this site."""
    response = HttpResponse(paper.content, content_type="application/pdf", headers=INERT)
    response["Content-Disposition"] = content_disposition(paper.filename)
    response["Content-Length"] = str(len(paper.content))
    return response
