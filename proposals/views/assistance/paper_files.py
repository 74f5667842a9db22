"""The papers of a round as files: the PDF of an edition, and the signed scan that came back."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from proposals.files.kinds import CONTENT_TYPES, EXTENSIONS
from proposals.files.names import content_disposition
from proposals.files.storage import DiskFull, open_stored, store
from proposals.forms.papers import ScanForm
from proposals.models import AssistancePaper, PaperKind
from proposals.services import papers
from proposals.services.papers import NOT_LOCKED, PaperRefused
from proposals.views.answers import see_other
from proposals.views.assistance.paper_desk import PaperDesk, open_papers, refuse, set_draft, set_locked
from proposals.views.assistance.paper_pages import show
from proposals.views.drafting.attachments import DISK_FULL, INERT
from proposals.views.lookup import mandate_of
from proposals.views.papers import saved
from proposals.workflow import Refusal, Verdict

logger = logging.getLogger(__name__)


@require_safe
def paper_pdf(
    request: HttpRequest, number: str, kind: PaperKind, round_number: int, edition: int | None = None
) -> HttpResponse:
    """One edition, or the latest: the draft for those who write it, marked as one, the locked one for the others."""
    desk = open_papers(request, number, kind, round_number)
    if edition is not None:
        paper: AssistancePaper | None = desk.edition(edition)
    else:
        paper = desk.current or (desk.locked[0] if desk.locked and not desk.can_draft else None)
    if paper is not None and paper.locked_at is not None:
        return saved(set_locked(paper))
    if not desk.is_writer or (paper is not None and paper != desk.draft):
        raise Http404
    if not desk.may_write:
        return refuse(request, desk.may_write, desk)
    return saved(set_draft(desk))


@require_http_methods(["GET", "HEAD", "POST"])
def scan(
    request: HttpRequest, number: str, kind: PaperKind, round_number: int, edition: int
) -> HttpResponse | FileResponse:
    """The signed scan of a locked edition: saved by everybody who reads the paper, uploaded by who locked it."""
    desk = open_papers(request, number, kind, round_number)
    paper = desk.edition(edition)
    return _upload(request, desk, paper) if request.method == "POST" else _download(paper)


def _upload(request: HttpRequest, desk: PaperDesk, paper: AssistancePaper) -> HttpResponse:
    if not (verdict := desk.may_write):
        return refuse(request, verdict, desk)
    if paper.locked_at is None:
        return refuse(request, Verdict(NOT_LOCKED, Refusal.LOCKED), desk)
    form = ScanForm(request.POST, request.FILES, auto_id="pindaian-%s")
    if not form.is_valid():
        return show(request, desk, scan_form=form, status=422)
    try:
        stored = store(form.cleaned_data["file"].chunks())
        papers.attach_scan(paper, actor=mandate_of(request).user, stored=stored, filename=form.filename)
    except DiskFull:
        logger.error("no room for the signed scan of %s", paper.number)
        form.add_error("file", DISK_FULL)
        return show(request, desk, scan_form=form, status=507)
    except PaperRefused as refusal:
        return refuse(request, refusal, desk)
    messages.success(request, f"Pindaian {form.filename} disimpan di samping {paper.number}.")
    return see_other(desk.page, desk.proposal.number, desk.session.round_number)


def _download(paper: AssistancePaper) -> HttpResponse | FileResponse:
    if not paper.signed_sha256:
        raise Http404
    try:
        content = open_stored(paper.signed_sha256)
    except FileNotFoundError:
        logger.error("the signed scan of %s is not in the store", paper.number)
        raise Http404 from None
    extension = paper.signed_filename.rpartition(".")[2].lower()
    kind = EXTENSIONS.get(extension)
    content_type = CONTENT_TYPES[kind] if kind else "application/octet-stream"
    response = FileResponse(content, content_type=content_type, headers=INERT)
    response["Content-Disposition"] = content_disposition(paper.signed_filename)
    response["Content-Length"] = str(paper.signed_size)
    return response
