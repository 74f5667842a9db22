"""Pages of "Kalimat baku": admins keep them, the approver reads them, reviewers meet them in the note form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Role
from proposals.forms.phrases import ALL_SECTIONS, PhraseForm
from proposals.models import StockPhrase
from proposals.sections import Section
from proposals.services import phrases
from proposals.services.phrases import PhraseExists, PhraseRefused
from proposals.views.answers import refused, see_other
from proposals.views.lookup import mandate_of

LIST = "manage-phrases"


@dataclass(frozen=True, slots=True)
class Group:
    """The phrases of one section, in their order."""

    slug: str
    label: str
    phrases: list[StockPhrase]


@require_safe
def phrase_list(request: HttpRequest) -> HttpResponse:
    """Page "Kalimat baku": every phrase by section, also those out of use (one query beside the frame's)."""
    roles = mandate_of(request).roles
    if not roles & {Role.ADMIN, Role.APPROVER}:
        raise PermissionDenied
    found = list(StockPhrase.objects.all())
    named = [(section.value, section.slug, section.label) for section in Section] + [("", "semua", ALL_SECTIONS)]
    groups = [Group(slug, label, [row for row in found if row.section == value]) for value, slug, label in named]
    filled = {"groups": [group for group in groups if group.phrases], "may_change": Role.ADMIN in roles}
    return render(request, "proposals/phrases/list.html", filled)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Page "Tambah kalimat baku"."""
    _require_admin(request)
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            phrases.add(actor=mandate_of(request).user, **form.cleaned_data)
        except PhraseExists:
            form.add_error("text", "Kalimat ini sudah ada.")
        else:
            messages.success(request, "Kalimat baku ditambahkan.")
            return see_other(LIST)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Page "Ubah kalimat baku"."""
    _require_admin(request)
    phrase = get_object_or_404(StockPhrase, pk=phrase_id)
    initial = {"section": phrase.section, "text": phrase.text}
    form = PhraseForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        seen = request.POST.get("seen_text", "").replace("\r\n", "\n")
        try:
            phrases.change(phrase_id, actor=mandate_of(request).user, seen_text=seen, **form.cleaned_data)
        except PhraseExists:
            form.add_error("text", "Kalimat ini sudah ada.")
        except PhraseRefused as refusal:
            return _refuse(request, refusal, form.cleaned_data["text"])
        else:
            messages.success(request, "Kalimat baku disimpan.")
            return see_other(LIST)
    return _form_page(request, form, phrase)


@require_POST
def move(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Buttons "Naik" and "Turun"."""
    return _act(request, phrase_id, lambda user: phrases.move(phrase_id, actor=user, up="up" in request.POST))


@require_POST
def use(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Buttons "Jangan pakai lagi" and "Pakai lagi"."""
    wanted = "active" in request.POST
    return _act(request, phrase_id, lambda user: phrases.set_use(phrase_id, actor=user, is_active=wanted))


def _act(request: HttpRequest, phrase_id: int, act: Callable[..., StockPhrase]) -> HttpResponse:
    _require_admin(request)
    get_object_or_404(StockPhrase, pk=phrase_id)
    try:
        act(mandate_of(request).user)
    except PhraseRefused as refusal:
        return _refuse(request, refusal)
    return see_other(LIST, anchor=f"kalimat-{phrase_id}")


def _require_admin(request: HttpRequest) -> None:
    if Role.ADMIN not in mandate_of(request).roles:
        raise PermissionDenied


def _form_page(request: HttpRequest, form: PhraseForm, phrase: StockPhrase | None) -> HttpResponse:
    seen = request.POST.get("seen_text", phrase.text if phrase else "")
    filled = {"form": form, "phrase": phrase, "seen_text": seen}
    return render(request, "proposals/phrases/form.html", filled, status=422 if form.errors else 200)


def _refuse(request: HttpRequest, refusal: PhraseRefused, typed: str = "") -> HttpResponse:
    return refused(request, refusal, "proposals/phrases/refused.html", {"typed": typed})
