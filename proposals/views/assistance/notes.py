"""The reviewer's notes: write, change, remove, resolve, reopen; every action leads back to the note."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from proposals.forms.notes import NoteForm, NoteOffers
from proposals.models import Proposal, ReviewNote
from proposals.policy import can_write_notes
from proposals.sections import Section
from proposals.services import assistance
from proposals.services.assistance import NoteRefused
from proposals.views.answers import see_other
from proposals.views.assistance.desk import open_desk, posted, refuse, reviewed_proposal, seen_version
from proposals.views.assistance.workspace import section_form, show
from proposals.views.lookup import mandate_of


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Button "Simpan catatan" under a section; the note waits for the decision."""
    desk = open_desk(request, number)
    section = Section.from_slug(request.POST.get("section", ""))
    if section is None:
        raise Http404
    if not (verdict := desk.may_write):
        return refuse(request, verdict, desk.proposal, request.POST.get("body", ""))
    offers = NoteOffers.read()
    form = section_form(desk, section, offers, request.POST)
    if not form.is_valid() or form.only_inserts:
        return show(request, desk, section=section, form=form, offers=offers)
    try:
        note = assistance.add_note(desk.proposal, actor=mandate_of(request).user, section=section, **form.note())
    except NoteRefused as refusal:
        return refuse(request, refusal, desk.proposal, request.POST.get("body", ""))
    messages.success(request, f"Catatan {note.number} disimpan. Catatan belum dikirim ke OPD.")
    return to_note(note)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, note_number: int) -> HttpResponse:
    """Page "Ubah catatan"; only while the note has not been sent."""
    note = _note(request, number, note_number)
    if not (verdict := can_write_notes(note.proposal, mandate_of(request)) and assistance.changeable(note)):
        return refuse(request, verdict, note.proposal, request.POST.get("body", ""))
    form = _form_of(note, posted(request))
    if request.method == "POST" and form.is_valid() and not form.only_inserts:
        try:
            assistance.change_note(
                note, actor=mandate_of(request).user, seen_version=seen_version(request), **form.note()
            )
        except NoteRefused as refusal:
            return refuse(request, refusal, note.proposal, request.POST.get("body", ""))
        messages.success(request, f"Catatan {note.number} disimpan.")
        return to_note(note)
    version = request.POST.get("seen_version", note.version)
    filled = {"proposal": note.proposal, "note": note, "form": form, "seen_version": version}
    return render(request, "proposals/assistance/note.html", filled, status=422 if form.errors else 200)


def _form_of(note: ReviewNote, data: QueryDict | None) -> NoteForm:
    body = note.checking_body
    initial = {"body": note.body, "kind": note.kind, "audience": note.audience, "checking_body": body and body.code}
    return NoteForm(data, offers=NoteOffers.read(keep=body), section=Section(note.section), initial=initial)


@require_POST
def remove(request: HttpRequest, number: str, note_number: int) -> HttpResponse:
    """Button "Hapus" of a note that has not been sent."""
    note = _note(request, number, note_number)
    try:
        assistance.remove_note(note, actor=mandate_of(request).user)
    except NoteRefused as refusal:
        return refuse(request, refusal, note.proposal)
    messages.success(request, f"Catatan {note_number} dihapus.")
    return see_other("review-workspace", number, anchor="catatan")


@require_POST
def resolve(request: HttpRequest, number: str, note_number: int) -> HttpResponse:
    """Button "Tandai selesai"."""
    return _settle(request, _note(request, number, note_number), assistance.resolve_note)


@require_POST
def reopen(request: HttpRequest, number: str, note_number: int) -> HttpResponse:
    """Button "Buka kembali"."""
    return _settle(request, _note(request, number, note_number), assistance.reopen_note)


def _settle(request: HttpRequest, note: ReviewNote, act: Callable[..., ReviewNote]) -> HttpResponse:
    try:
        act(note, actor=mandate_of(request).user)
    except NoteRefused as refusal:
        return refuse(request, refusal, note.proposal)
    return to_note(note)


def _note(request: HttpRequest, number: str, note_number: int) -> ReviewNote:
    """A note is reached through its proposal."""
    proposal: Proposal = reviewed_proposal(request, number)
    note = proposal.notes.select_related("session", "checking_body").filter(number=note_number).first()
    if note is None:
        raise Http404
    return note


def to_note(note: ReviewNote) -> HttpResponse:
    return see_other("review-workspace", note.proposal.number, anchor=f"catatan-{note.number}")
