"""Page "Ruang asistensi": the version under review, the notes beside it, and what can be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals.content_tables import Table
from proposals.forms.assistance import NoteForm
from proposals.models import NoteAudience, NoteStatus, ReviewNote, SubmittedVersion
from proposals.note_subjects import choices, piece, subject
from proposals.presentation import File, Row, summary
from proposals.sections import Section
from proposals.snapshot import Content, of_version
from proposals.standing import Standing, standing
from proposals.views.assistance.desk import ReviewDesk, open_desk, review_target
from proposals.workflow import Action, State, Verdict


@dataclass(frozen=True, slots=True)
class ReviewedPart:
    """One section of the read view with its notes and, for the reviewer, the form for another."""

    section: Section
    rows: tuple[Row, ...]
    table: Table | None
    files: tuple[File, ...]
    notes: list[ReviewNote]
    targets: list[tuple[str, str]]
    form: NoteForm | None


@dataclass(frozen=True, slots=True)
class Button:
    """One decision on offer; with a ``reason`` it still leads to its page, which explains it again."""

    action: str
    label: str
    css_class: str
    url: str
    reason: str


LOOKS = {
    Action.RETURN: ("review-return", "btn-outline-primary"),
    Action.REJECT: ("review-reject", "btn-link"),
    Action.APPROVE: ("review-approve", "btn-primary"),
    Action.REOPEN: ("review-reopen", "btn-outline-primary"),
    Action.RETURNED_BY_MINISTRY: ("review-ministry-return", "btn-outline-primary"),
}


@require_safe
def workspace(request: HttpRequest, number: str) -> HttpResponse:
    return show(request, open_desk(request, number))


def show(
    request: HttpRequest, desk: ReviewDesk, *, section: Section | None = None, form: NoteForm | None = None
) -> HttpResponse:
    """Draw the workspace; a note form that was refused comes back open in its section."""
    version = reviewed_version(desk)
    content = of_version(version)
    _dress_notes(desk, version, content)
    proposal, verdicts = desk.proposal, desk.verdicts()
    filled = {
        "proposal": proposal,
        "desk": desk,
        "version": version,
        "standing": _standing(desk),
        "age": _age(request, desk),
        "parts": [_part(part, desk, content, form if part.section is section else None) for part in summary(content)],
        "form": form,
        "may_write": bool(desk.may_write),
        "taking": verdicts.get(Action.START_ASSISTANCE),
        "buttons": _buttons(proposal.number, verdicts),
        "open_count": sum(note.status != NoteStatus.RESOLVED for note in desk.notes),
        "resolved_count": sum(note.status == NoteStatus.RESOLVED for note in desk.notes),
    }
    return render(request, "proposals/assistance/workspace.html", filled, status=422 if form else 200)


def reviewed_version(desk: ReviewDesk) -> SubmittedVersion:
    """The version that counts: the last one that was not taken back (one query)."""
    versions = desk.proposal.versions.filter(withdrawal__isnull=True).order_by("-version_no")
    return versions[0]


def _standing(desk: ReviewDesk) -> Standing:
    proposal = desk.proposal
    left = len(desk.sent_suggestions)
    return standing(proposal.state, round_number=proposal.round_number, open_suggestions=left)


def _buttons(number: str, verdicts: Mapping[Action, Verdict]) -> list[Button]:
    return [
        Button(action.value, action.label, css_class, reverse(route, args=[number]), verdicts[action].reason)
        for action, (route, css_class) in LOOKS.items()
        if action in verdicts
    ]


def _part(part: Any, desk: ReviewDesk, content: Content, form: NoteForm | None) -> ReviewedPart:
    notes = [note for note in desk.notes if note.section == part.section.value]
    return ReviewedPart(part.section, part.rows, part.table, part.files, notes, choices(part.section, content), form)


def _dress_notes(desk: ReviewDesk, version: SubmittedVersion, content: Content) -> None:
    """Name what each note hangs on, and mark whether that changed since the note was written."""
    older = {note.session.version_id for note in desk.notes} - {version.pk}
    contents = {version.pk: content}
    if older:
        contents |= {each.pk: of_version(each) for each in SubmittedVersion.objects.filter(pk__in=older)}
    for note in desk.notes:
        then = contents[note.session.version_id]
        note.subject = subject(note, content if piece(note, content) is not None else then)  # type: ignore[attr-defined]
        note.has_changed = piece(note, then) != piece(note, content)  # type: ignore[attr-defined]
        note.section_slug = Section(note.section).slug  # type: ignore[attr-defined]
        note.is_unsent = note.released_at is None and note.audience == NoteAudience.AGENCY  # type: ignore[attr-defined]
        note.can_change = note.is_unsent or (  # type: ignore[attr-defined]
            note.audience == NoteAudience.INTERNAL and note.session.closed_at is None
        )


def _age(request: HttpRequest, desk: ReviewDesk) -> Any:
    proposal = desk.proposal
    if proposal.state not in (State.SUBMITTED, State.IN_ASSISTANCE) or proposal.submitted_at is None:
        return None
    return review_target(request).age(proposal.submitted_at, proposal.handed_over_at or proposal.submitted_at)
