"""Tab "Daftar periksa": the criteria of the round, filled by the reviewer who holds it, read by Bappeda."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from proposals.forms.checklist import ChecklistForm
from proposals.models import AssistanceSession, CriterionResult, CriterionVerdict, Proposal, ReviewCriterion, ReviewNote
from proposals.sections import Section
from proposals.services import checklist
from proposals.services.assistance import NoteRefused
from proposals.standing import Standing, standing
from proposals.text import sent_number
from proposals.views.answers import see_other
from proposals.views.assistance.desk import posted, refuse, reviewed_proposal
from proposals.views.lookup import mandate_of
from proposals.workflow import Refusal


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: its fields for the reviewer, what was found for readers, and what earlier rounds found."""

    criterion: ReviewCriterion
    verdict: BoundField
    remark: BoundField
    result: CriterionResult | None
    earlier: list[CriterionResult]

    @property
    def note(self) -> ReviewNote | None:
        return self.result.note if self.result else None

    @property
    def can_become_note(self) -> bool:
        wanting = self.result is not None and self.result.verdict == CriterionVerdict.NEEDS_WORK
        return wanting and self.note is None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The checklist of a proposal: its last round, and what was found in all."""

    proposal: Proposal
    session: AssistanceSession | None
    results: dict[int, CriterionResult]
    earlier: dict[int, list[CriterionResult]]
    criteria: list[ReviewCriterion]

    @property
    def seen(self) -> str:
        return checklist.fingerprint(self.session, self.results.values()) if self.session else ""

    @property
    def standing(self) -> Standing:
        return standing(self.proposal.state, round_number=self.proposal.round_number)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Daftar periksa"; everything is saved together, and a criterion found wanting can become a note."""
    proposal = reviewed_proposal(request, number)
    mandate = mandate_of(request)
    verdict = checklist.may_fill(proposal, mandate)
    if request.method == "POST" and not verdict:
        return refuse(request, verdict, proposal)
    shown = _read(proposal)
    form = ChecklistForm(posted(request), criteria=shown.criteria, results=shown.results)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, proposal, form)
        except NoteRefused as refusal:
            if refusal.refusal is not Refusal.STALE:
                return refuse(request, refusal, proposal)
            return _page(request, _read(proposal), form, may_fill=True, stale=refusal.reason)
    return _page(request, shown, form, may_fill=bool(verdict))


def _save(request: HttpRequest, proposal: Proposal, form: ChecklistForm) -> HttpResponse:
    user, seen = mandate_of(request).user, request.POST.get("seen", "")
    checklist.save(proposal, actor=user, seen=seen, findings=form.findings())
    wanted = request.POST.get("note", "")
    if not wanted:
        messages.success(request, "Daftar periksa disimpan.")
        return see_other("review-checklist", proposal.number)
    key = sent_number(wanted)
    note = checklist.note_from(proposal, actor=user, criterion_id=key)
    messages.success(request, f"Catatan {note.number} dibuat dari butir ini. Catatan belum dikirim ke OPD.")
    return see_other("review-checklist", proposal.number, anchor=f"butir-{key}")


def _page(request: HttpRequest, shown: Sheet, form: ChecklistForm, *, may_fill: bool, stale: str = "") -> HttpResponse:
    """Draw the page; after a refused save the typed values stand beside what is kept now, ready to be saved again."""
    lines = [
        Line(criterion, verdict, remark, shown.results.get(criterion.pk), shown.earlier.get(criterion.pk, []))
        for criterion, verdict, remark in form.lines()
    ]
    groups = [
        (section.label, [line for line in lines if line.criterion.section == section.value]) for section in Section
    ]
    filled = {
        "proposal": shown.proposal,
        "sheet": shown,
        "form": form,
        "groups": [(label, found) for label, found in groups if found],
        "may_fill": may_fill,
        "answered": sum(line.result is not None for line in lines),
        "stale": stale,
        "data_reason": Refusal.STALE.value if stale else "",
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "proposals/assistance/checklist.html", filled, status=status)


def _read(proposal: Proposal) -> Sheet:
    """Three queries: the rounds, what was found in all of them, the criteria."""
    sessions = list(proposal.assistance_sessions.order_by("id"))
    last = sessions[-1] if sessions else None
    found = CriterionResult.objects.filter(session__in=sessions).select_related("note", "session", "criterion")
    results: dict[int, CriterionResult] = {}
    earlier: dict[int, list[CriterionResult]] = {}
    for result in found.order_by("session_id", "id"):
        if last is not None and result.session_id == last.pk:
            results[result.criterion_id] = result
        else:
            earlier.setdefault(result.criterion_id, []).append(result)
    return Sheet(proposal, last, results, earlier, list(checklist.criteria_of(proposal)))
