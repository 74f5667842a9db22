"""Tarik usulan: an agency takes back what Bappeda has not begun to review."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from proposals.context import current
from proposals.countdown import Countdown, countdown
from proposals.forms.submission import WithdrawForm
from proposals.history import FILTERS, visible_entries
from proposals.policy import Intent
from proposals.services.transitions import TransitionRefused, perform
from proposals.views.answers import Refused, refused, see_other
from proposals.views.assistance.desk import told
from proposals.views.proposal_page import ProposalPage, own_page, seen_version
from proposals.workflow import Action

SHORT_OF_TIME = 1  # working days before the limit: too few to change one's mind again


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Tarik usulan ini?"."""
    page = own_page(request, number)
    if not (verdict := page.may_recall):
        return _refuse(request, page, verdict)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            intent = Intent(seen_version=seen_version(request), note=form.cleaned_data["reason"])
            perform(Action.RECALL, page.proposal, actor=page.mandate.user, intent=intent)
        except TransitionRefused as refusal:
            return _refuse(request, page, refusal)
        messages.success(request, f"Usulan {number} sudah ditarik. Bappeda tidak lagi melihatnya.")
        return see_other("proposal-detail", number)
    context = {
        "proposal": page.proposal,
        "form": form,
        "window": page.window,
        "receipt_no": f"{number}/{page.proposal.last_version_no}",
        "left": _time_left(request, page),
    }
    return render(request, "proposals/submission/withdraw.html", context, status=422 if form.errors else 200)


def _time_left(request: HttpRequest, page: ProposalPage) -> Countdown | None:
    """The time that is left, once it is so short that a recall is dangerous."""
    found = current(request)
    if found is None:
        return None
    left = countdown(page.at, page.window.closes_at, found.calendar)
    return left if left.working_days <= SHORT_OF_TIME else None


def _refuse(request: HttpRequest, page: ProposalPage, refusal: Refused) -> HttpResponse:
    """Say why not and what became of the proposal last, as far as its agency may know of it."""
    last = visible_entries(page.proposal, page.mandate).filter(verb__in=FILTERS["status"][1]).first()
    context = {"proposal": page.proposal, "last_event": told(last) if last else ""}
    return refused(request, refusal, "proposals/submission/refused.html", context)
