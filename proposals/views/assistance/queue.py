"""Page "Antrean asistensi", and taking a proposal from it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Agency
from accounts.roles import Role
from proposals import context
from proposals.forms.assistance import STATUSES, QueueFilterForm
from proposals.models import Proposal
from proposals.policy import Intent
from proposals.review_targets import ReviewTarget
from proposals.services.transitions import TransitionRefused, perform
from proposals.views.answers import see_other
from proposals.views.assistance import desk, queue_rows
from proposals.views.assistance.queue_rows import TABS, Tab
from proposals.views.lookup import mandate_of
from proposals.workflow import Action

ROWS_PER_PAGE = 25


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The proposals at Bappeda, those with the nearest target first; filters and tab live in the address."""
    desk.require_planning(request)
    mandate = mandate_of(request)
    tab = TABS.get(request.GET.get("antrean", ""), TABS["saya"])
    target = desk.review_target(request)
    filters = QueueFilterForm(request.GET, agencies=_agencies(request), statuses=tab.statuses, auto_id="saring-%s")
    filters.is_valid()
    counts = queue_rows.counts(mandate, target)
    filled = {
        "filters": filters,
        "chips": _chips(request, filters),
        "tab": tab,
        "tabs": [(each, counts[each.slug] if each.has_count else None) for each in TABS.values()],
        "counts": counts,
        "page": _page(request, tab, filters, target),
        "may_take": Role.REVIEWER in mandate.roles,
    }
    return render(request, "proposals/assistance/queue.html", filled)


@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Button "Ambil usulan ini": whoever presses first becomes the reviewer; the others learn who it was."""
    proposal = desk.reviewed_proposal(request, number)
    intent = Intent(seen_version=desk.seen_version(request))
    try:
        perform(Action.START_ASSISTANCE, proposal, actor=mandate_of(request).user, intent=intent)
    except TransitionRefused as refusal:
        return desk.refuse(request, refusal, proposal)
    messages.success(request, "Anda menjadi asistor usulan ini.")
    return see_other("review-workspace", number)


def _agencies(request: HttpRequest) -> QuerySet[Agency]:
    """The offices that can have something in the queue, save those one drafts for."""
    found = context.current(request)
    taking_part = Agency.objects.filter(agency_cycles__cycle=found.cycle if found else None)
    return taking_part.exclude(pk__in=mandate_of(request).agency_ids)


def _page(request: HttpRequest, tab: Tab, filters: QueueFilterForm, target: ReviewTarget) -> Page[Proposal]:
    rows = queue_rows.filtered(queue_rows.in_tab(mandate_of(request), tab), filters.cleaned_data)
    shown = rows.select_related("agency", "assigned_to").only(*queue_rows.SHOWN)
    page = Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = queue_rows.dressed(list(page.object_list), target)
    return page


def _chips(request: HttpRequest, filters: QueueFilterForm) -> list[tuple[str, str]]:
    """The active filters in words, each with the address that is left without it."""
    chips = []
    for name, form_field in filters.fields.items():
        if not (value := filters.cleaned_data.get(name)):
            continue
        left = request.GET.copy()
        left.pop(name, None)
        left.pop("page", None)
        shown = STATUSES[value].label if name == "status" else str(value)
        word = form_field.label if name != "cari" else "Cari"
        chips.append((f"{word}: {shown}", f"{reverse('review-queue')}?{left.urlencode()}"))
    return chips
