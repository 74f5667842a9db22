"""Page "Antrean asistensi", and taking a proposal from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.mandate import Mandate
from proposals import context
from proposals.forms.queue import Chip, QueueFilterForm, status_options
from proposals.list_page import COUNTED_UP_TO, as_submitted
from proposals.models import Proposal
from proposals.models.proposal import ProposalQuerySet
from proposals.policy import Intent
from proposals.services.transitions import TransitionRefused, perform
from proposals.views.answers import see_other
from proposals.views.assistance import desk, queue_rows
from proposals.views.assistance.queue_choices import Choices
from proposals.views.assistance.queue_filters import Scope, columns, known_order, narrowed, ordered
from proposals.views.assistance.queue_rows import TABS
from proposals.views.lookup import mandate_of
from proposals.workflow import Action

ROWS_PER_PAGE = 25


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The proposals at Bappeda, those with the nearest target first; filters, order and tab live in the address."""
    desk.require_planning(request)
    mandate, found = mandate_of(request), context.current(request)
    tab = TABS.get(request.GET.get("antrean", ""), TABS["saya"])
    order = known_order(request.GET.get("urut", ""), tab.order)
    target = desk.review_target(request)
    choices = Choices(mandate, found.cycle if found else None)
    counts = queue_rows.counts(mandate, target, {one.value: one.name for one in choices.reviewers})
    offered = choices.offered(status_options(tab.statuses), counts.loads)
    filters = QueueFilterForm(request.GET, offered=offered, auto_id="saring-%s")
    scope = Scope(mandate, target, choices.agencies, found.cycle.year if found else None)
    rows = narrowed(queue_rows.in_tab(mandate, tab), filters.asked(), scope)
    page, is_capped = _page(request, rows, order)
    page.object_list = queue_rows.dressed(list(page.object_list), target, mandate)
    filled = {
        "filters": filters,
        "chips": [(chip.text, _without(request, chip)) for chip in filters.chips()],
        "tab": tab,
        "tabs": [(each, counts.totals[each.slug] if each.has_count else None) for each in TABS.values()],
        "counts": counts.totals,
        "loads": counts.loads,
        "order": order if order != tab.order else "",
        "columns": [(column, _address(request, urut=column.order)) for column in columns(order)],
        "everywhere": _address(request, antrean="semua") if tab.slug != "semua" else "",
        "page": page,
        "is_capped": is_capped,
        "reviewers": choices.reviewers,
        "may_assign": any(row.may_assign for row in page.object_list),  # type: ignore[attr-defined]
    }
    return render(request, "proposals/assistance/queue.html", filled)


@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Button "Ambil usulan ini": whoever presses first becomes the reviewer; the others learn who it was.

    A substitute begins the round for the absent reviewer, who keeps the proposal.
    """
    proposal = desk.reviewed_proposal(request, number)
    intent = Intent(seen_version=desk.seen_version(request))
    try:
        taken = perform(Action.START_ASSISTANCE, proposal, actor=mandate_of(request).user, intent=intent).proposal
    except TransitionRefused as refusal:
        return desk.refuse(request, refusal, proposal)
    messages.success(request, _taken(taken, mandate_of(request)))
    return see_other("review-workspace", number)


def _taken(proposal: Proposal, mandate: Mandate) -> str:
    holder = proposal.assigned_to
    if holder is None or holder == mandate.user:
        return "Anda menjadi asistor usulan ini."
    return f"Asistensi dimulai. Anda menggantikan {holder.name}, yang tetap menjadi asistor usulan ini."


def _page(request: HttpRequest, rows: ProposalQuerySet, order: str) -> tuple[Page[Proposal], bool]:
    """Read one page, and whether there are more than ``COUNTED_UP_TO`` rows, which are not counted further."""
    shown = ordered(as_submitted(rows), order).select_related("agency", "assigned_to").only(*queue_rows.SHOWN)
    paginator = Paginator(shown, ROWS_PER_PAGE)
    counted = rows.order_by()[: COUNTED_UP_TO + 1].count()
    paginator.count = min(counted, COUNTED_UP_TO)
    return paginator.get_page(request.GET.get("page")), counted > COUNTED_UP_TO


def _address(request: HttpRequest, **changed: Any) -> str:
    """The address of the queue with some parameters changed, from its first page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    for name, value in changed.items():
        asked[name] = value
    return f"{reverse('review-queue')}?{asked.urlencode()}"


def _without(request: HttpRequest, chip: Chip) -> str:
    """The address that is left when one filter is dropped."""
    left = request.GET.copy()
    kept = [value for value in left.pop(chip.name, []) if chip.name == "kurang" and value != chip.value]
    if kept:
        left.setlist(chip.name, kept)
    left.pop("page", None)
    return f"{reverse('review-queue')}?{left.urlencode()}"
