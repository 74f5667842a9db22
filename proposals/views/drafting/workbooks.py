"""The budget as a workbook to download, and the empty one to fill in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from proposals.exports.budget_template import budget_template
from proposals.exports.budget_xlsx import budget_workbook
from proposals.exports.xlsx import CONTENT_TYPE
from proposals.files.names import content_disposition
from proposals.models import Proposal
from proposals.snapshot import Content, of_version, take
from proposals.views.lookup import mandate_of, own_proposal, visible_proposal


@require_safe
def export(request: HttpRequest, number: str) -> HttpResponse:
    """Give the budget: its own agency the working copy, everybody else the version that was handed in."""
    proposal = visible_proposal(request, number, content=True)
    content = _content_for(request, proposal)
    return _download(budget_workbook(content), f"RAB {proposal.number}.xlsx")


@require_safe
def template(request: HttpRequest, number: str) -> HttpResponse:
    """Give the empty workbook of one proposal."""
    proposal = own_proposal(request, number)
    workbook = budget_template(proposal.number, proposal.title, proposal.agency.name)
    return _download(workbook, f"Templat RAB {proposal.number}.xlsx")


def _content_for(request: HttpRequest, proposal: Proposal) -> Content:
    if proposal.agency_id in mandate_of(request).agency_ids:
        return take(proposal)
    return of_version(proposal.versions.valid()[0])


def _download(workbook: bytes, name: str) -> HttpResponse:
    response = HttpResponse(workbook, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
