"""Page "Pengganti asistor": who stands in for whom, set and ended here."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.mandate import Mandate, people_in
from accounts.models import Cover
from accounts.roles import Role
from proposals.forms.covers import CoverForm
from proposals.policy import can_set_cover, sets_covers_of_all
from proposals.services.covers import CoverRefused, add_cover, end_cover
from proposals.views.answers import refused, see_other
from proposals.views.assistance import desk
from proposals.views.lookup import mandate_of
from proposals.workflow import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def covers(request: HttpRequest) -> HttpResponse:
    """List the covers in force and to come, and add one."""
    desk.require_planning(request)
    mandate = mandate_of(request)
    own = None if sets_covers_of_all(mandate) else mandate.user
    form = CoverForm(desk.posted(request), reviewers=people_in(Role.REVIEWER, mandate.on), absent=own)
    if form.is_valid():
        try:
            cover = add_cover(actor=mandate.user, **form.arguments())
        except CoverRefused as refusal:
            if refusal.refusal is Refusal.ROLE:
                return refused(request, refusal)
            form.refuse(refusal.field, refusal.reason)
        else:
            messages.success(request, f"{cover.substitute.name} menggantikan {cover.absent.name}.")
            return see_other("review-covers")
    filled = {
        "form": form,
        "covers": [(cover, bool(can_set_cover(mandate, cover.absent_id))) for cover in _known(mandate)],
        "today": mandate.on,
    }
    return render(request, "proposals/assistance/covers.html", filled, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, cover_id: int) -> HttpResponse:
    """Button "Akhiri": the colleague is back, or was asked by mistake."""
    desk.require_planning(request)
    mandate = mandate_of(request)
    cover = _known(mandate).filter(pk=cover_id).first()
    if cover is None:
        raise Http404
    try:
        end_cover(cover, actor=mandate.user)
    except CoverRefused as refusal:
        return refused(request, refusal)
    messages.success(request, f"{cover.substitute.name} tidak lagi menggantikan {cover.absent.name}.")
    return see_other("review-covers")


def _known(mandate: Mandate) -> QuerySet[Cover]:
    """What is in force or to come: everybody's for approver and admin, else what concerns oneself."""
    rows = Cover.objects.filter(ended_at__isnull=True, ends_on__gte=mandate.on)
    if not sets_covers_of_all(mandate):
        rows = rows.filter(Q(absent=mandate.user) | Q(substitute=mandate.user))
    return rows.select_related("absent", "substitute").order_by("starts_on", "id")
