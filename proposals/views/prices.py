"""Pages of "Standar satuan harga": an admin searches them and replaces a year out of a workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Role
from proposals.context import current
from proposals.exports.prices_template import prices_template
from proposals.exports.xlsx import CONTENT_TYPE
from proposals.files.names import content_disposition
from proposals.forms.prices import SHOWN_PRICES, PriceFileForm, PriceSearchForm, returned
from proposals.imports.opening import WorkbookRefused
from proposals.imports.prices_xlsx import Price
from proposals.models import ReferencePrice
from proposals.money import format_number
from proposals.services.prices import PricesRefused, replace_year
from proposals.views.answers import see_other, status_of
from proposals.views.lookup import mandate_of

LIST = "manage-prices"
PER_PAGE = 25
CONFIRM = "ganti"


@require_safe
def price_list(request: HttpRequest) -> HttpResponse:
    """Page "Standar satuan harga" (three queries beside the frame's)."""
    _require_admin(request)
    years = list(ReferencePrice.objects.order_by("-year").values_list("year", flat=True).distinct())
    form = PriceSearchForm(request.GET, years=years, auto_id="saring-%s")
    page = Paginator(_found(form.narrowing()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "proposals/prices/list.html", {"filters": form, "page": page, "years": years})


def _found(narrowing: dict[str, str]) -> QuerySet[ReferencePrice]:
    rows = ReferencePrice.objects.order_by("-year", "code")
    if year := narrowing.get("year"):
        rows = rows.filter(year=int(year))
    for word in narrowing.get("words", "").split():
        rows = rows.filter(Q(description__icontains=word) | Q(code__istartswith=word))
    return rows


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Give the empty workbook."""
    _require_admin(request)
    response = HttpResponse(prices_template(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition("Templat standar satuan harga.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Page "Ganti standar satuan harga": read, show, and store when it is confirmed."""
    _require_admin(request)
    if request.method != "POST":
        found = current(request)
        return _upload_page(request, PriceFileForm(initial={"year": found.cycle.year if found else None}))
    if request.POST.get("aksi") == CONFIRM:
        return _confirm(request)
    form = PriceFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    return _preview(request, form.cleaned_data["year"], form.prices, form.signed)


def _upload_page(request: HttpRequest, form: PriceFileForm, status: int = 200) -> HttpResponse:
    return render(request, "proposals/prices/upload.html", {"form": form}, status=status)


def _preview(
    request: HttpRequest, year: int, prices: list[Price], signed: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    filled = {
        "year": year,
        "count": len(prices),
        "prices": prices[:SHOWN_PRICES],
        "stored": ReferencePrice.objects.filter(year=year).count(),
        "signed": signed,
        **context,
    }
    return render(request, "proposals/prices/preview.html", filled, status=status)


def _confirm(request: HttpRequest) -> HttpResponse:
    signed = request.POST.get("harga", "")
    try:
        prices = returned(signed)
    except WorkbookRefused as refused:
        return _upload_page(request, PriceFileForm(request.POST, refusal=refused.sentence), status=422)
    seen, typed = request.POST.get("seen_count", ""), request.POST.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else 0
    if not 2000 <= year <= 2099:
        return _upload_page(request, PriceFileForm(request.POST), status=422)
    seen_count = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 7 else -1
    try:
        replace_year(year, prices, actor=mandate_of(request).user, seen_count=seen_count)
    except PricesRefused as refusal:
        context = {"problems": [(refusal.reason, "harga")], "data_reason": refusal.refusal.value}
        return _preview(request, year, prices, signed, status=status_of(refusal.refusal), **context)
    messages.success(request, f"Standar satuan harga {year} sekarang berisi {format_number(len(prices))} harga.")
    return see_other(LIST)


def _require_admin(request: HttpRequest) -> None:
    if Role.ADMIN not in mandate_of(request).roles:
        raise PermissionDenied
