"""What closes a paper and begins the next one: the question before the lock, and a new edition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from proposals.models import PaperKind
from proposals.services import papers
from proposals.services.papers import IS_LOCKED, PaperRefused
from proposals.views.answers import see_other
from proposals.views.assistance.desk import seen_version
from proposals.views.assistance.paper_desk import PaperDesk, open_papers, refuse
from proposals.views.lookup import mandate_of
from proposals.workflow import Refusal, Verdict

NO_DRAFT = "Simpan konsep berita acara dahulu, lalu kunci."


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, number: str, kind: PaperKind, round_number: int) -> HttpResponse:
    """Page "Kunci …?": after it nothing on the paper changes."""
    desk = open_papers(request, number, kind, round_number)
    if not (verdict := _may_lock(desk)):
        return refuse(request, verdict, desk)
    if request.method != "POST":
        context = {"proposal": desk.proposal, "desk": desk, "version": desk.draft.version if desk.draft else 0}
        return render(request, "proposals/papers/lock.html", context)
    try:
        paper = papers.lock(desk.session, kind, actor=mandate_of(request).user, seen_version=seen_version(request))
    except PaperRefused as refusal:
        return refuse(request, refusal, desk)
    messages.success(request, f"{kind.label} {paper.number} dikunci. Unduh PDF-nya untuk ditandatangani.")
    return see_other(desk.page, number, round_number)


@require_POST
def new_edition(request: HttpRequest, number: str, kind: PaperKind, round_number: int) -> HttpResponse:
    """Button "Buat … baru" beside a locked paper."""
    desk = open_papers(request, number, kind, round_number)
    try:
        paper = papers.new_edition(desk.session, kind, actor=mandate_of(request).user)
    except PaperRefused as refusal:
        return refuse(request, refusal, desk)
    messages.success(request, f"Konsep {paper.number} dibuat. Dokumen sebelumnya tetap tersimpan.")
    return see_other(desk.page, number, round_number)


def _may_lock(desk: PaperDesk) -> Verdict:
    if not desk.may_write:
        return desk.may_write
    if not desk.can_draft:
        return Verdict(IS_LOCKED, Refusal.LOCKED)
    if desk.kind == PaperKind.MINUTES and desk.draft is None:
        return Verdict(NO_DRAFT, Refusal.INCOMPLETE)
    return desk.may_write
