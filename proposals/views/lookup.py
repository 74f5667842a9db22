"""The only way a view obtains a proposal: foreign and unknown numbers are one and the same 404."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.mandate import Mandate
from proposals.context import current
from proposals.judging import judgeable
from proposals.list_page import as_submitted
from proposals.marked_files import marked_files
from proposals.models import AgencyCycle, Attachment, Proposal
from proposals.snapshot import with_content


def mandate_of(request: HttpRequest) -> Mandate:
    """Give what the signed-in person may act as (read once per request)."""
    mandate: Mandate = request.mandate  # type: ignore[attr-defined]
    return mandate


def visible_proposal(request: HttpRequest, number: str, *, content: bool = False, judged: bool = False) -> Proposal:
    """Find a proposal that the person may open; ``content`` adds the rows of ``snapshot.with_content``.

    ``judged`` adds what ``judging.judge`` needs, in the same query. ``official_title`` is the title that
    others than its office read (``product.md`` D9).
    """
    rows = as_submitted(Proposal.objects.visible_to(mandate_of(request)))
    return _find(judgeable(rows) if judged else rows, number, content)


def own_proposal(request: HttpRequest, number: str, *, content: bool = False) -> Proposal:
    """Find a proposal of an office in whose name the person drafts."""
    return _find(Proposal.objects.of_agencies(mandate_of(request)), number, content)


def deleted_draft(request: HttpRequest, number: str) -> Proposal:
    """Find a draft that the person's office has deleted."""
    gone = Proposal.objects.filter(agency_id__in=mandate_of(request).agency_ids, deleted_at__isnull=False)
    return _find(gone, number, content=False)


def visible_attachment(request: HttpRequest, uuid: UUID) -> Attachment:
    """Find a file that the person may read: all of one's own office's, else those of a submitted version.

    Two or three queries; reached through its proposal, so that what hides the proposal hides the file.
    """
    related = ("slot", "proposal__agency", "proposal__cycle")
    file = get_object_or_404(Attachment.objects.select_related(*related), pk=uuid)
    mandate = mandate_of(request)
    if not Proposal.objects.visible_to(mandate).filter(pk=file.proposal_id).exists():
        raise Http404
    if file.proposal.agency_id in mandate.agency_ids:
        return file
    # The content of a version names its files; identities are random, so a substring cannot be another's.
    if not file.proposal.versions.filter(content__contains=str(file.pk)).exists():
        raise Http404
    return file


def own_attachment(request: HttpRequest, uuid: UUID) -> Attachment:
    """Find a file of a proposal of an office in whose name the person drafts (one query)."""
    own = Proposal.objects.of_agencies(mandate_of(request))
    return get_object_or_404(Attachment.objects.select_related("proposal", "slot"), pk=uuid, proposal__in=own)


def agency_cycle_of(proposal: Proposal) -> AgencyCycle:
    """Give the row that decides until when the proposal's agency may hand in (one query)."""
    return AgencyCycle.objects.select_related("cycle").get(cycle=proposal.cycle_id, agency=proposal.agency_id)


def own_agency_cycles(request: HttpRequest) -> list[AgencyCycle]:
    """Give the rows of the person's offices in the cycle that is on; 403 for who drafts for none (two queries)."""
    mandate = mandate_of(request)
    if not mandate.is_agency:
        raise PermissionDenied
    found = current(request)
    rows = AgencyCycle.objects.filter(cycle=found.cycle if found else None, agency__in=mandate.agency_ids)
    own = list(rows.select_related("cycle", "agency").order_by("agency__short_name"))
    if not own:
        raise Http404
    return own


def _find(proposals: QuerySet[Proposal], number: str, content: bool) -> Proposal:
    if "\x00" in number:
        raise Http404
    rows: QuerySet[Proposal] = proposals.for_detail().annotate(marked_files=marked_files())  # type: ignore[attr-defined]
    return get_object_or_404(with_content(rows) if content else rows, number=number)
