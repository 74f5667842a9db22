"""Paket pusat: the list, a new package, one package, locking it, recording that it was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lebong_proposals import clock
from proposals import context
from proposals.audit import Verb
from proposals.forms.dispatching import PackageForm, SendingForm
from proposals.list_page import as_submitted
from proposals.models import AuditEntry, Dispatch, DispatchItem, DispatchState, Ministry, Proposal, SubmissionCycle
from proposals.models.proposal import ProposalQuerySet
from proposals.policy import can_record_sending
from proposals.services import dispatching
from proposals.services.dispatch_desk import still_approved
from proposals.services.dispatching import DispatchRefused
from proposals.standing import standing
from proposals.views.answers import Refused, refused, see_other
from proposals.views.assistance.desk import posted, require_planning, seen_version
from proposals.views.lookup import mandate_of
from proposals.workflow import State


@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    """Page "Paket pusat"; a package goes on counting what its ministry sent back."""
    require_planning(request)
    is_in = Q(items__is_returned=False)
    cycle = _cycle(request)
    rows = list(
        Dispatch.objects.filter(cycle=cycle)
        .select_related("ministry")
        .annotate(
            count=Count("items"),
            amount=Sum("items__proposal__approved_amount", filter=is_in, default=0),
            returned=Count("items", filter=~is_in),
        )
        .order_by("-number")
    )
    sent_back = DispatchItem.objects.filter(dispatch__cycle=cycle, is_returned=True)
    amounts = _sent_amounts(list(sent_back.select_related("dispatch")))
    for row in rows:
        row.amount += sum(amount for item, amount in amounts.items() if item.dispatch_id == row.pk)
    filled = {"packages": [_with_age(request, row) for row in rows], "waiting": _candidates(request).count()}
    return render(request, "proposals/dispatching/packages.html", filled)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Page "Buat paket": first the ministry, then its approved proposals."""
    require_planning(request)
    code = request.GET.get("kementerian", "")
    if not code:
        waiting = _candidates(request).values("ministry__code", "ministry__name")
        ministries = waiting.annotate(count=Count("pk"), amount=Sum("approved_amount")).order_by("ministry__name")
        status = 422 if request.method == "POST" else 200
        return render(request, "proposals/dispatching/ministries.html", {"ministries": ministries}, status=status)
    ministry = get_object_or_404(Ministry, code=code.replace("\x00", ""))
    form = PackageForm(posted(request), candidates=_in_print_order(_candidates(request), ministry))
    if request.method == "POST" and form.is_valid():
        try:
            dispatch = dispatching.create(
                actor=mandate_of(request).user, cycle=_cycle(request), ministry=ministry, proposals=form.chosen()
            )
        except DispatchRefused as refusal:
            return _refuse(request, refusal, None)
        messages.success(request, f"Paket {dispatch.number} dibuat.")
        return see_other("package-detail", dispatch.pk)
    filled = {"ministry": ministry, "form": form, "groups": _groups(form)}
    return render(request, "proposals/dispatching/new.html", filled, status=422 if form.errors else 200)


@require_safe
def detail(request: HttpRequest, package_id: int) -> HttpResponse:
    """One package: its proposals in print order, what stands in the way of locking it, the letter."""
    dispatch = _dispatch(request, package_id)
    items = list(dispatch.items.select_related("proposal__agency", "proposal__funding_source").order_by("position"))
    for item in items:
        proposal = item.proposal
        proposal.standing = standing(proposal.state, round_number=proposal.round_number)  # type: ignore[attr-defined]
    inside = [item for item in items if not item.is_returned]
    _dress_returned([item for item in items if item.is_returned])
    filled = {
        "dispatch": _with_age(request, dispatch),
        "items": items,
        "inside": inside,
        "returned": len(items) - len(inside),
        "amount": sum(item.proposal.approved_amount or 0 for item in items),
        "obstacles": _obstacles(inside) if dispatch.state in (DispatchState.OPEN, DispatchState.LOCKED) else [],
        "may_record": bool(can_record_sending(mandate_of(request))),
    }
    return render(request, "proposals/dispatching/package.html", filled)


