"""The decision pages: return, approve, reject, reopen, returned by the ministry. Plain pages, plain POST."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from proposals.forms.decisions import DueLimits, MinistryReturnForm, ReopenForm, ReturnForm
from proposals.models import DecisionKind
from proposals.policy import Intent
from proposals.services.transitions import TransitionRefused, perform
from proposals.views.answers import see_other
from proposals.views.assistance.desk import (
    ReviewDesk,
    end_of_day,
    name_notes,
    open_desk,
    posted,
    refuse,
    review_target,
    seen_version,
)
from proposals.views.assistance.preparing import approve_form, draft_of, ready_of, reject_form
from proposals.views.lookup import mandate_of
from proposals.workflow import Action, Refusal

SHORT_OF_TIME = 3  # working days before the limit: too few to revise in


@dataclass(frozen=True, slots=True)
class Page:
    """One decision: what it does, how its page looks, what is said afterwards.

    ``lists_notes`` where the page names notes that its form does not.
    """

    action: Action
    template: str
    done: str
    lists_notes: bool = False


def _decide(request: HttpRequest, desk: ReviewDesk, page: Page, form: Any, **context: Any) -> HttpResponse:
    """Show the page, or carry the decision out; a refusal says why and who decided when."""
    verdict = desk.verdict(page.action)
    if not verdict and verdict.refusal is not Refusal.INCOMPLETE:
        return refuse(request, verdict, desk.proposal, _typed(request))
    is_stale = "seen_version" in request.POST and seen_version(request) != desk.proposal.version
    if verdict and request.method == "POST" and (form.is_valid() or is_stale):
        try:
            # Of an older page the decision itself says what changed, however the form looks now; a form without any
            # version is no older page, and hears which fields it lacks.
            seen = seen_version(request)
            intent = form.intent(seen) if form.is_valid() else Intent(seen_version=seen)
            proposal = perform(page.action, desk.proposal, actor=mandate_of(request).user, intent=intent).proposal
        except TransitionRefused as refusal:
            return refuse(request, refusal, desk.proposal, _typed(request))
        messages.success(request, page.done.format(number=proposal.number, agency=proposal.agency.short_name))
        return see_other("review-queue")
    if page.lists_notes:
        name_notes(desk)
    filled = {
        "proposal": desk.proposal,
        "desk": desk,
        "form": form if verdict else None,
        "obstacle": "" if verdict else verdict.reason,
        "seen_version": request.POST.get("seen_version", desk.proposal.version),
        **context,
    }
    if request.method == "POST" and not verdict:
        return render(request, page.template, filled | {"data_reason": Refusal.LOCKED}, status=409)
    return render(request, page.template, filled, status=422 if form.errors else 200)


RETURN = Page(
    Action.RETURN, "proposals/assistance/return.html", "Usulan {number} dikembalikan ke {agency} beserta catatannya."
)
APPROVE = Page(
    Action.APPROVE, "proposals/assistance/approve.html", "Usulan {number} dari {agency} disetujui.", lists_notes=True
)
REJECT = Page(Action.REJECT, "proposals/assistance/reject.html", "Usulan {number} dari {agency} ditolak.")
REOPEN = Page(Action.REOPEN, "proposals/assistance/reopen.html", "Usulan {number} dari {agency} dibuka kembali.")
RETURNED_BY_MINISTRY = Page(
    Action.RETURNED_BY_MINISTRY,
    "proposals/assistance/ministry_return.html",
    "Pengembalian usulan {number} oleh K/L dicatat. {agency} dapat memperbaikinya.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def return_proposal(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Kembalikan usulan untuk diperbaiki": the chosen and the unsettled notes go out, with a due date."""
    desk = open_desk(request, number)
    name_notes(desk)
    limits = _limits(request, desk)
    form = ReturnForm(posted(request), unsent=desk.unsent, asked_again=desk.asked_again, limits=limits)
    left = review_target(request).calendar.working_days_left(desk.at, limits.closes_at)
    return _decide(
        request,
        desk,
        RETURN,
        form,
        limits=limits,
        days_left=left,
        is_short=left <= SHORT_OF_TIME,
        is_closed=desk.at >= limits.closes_at,
        is_too_late=desk.at >= limits.national_closes_at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Setujui usulan"; open *Wajib* notes stand in its way and are named."""
    desk = open_desk(request, number)
    ready = ready_of(desk)
    form = approve_form(request, desk, draft_of(ready, DecisionKind.APPROVE))
    return _decide(request, desk, APPROVE, form, prepared=ready)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Tolak usulan ini?"."""
    desk = open_desk(request, number)
    ready = ready_of(desk)
    form = reject_form(request, draft_of(ready, DecisionKind.REJECT))
    return _decide(request, desk, REJECT, form, prepared=ready)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Buka kembali": a decision is taken back, with its reason, as long as nothing was sent."""
    return _decide(request, open_desk(request, number), REOPEN, ReopenForm(posted(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def returned_by_ministry(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Dikembalikan oleh K/L": the ministry's answer is the transition (``product.md`` D20)."""
    desk = open_desk(request, number)
    form = MinistryReturnForm(posted(request), limits=_limits(request, desk, bounded=False))
    return _decide(request, desk, RETURNED_BY_MINISTRY, form)


def _limits(request: HttpRequest, desk: ReviewDesk, *, bounded: bool = True) -> DueLimits:
    """What a due date is held to; proposed is the review target, but no later than the limit that applies."""
    row = desk.case.agency_cycle
    closes, national = row.effective_closes_at, row.cycle.national_closes_at
    target = review_target(request)
    wanted: datetime = end_of_day(target.calendar.add_working_days(desk.at, target.days))
    bound = closes if desk.at < closes else national
    proposed = min(wanted, bound) if bounded else wanted
    return DueLimits(desk.at, closes, national, proposed if proposed > desk.at else None)


def _typed(request: HttpRequest) -> str:
    return request.POST.get("introduction", "") or request.POST.get("reason", "")
