"""Pages that say who reviews: one proposal, or several chosen in the queue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.mandate import Mandate, people_in
from accounts.models import Membership, User
from accounts.roles import AGENCY_ROLES, Role
from proposals.forms.assigning import AssignForm
from proposals.list_page import as_submitted
from proposals.models import AuditEntry, Proposal
from proposals.policy import can_assign
from proposals.services.assignment import AssignmentRefused, assign
from proposals.text import sent_number
from proposals.views.answers import see_other
from proposals.views.assistance import desk
from proposals.views.lookup import mandate_of

NUMBER = re.compile(r"[0-9]{4}-[0-9]{4,7}")
AT_ONCE = 100  # proposals in one go: four pages of the queue
NOT_FOUND = "Usulan tidak ditemukan."


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one proposal; ``refusal`` is empty when it was given to the reviewer."""

    number: str
    title: str
    refusal: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def assign_one(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Tugaskan asistor"."""
    proposal = desk.reviewed_proposal(request, number)
    mandate = mandate_of(request)
    if not (verdict := can_assign(proposal, mandate)):
        return desk.refuse(request, verdict, proposal, request.POST.get("alasan", ""))
    form = AssignForm(desk.posted(request), reviewers=_candidates(mandate, proposal))
    if form.is_valid():
        reviewer, reason = form.cleaned_data["asistor"], form.cleaned_data["alasan"]
        seen = desk.seen_version(request)
        try:
            assign(proposal, actor=mandate.user, reviewer=reviewer, seen_version=seen, reason=reason)
        except AssignmentRefused as refusal:
            return desk.refuse(request, refusal, proposal, reason)
        messages.success(request, f"Usulan {number} ditugaskan kepada {reviewer.name}.")
        return see_other("review-workspace", number)
    filled = {
        "proposal": proposal,
        "form": form,
        "seen_version": request.POST.get("seen_version", proposal.version),
    }
    return render(request, "proposals/assistance/assign.html", filled, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def assign_many(request: HttpRequest) -> HttpResponse:
    """Page "Tugaskan 3 usulan kepada {nama}?": GET shows what was chosen, POST gives each one away by itself."""
    desk.require_planning(request)
    mandate = mandate_of(request)
    given = request.POST if request.method == "POST" else request.GET
    numbers = list(dict.fromkeys(given.getlist("usulan")))[:AT_ONCE]
    form = AssignForm(given, reviewers=people_in(Role.REVIEWER, mandate.on))
    chosen = chosen_proposals(mandate, numbers)
    if request.method == "POST" and form.is_valid() and numbers:
        return _give(request, form, numbers, chosen)
    judged = [(proposal, can_assign(proposal, mandate)) for proposal in chosen.values()]
    form.is_valid()
    filled = {
        "form": form,
        "reviewer": form.cleaned_data.get("asistor"),
        "offered": [proposal for proposal, verdict in judged if verdict],
        "refused": [(proposal, verdict) for proposal, verdict in judged if not verdict],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "proposals/assistance/assign_many.html", filled, status=status)


def _give(request: HttpRequest, form: AssignForm, numbers: list[str], chosen: dict[str, Any]) -> HttpResponse:
    """Give each proposal away in a transaction of its own: what one refuses does not hold the others up."""
    reviewer: User = form.cleaned_data["asistor"]
    results = [_one_result(request, form, number, chosen.get(number)) for number in numbers]
    done = [result for result in results if not result.refusal]
    if len(done) == len(results):
        messages.success(request, f"{len(done)} usulan ditugaskan kepada {reviewer.name}.")
        return see_other("review-queue")
    filled = {"reviewer": reviewer, "done": done, "refused": [result for result in results if result.refusal]}
    return render(request, "proposals/assistance/assigned_many.html", filled, status=409)


def _one_result(request: HttpRequest, form: AssignForm, number: str, proposal: Any) -> Result:
    if proposal is None:
        return Result(number, "", NOT_FOUND)
    try:
        assign(
            proposal,
            actor=mandate_of(request).user,
            reviewer=form.cleaned_data["asistor"],
            seen_version=sent_number(request.POST.get(f"versi-{number}", "")),
            reason=form.cleaned_data["alasan"],
        )
    except AssignmentRefused as refusal:
        last = AuditEntry.objects.filter(proposal=proposal).order_by("-id").first()
        return Result(number, proposal.official_title, f"{refusal.reason} {desk.told(last) if last else ''}".strip())
    return Result(number, proposal.official_title)


def chosen_proposals(mandate: Mandate, numbers: list[str]) -> dict[str, Any]:
    """The chosen proposals that this person may know, by number, in the order of the numbers (one query)."""
    shaped = [number for number in numbers if NUMBER.fullmatch(number)]
    found = Proposal.objects.visible_to(mandate).filter(number__in=shaped).exclude(agency_id__in=mandate.agency_ids)
    rows = as_submitted(found).select_related("agency", "assigned_to")
    return {proposal.number: proposal for proposal in rows.order_by("number")}


def _candidates(mandate: Mandate, proposal: Proposal) -> QuerySet[User]:
    """Who may review it: active reviewers who do not draft for its office, save the present one."""
    own = Membership.objects.active(mandate.on).filter(agency=proposal.agency_id, role__in=AGENCY_ROLES)
    people = people_in(Role.REVIEWER, mandate.on).exclude(pk__in=own.values("user"))
    return people.exclude(pk=proposal.assigned_to_id) if proposal.assigned_to_id else people
