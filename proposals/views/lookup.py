"""The only way a view obtains a proposal: foreign and unknown numbers are one and the same 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.mandate import Mandate
from proposals.models import AgencyCycle, Proposal
from proposals.models.proposal import ProposalQuerySet
from proposals.snapshot import with_content


def mandate_of(request: HttpRequest) -> Mandate:
    """Give what the signed-in person may act as (read once per request)."""
    mandate: Mandate = request.mandate  # type: ignore[attr-defined]
    return mandate


def visible_proposal(request: HttpRequest, number: str, *, content: bool = False) -> Proposal:
    """Find a proposal that the person may open; ``content`` adds the rows of ``snapshot.with_content``."""
    return _find(Proposal.objects.visible_to(mandate_of(request)), number, content)


def own_proposal(request: HttpRequest, number: str, *, content: bool = False) -> Proposal:
    """Find a proposal of an office in whose name the person drafts."""
    return _find(Proposal.objects.of_agencies(mandate_of(request)), number, content)


def agency_cycle_of(proposal: Proposal) -> AgencyCycle:
    """Give the row that decides until when the proposal's agency may hand in (one query)."""
    return AgencyCycle.objects.select_related("cycle").get(cycle=proposal.cycle_id, agency=proposal.agency_id)


def _find(proposals: ProposalQuerySet, number: str, content: bool) -> Proposal:
    if "\x00" in number:
        raise Http404
    rows = proposals.for_detail()
    return get_object_or_404(with_content(rows) if content else rows, number=number)
