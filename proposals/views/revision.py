"""Perbaikan: the agency answers the notes, note by note, and sees what it has changed since."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from proposals import note_subjects
from proposals.audit import Verb
from proposals.form_display import error_lines
from proposals.forms.revision import ResponseForm
from proposals.history_words import Change
from proposals.models import AuditEntry, NoteKind, NoteResponse, NoteStatus, ResponseKind, ReviewNote
from proposals.policy import can_edit
from proposals.revision_changes import changes_since
from proposals.sections import Section
from proposals.services.assistance import NoteRefused, save_response
from proposals.snapshot import of_version, take
from proposals.views.answers import refused, see_other
from proposals.views.proposal_page import ProposalPage, own_page
from proposals.workflow import Refusal, State, Verdict


@dataclass(slots=True)
class Reply:
    """One note on the page with the answer so far, its form, and what changed in its section since the return.

    ``earlier`` are the answers of the rounds before, which did not settle it.
    ``response`` is what is stored now, so the page always carries its version: what it shows may be overwritten.
    ``place`` names what it hangs on; ``row_number`` is that of the budget's row, 0 for none.
    """

    note: ReviewNote
    earlier: list[NoteResponse]
    response: NoteResponse | None
    form: ResponseForm
    changes: list[Change]
    place: str
    row_number: int

    @property
    def section_slug(self) -> str:
        return Section(self.note.section).slug

    @property
    def version(self) -> int:
        return self.response.version if self.response else 0

    @property
    def is_stored(self) -> bool:
        """Whether the answer in the form is the one that is stored."""
        return self.response is not None and self.form.answer == (self.response.kind, self.response.body)

    @property
    def colleagues(self) -> NoteResponse | None:
        """What somebody stored after the page was opened; None when it is just what was typed."""
        was_overtaken = self.form.is_bound and self.form.version_seen != self.version
        return self.response if was_overtaken and not self.is_stored else None

    @property
    def claims_a_fix_without_change(self) -> bool:
        return self.response is not None and self.response.kind == ResponseKind.FIXED and not self.changes


@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Tanggapi catatan"; all answers are sent together, and the good ones are kept beside the wrong ones."""
    page = own_page(request, number, content=True)
    verdict = _may_answer(page)
    if not verdict:
        if request.method != "POST":
            return redirect("proposal-detail", number)
        return refused(request, verdict, "proposals/revision/refused.html", _context(page, _replies(request, page)))
    replies = _replies(request, page)
    if request.method == "POST":
        return _save(request, page, replies)
    return _show(request, page, replies)


def _may_answer(page: ProposalPage) -> Verdict:
    if page.proposal.state != State.REVISION_REQUIRED:
        return Verdict("Usulan ini tidak sedang diperbaiki.", Refusal.LOCKED)
    return can_edit(page.proposal, page.mandate, page.window)


def _replies(request: HttpRequest, page: ProposalPage) -> list[Reply]:
    """The notes that ask for an answer, *Wajib* first."""
    proposal = page.proposal
    waiting = proposal.notes.for_agency().filter(status=NoteStatus.OPEN)
    answers = Prefetch("responses", NoteResponse.objects.select_related("author").order_by("round_number"))
    notes = list(waiting.select_related("checking_body").prefetch_related(answers))
    if not notes:  # a draft may have no version yet
        return []
    before, content = of_version(proposal.versions.valid()[0]), take(proposal)
    changes = changes_since(before, content)
    data = request.POST if request.method == "POST" else None
    replies = []
    for note in sorted(notes, key=lambda note: (note.kind != NoteKind.MANDATORY, note.number)):
        note.proposal = proposal
        responses = list(note.responses.all())
        earlier = [one for one in responses if one.round_number < proposal.round_number]
        found = next((one for one in responses if one.round_number == proposal.round_number), None)
        form = ResponseForm(data, note=note, response=found)
        if not form.is_begun:
            form = ResponseForm(note=note, response=found)
        replies.append(
            Reply(
                note=note,
                earlier=earlier,
                response=found,
                form=form,
                changes=changes[Section(note.section)],
                place=note_subjects.place(note, content, before),
                row_number=note_subjects.row_number(note, content),
            )
        )
    return replies


def _save(request: HttpRequest, page: ProposalPage, replies: list[Reply]) -> HttpResponse:
    is_overtaken = False
    for reply in replies:
        try:
            _save_one(page, reply)
        except NoteRefused as refusal:
            if refusal.refusal is not Refusal.STALE:
                return refused(request, refusal, "proposals/revision/refused.html", _context(page, replies))
            is_overtaken = True
            _show_colleagues(reply)
    if any(reply.form.errors for reply in replies):
        return _show(request, page, replies, status=409 if is_overtaken else 422)
    if "check" in request.POST:
        return see_other("proposal-check", page.proposal.number)
    messages.success(request, "Tanggapan sudah disimpan. Bappeda melihatnya setelah Anda mengirim ulang.")
    return see_other("revision", page.proposal.number)


def _save_one(page: ProposalPage, reply: Reply) -> None:
    form = reply.form
    if form.answer is None or reply.is_stored:
        return
    kind, body = ResponseKind(form.answer[0]), form.answer[1]
    user, seen = page.mandate.user, form.version_seen
    reply.response = save_response(reply.note, actor=user, kind=kind, body=body, seen_version=seen)


def _show_colleagues(reply: Reply) -> None:
    """Put what was stored meanwhile beside what was typed; the next save knows it and may overwrite it."""
    stored = reply.note.responses.filter(round_number=reply.note.proposal.round_number)
    reply.response = stored.select_related("author").first()
    reply.form.add_error("body", f"Tanggapan catatan {reply.note.number} sudah diubah sejak Anda membukanya.")


def _show(request: HttpRequest, page: ProposalPage, replies: list[Reply], *, status: int = 200) -> HttpResponse:
    context = _context(page, replies) | {"data_reason": "stale" if status == 409 else ""}
    return render(request, "proposals/revision/revision.html", context, status=status)


def _context(page: ProposalPage, replies: list[Reply]) -> dict[str, object]:
    rows = AuditEntry.objects.filter(proposal=page.proposal, verb__in=[Verb.RETURNED, Verb.RETURNED_BY_MINISTRY])
    returned = rows.order_by("-id").first()
    words = returned.facts if returned else {}
    return {
        "proposal": page.proposal,
        "replies": replies,
        "forms": [reply.form for reply in replies],
        "error_lines": [line for reply in replies for line in error_lines(reply.form)],
        "answered": sum(reply.response is not None for reply in replies),
        "returned": returned,
        "message": words.get("message") or words.get("reason"),
    }
