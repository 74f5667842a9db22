"""Page "Buat usulan"."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lebong_proposals import clock
from proposals.context import current
from proposals.deadlines import CLOSED, window
from proposals.forms.drafting import CreateForm
from proposals.forms.drafting.texts import formula_warning
from proposals.models import AgencyCycle, Obligation, Proposal
from proposals.policy import can_create
from proposals.services.drafting import EditRefused, create_proposal
from proposals.views.answers import refused, see_other
from proposals.views.lookup import mandate_of
from proposals.workflow import Refusal, Verdict

WITHDRAWN = "Pernyataan bahwa {} tidak mengajukan usulan dibatalkan karena usulan ini dibuat."


@require_http_methods(["GET", "HEAD", "POST"])
def new_proposal(request: HttpRequest) -> HttpResponse:
    """Begin a draft and lead to its task list."""
    own_cycles = _own_cycles(request)
    if not (verdict := _verdict(request, own_cycles)):
        return refused(request, verdict)
    nil_declared = [row.agency for row in own_cycles if row.obligation == Obligation.NIL_DECLARED]
    form = CreateForm(
        request.POST if request.method == "POST" else None,
        agencies=[row.agency for row in own_cycles],
        own_proposals=Proposal.objects.of_agencies(mandate_of(request)).order_by("-number"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            proposal = _create(request, form, own_cycles)
        except EditRefused as refusal:
            return refused(request, refusal)
        if proposal.agency in nil_declared:
            messages.info(request, WITHDRAWN.format(proposal.agency.name))
        if warning := formula_warning(proposal.funding_source):
            messages.warning(request, warning)
        return see_other("proposal-detail", proposal.number)
    context = {"form": form, "nil_declared": nil_declared}
    return render(request, "proposals/drafting/new.html", context, status=422 if form.errors else 200)


def _create(request: HttpRequest, form: CreateForm, own_cycles: list[AgencyCycle]) -> Proposal:
    return create_proposal(
        actor=request.user,  # type: ignore[arg-type]
        agency_cycle=next(row for row in own_cycles if row.agency == form.agency),
        title=form.cleaned_data["title"],
        funding_source=form.cleaned_data["funding_source"],
        copy_from=form.cleaned_data["copy_from"],
    )


def _own_cycles(request: HttpRequest) -> list[AgencyCycle]:
    """The rows of the person's offices in the present cycle (one query)."""
    found = current(request)
    if found is None:
        return []
    rows = AgencyCycle.objects.filter(cycle=found.cycle, agency_id__in=mandate_of(request).agency_ids)
    return list(rows.select_related("cycle", "agency").order_by("agency__short_name"))


def _verdict(request: HttpRequest, own_cycles: list[AgencyCycle]) -> Verdict:
    """The first office whose window is open decides; the role comes first."""
    mandate, at = mandate_of(request), clock.reading(request).at
    verdicts = [can_create(mandate, window(row, at)) for row in own_cycles]
    if not mandate.is_agency:
        return Verdict("Hanya OPD yang membuat usulan.", Refusal.ROLE)
    return next(filter(None, verdicts), verdicts[0] if verdicts else Verdict(CLOSED, Refusal.DEADLINE))
