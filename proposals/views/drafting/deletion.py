"""Pages "Hapus draf ini?" and "Draf dihapus", from where it can be brought back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from proposals.models import Proposal
from proposals.services.drafting import RESTORABLE_FOR, EditRefused, delete_draft, restore_draft
from proposals.views.answers import refused, see_other
from proposals.views.drafting.page import edit_verdict, seen_version
from proposals.views.lookup import deleted_draft, own_proposal
from proposals.workflow import Refusal, State, Verdict

ONLY_DRAFTS = Verdict("Hanya draf yang dapat dihapus.", Refusal.LOCKED)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, then put the draft away."""
    proposal = own_proposal(request, number)
    if request.method == "POST":
        return _delete(request, proposal)
    verdict = edit_verdict(request, proposal) if proposal.state == State.DRAFT else ONLY_DRAFTS
    if not verdict:
        return refused(request, verdict, context={"proposal": proposal})
    context = {"proposal": proposal, "files": proposal.attachments.current().count(), "days": RESTORABLE_FOR.days}
    return render(request, "proposals/drafting/delete.html", context)


def _delete(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    try:
        delete_draft(proposal, actor=request.user, seen_version=seen_version(request))  # type: ignore[arg-type]
    except EditRefused as refusal:
        return refused(request, refusal, context={"proposal": proposal})
    messages.success(request, f"Draf “{proposal.title}” sudah dihapus.")
    return see_other("proposal-restore", proposal.number)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, number: str) -> HttpResponse:
    """Offer a deleted draft for 30 days."""
    proposal = deleted_draft(request, number)
    if request.method == "POST":
        try:
            restore_draft(proposal, actor=request.user)  # type: ignore[arg-type]
        except EditRefused as refusal:
            return refused(request, refusal)
        messages.success(request, f"Draf “{proposal.title}” sudah dikembalikan.")
        return redirect("proposal-detail", proposal.number)
    until = proposal.deleted_at + RESTORABLE_FOR if proposal.deleted_at else None
    return render(request, "proposals/drafting/restore.html", {"proposal": proposal, "until": until})