@require_POST
def arrange(request: HttpRequest, package_id: int, number: str) -> HttpResponse:
    """Buttons "Naik", "Turun" and "Keluarkan" of one proposal in an open package."""
    dispatch = _dispatch(request, package_id)
    item = dispatch.items.filter(is_returned=False, proposal__number=number.replace("\x00", "")).first()
    if item is None:
        raise Http404
    seen: dict[str, Any] = {"actor": mandate_of(request).user, "seen_version": seen_version(request)}
    try:
        if request.POST.get("aksi") == "keluarkan":
            dispatching.take_out(dispatch, proposal=item.proposal, **seen)
        else:
            dispatching.move(dispatch, proposal=item.proposal, up=request.POST.get("aksi") == "naik", **seen)
    except DispatchRefused as refusal:
        return _refuse(request, refusal, dispatch)
    return see_other("package-detail", dispatch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, package_id: int) -> HttpResponse:
    """Page "Kunci paket": a confirmation, then nothing in it changes."""
    dispatch = _dispatch(request, package_id)
    if request.method != "POST":
        return render(request, "proposals/dispatching/lock.html", {"dispatch": dispatch})
    try:
        dispatching.lock(dispatch, actor=mandate_of(request).user, seen_version=seen_version(request))
    except DispatchRefused as refusal:
        return _refuse(request, refusal, dispatch)
    messages.success(request, f"Paket {dispatch.number} dikunci.")
    return see_other("package-detail", dispatch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, package_id: int) -> HttpResponse:
    """Page "Catat pengiriman": with the letter, every proposal becomes *Dikirim ke pusat*."""
    dispatch = _dispatch(request, package_id)
    if not (verdict := can_record_sending(mandate_of(request))):
        return _refuse(request, verdict, dispatch)
    form = SendingForm(posted(request), today=clock.wib_date(clock.reading(request).at))
    if request.method == "POST" and form.is_valid():
        try:
            dispatching.record_sending(
                dispatch, actor=mandate_of(request).user, seen_version=seen_version(request), **form.cleaned_data
            )
        except DispatchRefused as refusal:
            return _refuse(request, refusal, dispatch)
        messages.success(request, f"Pengiriman paket {dispatch.number} dicatat.")
        return see_other("package-detail", dispatch.pk)
    version = request.POST.get("seen_version", dispatch.version)
    filled = {"dispatch": dispatch, "form": form, "seen_version": version}
    return render(request, "proposals/dispatching/send.html", filled, status=422 if form.errors else 200)


def _cycle(request: HttpRequest) -> SubmissionCycle:
    found = context.current(request)
    if found is None:
        raise Http404
    return found.cycle


def _dispatch(request: HttpRequest, package_id: int) -> Dispatch:
    require_planning(request)
    return get_object_or_404(Dispatch.objects.select_related("ministry", "cycle"), pk=package_id)


def _candidates(request: HttpRequest) -> ProposalQuerySet:
    """Approved proposals of the cycle that lie in no package."""
    packed = Q(dispatch_items__is_returned=False)
    return Proposal.objects.alive().filter(cycle=_cycle(request), state=State.APPROVED).exclude(packed)


def _in_print_order(rows: ProposalQuerySet, ministry: Ministry) -> list[Proposal]:
    """By funding source, then by the regency's rank, then by number."""
    rows = rows.filter(ministry=ministry).select_related("agency", "funding_source")
    return list(rows.order_by("funding_source__order", F("regency_rank").asc(nulls_last=True), "number"))


def _groups(form: PackageForm) -> list[tuple[str, list[tuple[Proposal, bool]]]]:
    """The candidates by funding source, each with whether its box is ticked."""
    ticked = set(form["proposals"].value() or [])
    groups: dict[str, list[tuple[Proposal, bool]]] = {}
    for row in form.by_number.values():
        groups.setdefault(row.funding_source.label, []).append((row, row.number in ticked))
    return list(groups.items())


def _dress_returned(items: list[DispatchItem]) -> None:
    """Show what the ministry sent back as it went: with its amount then, and never the agency's working copy."""
    amounts = _sent_amounts(items)
    shown: Any = as_submitted(Proposal.objects.filter(pk__in=[item.proposal_id for item in items]))
    titles = dict(shown.values_list("pk", "official_title")) if items else {}
    for item in items:
        item.proposal.approved_amount, item.proposal.title = amounts[item], titles[item.proposal_id]


def _sent_amounts(items: list[DispatchItem]) -> dict[DispatchItem, int]:
    """With which amount each returned proposal had been sent, from the record: the return took it back (one query)."""
    rows = AuditEntry.objects.filter(proposal__in=[item.proposal_id for item in items], verb=Verb.APPROVED)
    told = list(rows.order_by("id").values_list("proposal", "occurred_at", "facts__approved_amount")) if items else []
    amounts = dict.fromkeys(items, 0)
    for item in items:
        for proposal, at, amount in told:
            if proposal == item.proposal_id and item.dispatch.sent_at and at <= item.dispatch.sent_at:
                amounts[item] = amount
    return amounts


def _obstacles(items: list[Any]) -> list[tuple[str, Proposal]]:
    """What keeps a package from being locked or sent, each with the proposal it is about."""
    verdicts = [(still_approved(item.proposal), item.proposal) for item in items]
    return [(verdict.reason, proposal) for verdict, proposal in verdicts if not verdict]


def _with_age(request: HttpRequest, dispatch: Dispatch) -> Dispatch:
    """A locked package waits for the Bupati's signature; say for how many working days (``product.md`` D23)."""
    found = context.current(request)
    if found and dispatch.state == DispatchState.LOCKED and dispatch.locked_at:
        at = clock.reading(request).at
        dispatch.waiting_days = found.calendar.working_days_elapsed(dispatch.locked_at, at)  # type: ignore[attr-defined]
    return dispatch


def _refuse(request: HttpRequest, refusal: Refused, dispatch: Dispatch | None) -> HttpResponse:
    return refused(request, refusal, "proposals/dispatching/refused.html", {"dispatch": dispatch})
