"""The chosen rows of the queue, to take along as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.exports.queue_summary import SummaryRow, summary_workbook
from proposals.exports.xlsx import CONTENT_TYPE
from proposals.files.names import content_disposition
from proposals.views.assistance import desk, queue_rows
from proposals.views.assistance.assigning import AT_ONCE, chosen_proposals
from proposals.views.lookup import mandate_of


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """Button "Unduh ringkasan (XLSX)": exactly the ticked rows, as the queue shows them."""
    desk.require_planning(request)
    mandate = mandate_of(request)
    chosen = chosen_proposals(mandate, request.GET.getlist("usulan")[:AT_ONCE])
    if not chosen:
        return render(request, "proposals/assistance/summary_of_nothing.html", status=422)
    dressed = queue_rows.dressed(list(chosen.values()), desk.review_target(request), mandate)
    response = HttpResponse(summary_workbook(_row(proposal) for proposal in dressed), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition(f"Antrean-asistensi-{mandate.on.isoformat()}.xlsx")
    return response


def _row(proposal: Any) -> SummaryRow:
    age = getattr(proposal, "age", None)
    return SummaryRow(
        number=proposal.number,
        title=proposal.official_title,
        agency=proposal.agency.short_name,
        state=proposal.standing.label,
        round_number=proposal.round_number,
        amount=proposal.official_amount,
        reviewer=proposal.assigned_to.name if proposal.assigned_to else "",
        waiting=age.waiting_days if age else None,
        due=age.due_text if age else "",
        open_notes=proposal.note_counts["open"],
        resolved_notes=proposal.note_counts["resolved"],
    )
