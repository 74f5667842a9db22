"""Files of a proposal: the page of slots, one upload at a time, removal, and the inert download."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from proposals.exports.signed import SIGNED_PAPERS, outdated_scans
from proposals.files.names import content_disposition
from proposals.files.storage import DiskFull, open_stored, store
from proposals.forms.drafting import AttachmentForm
from proposals.models import Attachment, AttachmentSlot, Proposal
from proposals.sections import Section
from proposals.services.attachments import EditRefused, attach, remove
from proposals.snapshot import take
from proposals.views.drafting.page import edit_verdict, frame_of, section_url, unsaved
from proposals.views.lookup import own_attachment, own_proposal, visible_attachment
from proposals.workflow import Refusal

logger = logging.getLogger(__name__)

DISK_FULL = "Berkas belum tersimpan karena ruang penyimpanan server penuh. Berkas lain aman. Hubungi Bappeda."
INERT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def slots_page(
    request: HttpRequest, proposal: Proposal, *, wrong: tuple[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """Show every slot with its file; ``wrong`` is a message and the id of the slot it is about."""
    if status == 200 and not (verdict := edit_verdict(request, proposal)):
        messages.warning(request, verdict.reason)
        return redirect("proposal-detail", proposal.number)
    slots, others = _filled_slots(proposal)
    _show_papers(proposal, slots)
    message, about = wrong or ("", "")
    context = {
        **frame_of(request, proposal, Section.ATTACHMENTS),
        "slots": slots,
        "others": others,
        "wrong": message,
        "wrong_slot": about,
        "row_errors": [(message, f"berkas-{about or 'lain'}")] if message else [],
        "has_errors": bool(message),
    }
    return render(request, "proposals/drafting/attachments.html", context, status=status)


def _slots_of(proposal: Proposal) -> list[AttachmentSlot]:
    """The slots of the proposal's funding line, required ones first (one query)."""
    source = Q(funding_source=None) | Q(funding_source=proposal.funding_source_id)
    return list(AttachmentSlot.objects.filter(source, is_active=True).order_by("-is_required", "order", "id"))


def _filled_slots(proposal: Proposal) -> tuple[list[AttachmentSlot], list[Attachment]]:
    """The slots, each with its ``file``, and the files without one (two queries)."""
    slots = _slots_of(proposal)
    current = list(proposal.attachments.current().order_by("uploaded_at"))
    by_slot = {file.slot_id: file for file in current}
    for slot in slots:
        slot.file = by_slot.get(slot.pk)  # type: ignore[attr-defined]
    shown = {slot.pk for slot in slots}
    return slots, [file for file in current if file.slot_id not in shown]


def _show_papers(proposal: Proposal, slots: list[AttachmentSlot]) -> None:
    """Give the slots of signed papers their ``paper`` and, where the scan is behind, the warning (two queries)."""
    filled = [slot for slot in slots if slot.code in SIGNED_PAPERS and slot.file]  # type: ignore[attr-defined]
    scans = outdated_scans(proposal, take(proposal)) if filled else []
    outdated = {scan.slot_code: scan for scan in scans}
    for slot in slots:
        slot.paper = SIGNED_PAPERS.get(slot.code)  # type: ignore[attr-defined]
        slot.outdated = outdated.get(slot.code)  # type: ignore[attr-defined]


@require_POST
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Take one file for one slot."""
    proposal = own_proposal(request, number, content=True)
    if not (verdict := edit_verdict(request, proposal)):
        return unsaved(request, proposal, Section.ATTACHMENTS, verdict)
    form = AttachmentForm(request.POST, request.FILES, slots=_slots_of(proposal))
    slot_id = request.POST.get("slot", "")
    if not form.is_valid():
        return slots_page(request, proposal, wrong=(form.message, slot_id), status=422)
    try:
        file = _attach(request, proposal, form)
    except DiskFull:
        logger.error("no room for an attachment of %s", proposal.number)
        return slots_page(request, proposal, wrong=(DISK_FULL, slot_id), status=503)
    except EditRefused as refusal:
        if refusal.refusal is Refusal.INCOMPLETE:
            return slots_page(request, proposal, wrong=(refusal.reason, slot_id), status=422)
        return unsaved(request, proposal, Section.ATTACHMENTS, refusal)
    messages.success(request, f"Berkas {file.filename} sudah diunggah.")
    return redirect(_slot_url(request, file))


def _attach(request: HttpRequest, proposal: Proposal, form: AttachmentForm) -> Attachment:
    return attach(
        proposal,
        slot=form.cleaned_data["slot"],
        stored=store(form.cleaned_data["file"].chunks()),
        filename=form.filename,
        content_type=form.content_type,
        actor=request.user,  # type: ignore[arg-type]
    )


@require_POST
def remove_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a file out of its slot."""
    file = own_attachment(request, uuid)
    try:
        remove(file, actor=request.user)  # type: ignore[arg-type]
    except EditRefused as refusal:
        return unsaved(request, file.proposal, Section.ATTACHMENTS, refusal)
    messages.success(request, f"Berkas {file.filename} sudah dihapus.")
    return redirect(_slot_url(request, file))


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponse | FileResponse:
    """Give a file to save; no browser opens or runs it on this site."""
    file = visible_attachment(request, uuid)
    try:
        content = open_stored(file.sha256)
    except FileNotFoundError:
        logger.error("attachment %s is not in the store", file.pk)
        raise Http404 from None
    response = FileResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition(file.filename)
    response["Content-Length"] = str(file.size)
    for header, value in INERT.items():
        response[header] = value
    return response


def _slot_url(request: HttpRequest, file: Attachment) -> str:
    return f"{section_url(request, file.proposal, Section.ATTACHMENTS)}#id_slot-{file.slot_id or 'lain'}"
