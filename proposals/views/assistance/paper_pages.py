"""Pages of a round's papers: all rounds, the minutes with their form and preview, the sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lebong_proposals import clock
from proposals.exports.round_content import PaperContent, round_started_at
from proposals.exports.round_papers import answered_line, result_line, verified_lines
from proposals.exports.round_words import opening_sentence
from proposals.forms.papers import MinutesForm, ScanForm
from proposals.models import AssistancePaper, AssistanceSession, PaperKind
from proposals.paper_policy import writes_papers
from proposals.services import papers
from proposals.services.papers import PaperRefused
from proposals.views.answers import see_other
from proposals.views.assistance.desk import posted, seen_version
from proposals.views.assistance.paper_desk import PaperDesk, open_papers, refuse
from proposals.views.lookup import mandate_of, visible_proposal
from proposals.workflow import Refusal

LOCKING = "kunci"


@dataclass(slots=True)
class RoundLine:
    """One round in the list: how it ended, and the latest readable paper of each kind."""

    session: AssistanceSession
    papers: dict[str, AssistancePaper] = field(default_factory=dict)

    @property
    def minutes(self) -> AssistancePaper | None:
        return self.papers.get(PaperKind.MINUTES)

    @property
    def sheet(self) -> AssistancePaper | None:
        return self.papers.get(PaperKind.SHEET)


@require_safe
def papers_of(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Berita acara": every finished round with its papers."""
    proposal = visible_proposal(request, number)
    mandate = mandate_of(request)
    lines: dict[int, RoundLine] = {}
    for session in proposal.assistance_sessions.filter(closed_at__isnull=False).order_by("pk"):
        session.proposal = proposal
        lines[session.round_number] = RoundLine(session)
    rows = AssistancePaper.objects.filter(session__proposal=proposal).select_related("session", "locked_by")
    for paper in rows.order_by("edition"):
        line = lines.get(paper.session.round_number)
        if line and (paper.locked_at or writes_papers(line.session, mandate)):
            line.papers[paper.kind] = paper
    context = {"proposal": proposal, "lines": [lines[key] for key in sorted(lines)]}
    return render(request, "proposals/papers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, number: str, round_number: int) -> HttpResponse:
    """Page "Berita acara asistensi putaran n": write and lock it, or read the locked one."""
    desk = open_papers(request, number, PaperKind.MINUTES, round_number)
    if request.method == "POST":
        return _save(request, desk)
    return show(request, desk)


@require_safe
def sheet(request: HttpRequest, number: str, round_number: int) -> HttpResponse:
    """Page "Lembar asistensi putaran n"."""
    return show(request, open_papers(request, number, PaperKind.SHEET, round_number))


def show(
    request: HttpRequest,
    desk: PaperDesk,
    *,
    form: MinutesForm | None = None,
    scan_form: ScanForm | None = None,
    stale: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the page of one paper; refused forms come back with what was typed."""
    locked = desk.locked
    context: dict[str, Any] = {
        "proposal": desk.proposal,
        "desk": desk,
        "locked": locked[0] if locked else None,
        "older": locked[1:],
        "stale": stale,
        "data_reason": "stale" if stale else "",
        "scan_form": scan_form or ScanForm(auto_id="pindaian-%s"),
        "seen_version": desk.draft.version if desk.draft else 0,
    }
    content = locked[0].content if locked else None
    if desk.can_draft:
        content, text = desk.draft_content()
        if desk.kind == PaperKind.MINUTES:
            context["form"] = form or _form(desk, initial=MinutesForm.initial_of(text))
    if content:
        context |= _preview(content)
    return render(request, f"proposals/papers/{desk.page}.html", context, status=status)


def _preview(content: PaperContent) -> dict[str, Any]:
    return {
        "content": content,
        "opening": opening_sentence(content),
        "result": result_line(content),
        "verified": verified_lines(content),
        "answered": answered_line(content),
    }


def _form(desk: PaperDesk, *args: Any, **kwargs: Any) -> MinutesForm:
    since, today = clock.wib_date(round_started_at(desk.session)), clock.wib_date(desk.reading.at)
    return MinutesForm(*args, since=since, today=today, **kwargs)


def _save(request: HttpRequest, desk: PaperDesk) -> HttpResponse:
    """Buttons "Simpan konsep" and "Kunci dan unduh PDF", which asks once more."""
    if not (verdict := desk.may_write):
        return refuse(request, verdict, desk)
    is_locking = request.POST.get("aksi") == LOCKING
    form = _form(desk, posted(request), complete=is_locking)
    if not form.is_valid():
        return show(request, desk, form=form, status=422)
    try:
        papers.save_draft(
            desk.session, actor=mandate_of(request).user, seen_version=seen_version(request), text=form.text()
        )
    except PaperRefused as refusal:
        if refusal.refusal is not Refusal.STALE or not desk.can_draft:
            return refuse(request, refusal, desk)
        return show(request, desk, form=form, stale=refusal.reason, status=409)
    number, round_number = desk.proposal.number, desk.session.round_number
    if is_locking:
        return see_other("paper-lock", number, PaperKind.MINUTES, round_number)
    messages.success(request, "Konsep berita acara disimpan.")
    return see_other("minutes", number, round_number)
