"""Storing what is being typed: the answers are for the script of the section page, which never touches the boxes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from lebong_proposals import clock
from proposals import row_marks
from proposals.dates import clock_time
from proposals.forms.drafting import SECTION_FORMS
from proposals.forms.drafting.costs import BudgetRows
from proposals.forms.drafting.partial import PartialEntry
from proposals.sections import Section
from proposals.services.drafting import EditConflict, EditRefused, save_section
from proposals.views.answers import status_of
from proposals.views.drafting.page import seen_version
from proposals.views.lookup import own_proposal


@require_POST
def autosave(request: HttpRequest, number: str, slug: str) -> JsonResponse:
    """Store what can be stored of a section; nothing is asked for and nothing called finished."""
    section = Section.from_slug(slug)
    if section is None or section is Section.ATTACHMENTS:
        raise Http404
    proposal = own_proposal(request, number)
    form = SECTION_FORMS[section].unfinished(proposal, request.POST)
    entry = PartialEntry(form)
    try:
        saved = save_section(
            proposal,
            section,
            entry.values,
            actor=request.user,  # type: ignore[arg-type]
            seen_version=seen_version(request),
            rows=entry.rows,
            seen_rows=form.seen_rows,
            rows_start=form.rows_start,
        )
    except EditConflict as conflict:
        return _answer(409, reason="stale", name=conflict.their_name, at=_clock(conflict.at))
    except EditRefused as refusal:
        return _answer(status_of(refusal.refusal), reason=refusal.refusal.value, text=refusal.reason)
    return _answer(
        200,
        version=saved.version,
        at=_clock(clock.reading(request).at),
        left_out=entry.left_out,
        merged=saved.merged,
        checks=form.rows.checks() if isinstance(form.rows, BudgetRows) else None,
        seen=None if form.seen_rows is None or entry.rows is None else row_marks.written(row_marks.of_rows(entry.rows)),
    )


def _clock(at: datetime | None) -> str:
    """Write "14.02"."""
    return clock_time(at).removesuffix(" WIB") if at else ""


def _answer(status: int, **content: Any) -> JsonResponse:
    return JsonResponse(content, status=status)
