"""An agency's part in the cycle: the declaration that it proposes nothing, and its withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from lebong_proposals import clock
from proposals.deadlines import window
from proposals.forms.cycles import NilForm
from proposals.models import AgencyCycle, Obligation
from proposals.services.cycles import NilRefused, can_declare_nil, declare_nil, handed_in, withdraw_nil
from proposals.views.answers import refused, see_other
from proposals.views.lookup import mandate_of, own_agency_cycles


@require_http_methods(["GET", "HEAD", "POST"])
def nil_declaration(request: HttpRequest) -> HttpResponse:
    """Page "OPD kami tidak mengajukan usulan": declare, or take the declaration back.

    Only an office that has sent nothing may declare; one that has is told so before it fills in the form.
    """
    rows = own_agency_cycles(request)
    user = mandate_of(request).user
    undeclared = [row for row in rows if row.obligation != Obligation.NIL_DECLARED]
    withdraws = "withdraw" in request.POST
    declared = request.POST if request.method == "POST" and not withdraws else None
    sent = handed_in(undeclared)
    free = [row for row in undeclared if row.agency_id not in sent]
    form = NilForm(declared, agency_cycles=free or undeclared or rows)
    try:
        if withdraws:
            return _withdraw(request, rows, user)
        if form.is_bound and form.is_valid():
            return _declare(request, form, user)
    except NilRefused as refusal:
        return refused(request, refusal, context={"back_url": "/beranda/", "back_label": "Ke beranda"})
    at = clock.reading(request).at
    context = {
        "form": form if free else None,
        "blocked": [row for row in undeclared if row.agency_id in sent],
        "blocked_reason": can_declare_nil(handed_in=True).reason,
        "declared": [row for row in rows if row not in undeclared],
        "has_several_agencies": len(rows) > 1,
        "is_open": any(window(row, at).is_open for row in rows),
    }
    return render(request, "proposals/cycles/nil_declaration.html", context, status=422 if form.errors else 200)


def _declare(request: HttpRequest, form: NilForm, user: User) -> HttpResponse:
    reason, official = form.cleaned_data["reason"], form.cleaned_data["official"]
    row = declare_nil(form.agency_cycle, actor=user, reason=reason, official=official)
    messages.success(request, f"{row.agency.name} tercatat tidak mengajukan usulan dan tidak menerima pengingat lagi.")
    return see_other("opd-home")


def _withdraw(request: HttpRequest, rows: list[AgencyCycle], user: User) -> HttpResponse:
    row = next((row for row in rows if row.agency.code == request.POST["withdraw"]), None)
    if row is None:
        raise Http404
    withdraw_nil(row, actor=user)
    messages.success(request, f"Pernyataan {row.agency.name} dibatalkan.")
    return see_other("opd-home")
