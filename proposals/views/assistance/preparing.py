"""Page "Siapkan keputusan": the reviewer lays a decision before the approver, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lebong_proposals import clock
from proposals.forms.decisions import ApproveForm, RejectForm, SuggestionsDue
from proposals.models import DecisionKind, PreparedDecision
from proposals.services import prepared
from proposals.services.assistance import NoteRefused
from proposals.views.answers import see_other
from proposals.views.assistance.desk import (
    WITH_NOTES,
    ReviewDesk,
    name_notes,
    open_desk,
    posted,
    refuse,
    review_target,
    reviewed_proposal,
    seen_version,
)
from proposals.views.lookup import mandate_of
from proposals.workflow import Refusal

# After the limit of the centre: later nothing of a proposal can be completed any more.
FOLLOWED_UP_WITHIN = timedelta(days=30)
KINDS = {"setujui": DecisionKind.APPROVE, "tolak": DecisionKind.REJECT}


@dataclass(frozen=True, slots=True)
class Ready:
    """A prepared decision as a page shows it, with what keeps it from being confirmed so."""

    decision: PreparedDecision
    obstacle: str

    @property
    def label(self) -> str:
        with_notes = self.decision.kind == DecisionKind.APPROVE and self.decision.suggestions_due_on is not None
        return WITH_NOTES if with_notes else self.decision.get_kind_display()

    @property
    def route(self) -> str:
        return "review-approve" if self.decision.kind == DecisionKind.APPROVE else "review-reject"

    @property
    def slug(self) -> str:
        return next(slug for slug, kind in KINDS.items() if kind == self.decision.kind)


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, number: str) -> HttpResponse:
    """The decision's own page for the reviewer: same fields, same guards, but nothing is decided."""
    desk = open_desk(request, number)
    proposal, user = desk.proposal, mandate_of(request).user
    typed = request.POST.get("reason", "")
    if not (verdict := prepared.may_prepare(proposal, mandate_of(request))):
        return refuse(request, verdict, proposal, typed)
    ready = ready_of(desk)
    wanted = request.POST.get("kind") or request.GET.get("keputusan") or (ready.slug if ready else "")
    kind = KINDS.get(wanted, DecisionKind.APPROVE)
    form = _form(request, desk, kind, draft_of(ready, kind))
    if request.method == "POST" and form.is_valid():
        try:
            prepared.prepare(proposal, actor=user, kind=kind, intent=form.intent(seen_version(request)))
        except NoteRefused as refusal:
            if refusal.refusal is not Refusal.INCOMPLETE:
                return refuse(request, refusal, proposal, typed)
            return _page(request, desk, kind, form, ready, status=409)
        messages.success(request, "Keputusan disiapkan. Kepala Bappeda yang mengesahkannya.")
        return see_other("review-workspace", number)
    return _page(request, desk, kind, form, ready, status=422 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Button "Tarik kembali"."""
    proposal = reviewed_proposal(request, number)
    try:
        prepared.take_back(proposal, actor=mandate_of(request).user)
    except NoteRefused as refusal:
        return refuse(request, refusal, proposal)
    messages.success(request, "Keputusan yang disiapkan ditarik kembali.")
    return see_other("review-workspace", number)


def ready_of(desk: ReviewDesk) -> Ready | None:
    """The prepared decision of the open round (one query)."""
    decision = prepared.of_proposal(desk.proposal)
    return Ready(decision, prepared.obstacle(decision, desk.proposal, desk.at)) if decision else None


def label_of(kind: DecisionKind, desk: ReviewDesk) -> str:
    """What a decision is called on the desk that prepares it."""
    return desk.approval_label if kind == DecisionKind.APPROVE else kind.label


def draft_of(ready: Ready | None, kind: DecisionKind) -> PreparedDecision | None:
    """The prepared decision, if it is of this kind: the page of that decision comes filled from it."""
    return ready.decision if ready and ready.decision.kind == kind else None


def approve_form(request: HttpRequest, desk: ReviewDesk, decision: PreparedDecision | None) -> ApproveForm:
    """The form of an approval, filled from a prepared one; asks for the date while suggestions are open."""
    initial = {}
    if decision is not None:
        initial = {"approved_amount": decision.approved_amount, "suggestions_due_on": decision.suggestions_due_on}
    amount = desk.proposal.requested_amount
    return ApproveForm(posted(request), requested_amount=amount, due=_due(request, desk), initial=initial)


def reject_form(request: HttpRequest, decision: PreparedDecision | None) -> RejectForm:
    """The form of a rejection, filled from a prepared one."""
    return RejectForm(posted(request), initial={"reason": decision.reason} if decision else {})


def _due(request: HttpRequest, desk: ReviewDesk) -> SuggestionsDue | None:
    if not desk.open_suggestions:
        return None
    target = review_target(request)
    proposed = clock.wib_date(target.calendar.add_working_days(desk.at, max(target.days, 1)))
    latest = clock.wib_date(desk.case.agency_cycle.cycle.national_closes_at) + FOLLOWED_UP_WITHIN
    return SuggestionsDue(clock.wib_date(desk.at), proposed, max(proposed, latest))


def _form(request: HttpRequest, desk: ReviewDesk, kind: DecisionKind, decision: PreparedDecision | None) -> Any:
    return approve_form(request, desk, decision) if kind == DecisionKind.APPROVE else reject_form(request, decision)


def _page(
    request: HttpRequest, desk: ReviewDesk, kind: DecisionKind, form: Any, ready: Ready | None, *, status: int
) -> HttpResponse:
    name_notes(desk)
    is_blocked = kind == DecisionKind.APPROVE and bool(desk.blocking)
    filled = {
        "proposal": desk.proposal,
        "desk": desk,
        "kinds": [(slug, label_of(each, desk), each == kind) for slug, each in KINDS.items()],
        "slug": next(slug for slug, each in KINDS.items() if each == kind),
        "form": None if is_blocked else form,
        "obstacle": f"Masih ada {len(desk.blocking)} catatan wajib yang belum selesai." if is_blocked else "",
        "prepared": ready,
        "seen_version": request.POST.get("seen_version", desk.proposal.version),
    }
    if is_blocked and request.method == "POST":
        status = 409
    if status == 409:
        filled["data_reason"] = Refusal.LOCKED
    return render(request, "proposals/assistance/prepare.html", filled, status=status)
