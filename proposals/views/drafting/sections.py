"""The section pages: show, judge, save, or say why it could not be saved, always with what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from proposals.context import current
from proposals.forms.drafting import SECTION_FORMS, SectionForm
from proposals.forms.drafting.budget_blocks import OPENS, QUERY
from proposals.forms.drafting.choices import resolved
from proposals.models import Proposal, ProposalSection
from proposals.sections import Section
from proposals.services.drafting import EditConflict, EditRefused, save_section
from proposals.views.answers import Refused, SeeOther, refused
from proposals.views.drafting.attachments import slots_page
from proposals.views.drafting.conflicts import panel
from proposals.views.drafting.page import back_url, edit_verdict, frame_of, section_url, seen_version, unsaved
from proposals.views.lookup import own_proposal
from proposals.workflow import Refusal

SAVE, SAVE_AND_NEXT, SAVE_CHOICES, COMPARE = "simpan", "lanjut", "gabung", "bandingkan"
SAVES = frozenset((SAVE, SAVE_AND_NEXT, SAVE_CHOICES, COMPARE))
SHOWN_NOTES = 3


@require_http_methods(["GET", "HEAD", "POST"])
def section_page(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """One section of an own proposal; a button of its rows shows the page again, everything else saves."""
    section = Section.from_slug(slug)
    if section is None:
        raise Http404
    proposal = own_proposal(request, number, content=section is Section.ATTACHMENTS)
    if section is Section.ATTACHMENTS:
        if request.method == "POST" and not (verdict := edit_verdict(request, proposal)):
            return refused(request, verdict)
        return slots_page(request, proposal)
    if request.method != "POST":
        return _open(request, proposal, section)
    action = request.POST.get("aksi", SAVE)
    if action in SAVES or (section is Section.BUDGET and OPENS.fullmatch(action)):
        return _save(request, proposal, section, action)
    form = SECTION_FORMS[section].retyped(
        proposal, request.POST, action=action, regency_name=_regency(request, section)
    )
    return _page(request, form, seen_version(request))


def _open(request: HttpRequest, proposal: Proposal, section: Section) -> HttpResponse:
    if not (verdict := edit_verdict(request, proposal)):
        messages.warning(request, verdict.reason)
        return redirect("proposal-detail", proposal.number)
    row = proposal.sections.select_related("updated_by").get(code=section)
    form = SECTION_FORMS[section].opened(proposal, row, request.GET, regency_name=_regency(request, section))
    return _page(request, form, row.version, row=row)


def _save(request: HttpRequest, proposal: Proposal, section: Section, action: str) -> HttpResponse:
    data = _chosen(proposal, section, request.POST) if action == SAVE_CHOICES else request.POST.copy()
    if action == COMPARE:  # whoever was interrupted while typing has not called anything finished yet
        data.setdefault("is_done", "no")
    form = SECTION_FORMS[section].posted(proposal, data, regency_name=_regency(request, section))
    if not form.is_valid():
        if not (verdict := edit_verdict(request, proposal)):
            return _unsaved(request, form, verdict)
        return _page(request, form, seen_version(request), status=422)
    try:
        saved = save_section(
            proposal,
            section,
            form.values(),
            actor=request.user,  # type: ignore[arg-type]
            seen_version=seen_version(request),
            is_done=form.declared_done,
            rows=form.row_values(),
            seen_rows=form.seen_rows,
            rows_start=form.rows_start,
        )
    except EditConflict as conflict:
        return _conflict(request, form, conflict)
    except EditRefused as refusal:
        if refusal.refusal is Refusal.INCOMPLETE and form.rows is not None:
            form.rows.list_errors.append(refusal.reason)
            return _page(request, form, seen_version(request), status=422)
        return _unsaved(request, form, refusal)
    told = [f"Bagian {section.label} sudah disimpan.", saved.merged, *form.notes()[:SHOWN_NOTES]]
    # What the browser may have kept of this page is stored now.
    messages.success(request, " ".join(filter(None, told)), extra_tags=form.kept_under)
    return SeeOther(_next_page(request, proposal, section, action))


def _next_page(request: HttpRequest, proposal: Proposal, section: Section, action: str) -> str:
    if opens := OPENS.fullmatch(action):
        return section_url(request, proposal, section, **{QUERY: opens[1]})
    if action != SAVE_AND_NEXT:
        return back_url(request, proposal)
    order = list(Section)
    return section_url(request, proposal, order[order.index(section) + 1])


def _page(
    request: HttpRequest,
    form: SectionForm,
    version: int,
    *,
    row: ProposalSection | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    row_errors = form.row_errors()
    filled = {
        **frame_of(request, form.proposal, form.section),
        "form": form,
        "rows": form.rows,
        "row_errors": row_errors,
        "has_errors": bool(row_errors),
        "section_row": row,
        "seen_version": version,
        "is_unsaved": row is None,
        **context,
    }
    return render(request, f"proposals/drafting/{form.section}.html", filled, status=status)


def _conflict(request: HttpRequest, form: SectionForm, conflict: EditConflict) -> HttpResponse:
    """Show both texts; saving again, now with the version that was shown, lets the person's choices stand."""
    context = panel(form, conflict)
    return _page(request, form, conflict.section.version, row=conflict.section, status=409, **context)


def _chosen(proposal: Proposal, section: Section, data: QueryDict) -> QueryDict:
    """What was sent, with the stored entries that the person chose on the conflict page."""
    row = proposal.sections.get(code=section)
    return resolved(data, SECTION_FORMS[section].stored(proposal, row))


def _unsaved(request: HttpRequest, form: SectionForm, refusal: Refused) -> HttpResponse:
    typed = [(label, text, min(12, text.count("\n") + 1 + len(text) // 90)) for label, text in form.typed_texts()]
    return unsaved(request, form.proposal, form.section, refusal, typed)


def _regency(request: HttpRequest, section: Section) -> str:
    """The name in the labels of the one section that carries it (one query, which the page's frame needs anyway)."""
    found = current(request) if section is Section.ALIGNMENT else None
    return found.cycle.regency.name if found else ""
