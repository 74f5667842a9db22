"""Files of a proposal: the page of slots, one upload at a time, removal, and the inert download."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from proposals.files.inspect import MAX_BYTES
from proposals.files.names import content_disposition
from proposals.files.storage import DiskFull, open_stored, store
from proposals.forms.drafting import AttachmentForm
from proposals.models import Attachment, Proposal
from proposals.sections import Section
from proposals.services.attachments import Attached, EditRefused, attach, remove
from proposals.services.downloads import note_download
from proposals.services.scanning import STATES, may_be_read
from proposals.views.answers import Refused, SeeOther, refused, status_of
from proposals.views.drafting.page import edit_verdict, frame_of, return_to, section_url, unsaved
from proposals.views.drafting.slots import OTHERS, cards_of, slots_of
from proposals.views.lookup import mandate_of, own_attachment, own_proposal, visible_attachment
from proposals.workflow import Refusal, Verdict

logger = logging.getLogger(__name__)

INFECTED = "Berkas {name} tidak dapat diunduh karena berisi program berbahaya. Minta pemiliknya mengganti berkas ini."
DISK_FULL = "Berkas belum tersimpan karena ruang penyimpanan server penuh. Berkas lain aman. Hubungi Bappeda."
SAME = "Berkas yang sama sudah ada pada lampiran “{slot}” dengan nama {name}. Tidak ada yang berubah."
INERT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def slots_page(
    request: HttpRequest, proposal: Proposal, *, wrong: tuple[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """Show every slot with its files; ``wrong`` is a message and the id of the slot it is about."""
    if status == 200 and not (verdict := edit_verdict(request, proposal)):
        messages.warning(request, verdict.reason)
        return redirect("proposal-detail", proposal.number)
    message, about = wrong or ("", "")
    context = {
        **frame_of(request, proposal, Section.ATTACHMENTS),
        "cards": cards_of(proposal),
        "wrong": message,
        "wrong_slot": about,
        "row_errors": [(message, f"berkas-{about or 'lain'}")] if message else [],
        "has_errors": bool(message),
        "max_bytes": MAX_BYTES,
    }
    return render(request, "proposals/drafting/attachments.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Take one file for one slot; whoever comes back to the address of a refusal is led to the files."""
    proposal = own_proposal(request, number)
    if request.method != "POST":
        return redirect(section_url(request, proposal, Section.ATTACHMENTS))
    slot_id = request.POST.get("slot", "")
    if not (verdict := edit_verdict(request, proposal)):
        return _refused(request, proposal, slot_id, verdict)
    form = AttachmentForm(request.POST, request.FILES, slots=slots_of(proposal))
    if not form.is_valid():
        return _wrong(request, proposal, slot_id, form.message, 422)
    try:
        attached = _attach(request, proposal, form)
    except DiskFull:
        logger.error("no room for an attachment of %s", proposal.number)
        return _wrong(request, proposal, slot_id, DISK_FULL, 507)
    except EditRefused as refusal:
        return _refused(request, proposal, slot_id, refusal)
    file = attached.file
    if not attached.is_new:
        return _same(request, proposal, form, file)
    if _wants_slot(request):
        return _slot(request, proposal, slot_id, fresh=file)
    messages.success(request, f"Berkas {file.filename} sudah diunggah.")
    return SeeOther(_slot_url(request, file))


def _same(request: HttpRequest, proposal: Proposal, form: AttachmentForm, file: Attachment) -> HttpResponse:
    """Say that these bytes are there already, whatever name they came under now."""
    slot = form.cleaned_data["slot"]
    told = SAME.format(slot=slot.label if slot else OTHERS, name=file.filename)
    if _wants_slot(request):
        return _slot(request, proposal, str(file.slot_id or ""), told=told)
    messages.info(request, told)
    return SeeOther(_slot_url(request, file))


def _attach(request: HttpRequest, proposal: Proposal, form: AttachmentForm) -> Attached:
    return attach(
        proposal,
        slot=form.cleaned_data["slot"],
        stored=store(form.cleaned_data["file"].chunks()),
        filename=form.filename,
        content_type=form.content_type,
        scan_state=STATES[form.scan],
        actor=request.user,  # type: ignore[arg-type]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a file out of its slot; whoever comes back to the address of a refusal is led to the slot."""
    file = own_attachment(request, uuid)
    if request.method != "POST":
        return redirect(_slot_url(request, file))
    slot_id = str(file.slot_id or "")
    try:
        remove(file, actor=request.user)  # type: ignore[arg-type]
    except EditRefused as refusal:
        return _refused(request, file.proposal, slot_id, refusal)
    if _wants_slot(request):
        return _slot(request, file.proposal, slot_id)
    messages.success(request, f"Berkas {file.filename} sudah dihapus.")
    return SeeOther(_slot_url(request, file))


def _wants_slot(request: HttpRequest) -> bool:
    """Whether a script asks, which replaces one slot of the page that is open."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest" or "HX-Request" in request.headers


def _refused(request: HttpRequest, proposal: Proposal, slot_id: str, refusal: Refused) -> HttpResponse:
    """Say why nothing was changed: too many files at the slot, everything else on a page of its own."""
    if refusal.refusal is Refusal.INCOMPLETE:
        return _wrong(request, proposal, slot_id, refusal.reason, 422)
    if _wants_slot(request):
        return _wrong(request, proposal, slot_id, refusal.reason, status_of(refusal.refusal))
    return unsaved(request, proposal, Section.ATTACHMENTS, refusal)


def _wrong(request: HttpRequest, proposal: Proposal, slot_id: str, message: str, status: int) -> HttpResponse:
    """Show a message at a slot, which stays as it was."""
    if _wants_slot(request):
        return _slot(request, proposal, slot_id, wrong=message, status=status)
    return slots_page(request, proposal, wrong=(message, slot_id), status=status)


def _slot(
    request: HttpRequest,
    proposal: Proposal,
    slot_id: str,
    *,
    wrong: str = "",
    told: str = "",
    status: int = 200,
    fresh: Attachment | None = None,
) -> HttpResponse:
    """Answer with one slot of the page; ``fresh`` is the file that has just come, ``told`` why none has."""
    cards = cards_of(proposal)
    card = next((card for card in cards if card.key == slot_id), cards[-1])
    context = {
        "card": card,
        "proposal": proposal,
        "return_to": return_to(request),
        "wrong": wrong,
        "wrong_slot": card.key,
        "told": told,
        "fresh": fresh.pk if fresh else None,
    }
    return render(request, "proposals/drafting/slot.html", context, status=status)


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponse | FileResponse:
    """Give a file to save; no browser opens or runs it on this site."""
    file = visible_attachment(request, uuid)
    if not may_be_read(file):
        return refused(request, Verdict(INFECTED.format(name=file.filename), Refusal.LOCKED))
    try:
        content = open_stored(file.sha256)
    except FileNotFoundError:
        logger.error("attachment %s is not in the store", file.pk)
        raise Http404 from None
    if request.method == "GET":
        note_download(file, mandate_of(request))
    response = FileResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition(file.filename)
    response["Content-Length"] = str(file.size)
    for header, value in INERT.items():
        response[header] = value
    return response


def _slot_url(request: HttpRequest, file: Attachment) -> str:
    return f"{section_url(request, file.proposal, Section.ATTACHMENTS)}#id_slot-{file.slot_id or 'lain'}"
