"""Page "Masukkan RAB dari Excel": read, show what was read, and store it only when the person says so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from proposals import budget
from proposals.forms.drafting.budget_import import SourceForm
from proposals.forms.drafting.budget_preview import REPLACE, Preview
from proposals.imports.budget_block import BlockRefused
from proposals.models import Proposal
from proposals.money import format_number, format_rupiah
from proposals.sections import Section
from proposals.services.drafting import EditConflict, EditRefused, save_section
from proposals.views.answers import Refused, see_other
from proposals.views.drafting.page import edit_verdict, frame_of, seen_version, unsaved
from proposals.views.lookup import own_proposal

PAGE = "proposals/drafting/budget_import.html"
PREVIEW = "proposals/drafting/budget_preview.html"
READ_PASTE, CONFIRM = "periksa-tempelan", "masukkan"
SAME = "RAB sudah sama dengan baris yang dimasukkan. Tidak ada yang berubah."


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, number: str) -> HttpResponse:
    """Take a workbook or a pasted block, show it, store it when it is confirmed."""
    proposal = own_proposal(request, number)
    verdict = edit_verdict(request, proposal)
    if request.method != "POST":
        if verdict:
            return _page(request, proposal, SourceForm())
        messages.warning(request, verdict.reason)
        return redirect("proposal-detail", proposal.number)
    action = request.POST.get("aksi", "")
    if not verdict and action != CONFIRM:
        return _unsaved(request, proposal, verdict, request.POST.get("text", ""))
    return _confirm(request, proposal) if action == CONFIRM else _read(request, proposal, action)


def _page(request: HttpRequest, proposal: Proposal, form: SourceForm, status: int = 200) -> HttpResponse:
    return render(request, PAGE, {**frame_of(request, proposal, Section.BUDGET), "form": form}, status=status)


def _read(request: HttpRequest, proposal: Proposal, action: str) -> HttpResponse:
    form = SourceForm(request.POST, request.FILES, is_paste=action == READ_PASTE)
    if not form.is_valid() or form.block is None:
        return _page(request, proposal, form, status=422)
    version = proposal.sections.values_list("version", flat=True).get(code=Section.BUDGET)
    preview = Preview(form.block, proposal)
    return _preview(request, preview, version, status=200 if preview.is_clean else 422)


def _preview(request: HttpRequest, preview: Preview, version: int, *, status: int, **context: Any) -> HttpResponse:
    filled = {
        **frame_of(request, preview.proposal, Section.BUDGET),
        "preview": preview,
        "problems": preview.error_lines(),
        "has_errors": not preview.is_clean,
        "stored_rows": preview.proposal.cost_items.count(),
        "seen_version": version,
        **context,
    }
    return render(request, PREVIEW, filled, status=status)


def _confirm(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    try:
        preview = Preview.returned(request.POST, proposal)
    except BlockRefused as refused:
        form = SourceForm(request.POST, refusal=refused.sentences[0])
        return _page(request, proposal, form, status=422)
    existing = list(proposal.cost_items.all())
    rows = preview.wanted(existing)
    if not preview.is_clean:
        return _preview(request, preview, seen_version(request), status=422)
    return _store(request, proposal, preview, rows, _done(preview, was_empty=not existing))


def _done(preview: Preview, *, was_empty: bool) -> str:
    count = format_number(preview.count)
    if was_empty:
        return f"RAB diisi dengan {count} baris."
    return f"RAB diganti dengan {count} baris." if preview.mode == REPLACE else f"{count} baris ditambahkan ke RAB."


def _store(
    request: HttpRequest, proposal: Proposal, preview: Preview, rows: list[dict[str, Any]], done: str
) -> HttpResponse:
    try:
        saved = save_section(
            proposal,
            Section.BUDGET,
            {},
            actor=request.user,  # type: ignore[arg-type]
            seen_version=seen_version(request),
            rows=rows,
        )
    except EditConflict as conflict:
        context = {"conflict": conflict, "data_reason": "stale"}
        return _preview(request, preview, conflict.section.version, status=409, **context)
    except EditRefused as refusal:
        return _unsaved(request, proposal, refusal, preview.as_text())
    total = format_rupiah(sum(budget.amounts(rows)))
    messages.success(request, f"{done} Total usulan sekarang {total}." if saved.changes else SAME)
    return see_other("proposal-section", proposal.number, Section.BUDGET.slug)


def _unsaved(request: HttpRequest, proposal: Proposal, refusal: Refused, text: str) -> HttpResponse:
    typed = [("Baris yang belum dimasukkan", text, min(12, text.count("\n") + 1))] if text.strip() else []
    return unsaved(request, proposal, Section.BUDGET, refusal, typed)
