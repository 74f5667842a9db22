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
from proposals.forms.notes import NoteForm, NoteOffers
from proposals.marked_files import marks_of
from proposals.models import NoteAudience, NoteStatus, ReviewNote, StockPhrase, SubmittedVersion
from proposals.note_subjects import ROW_PREFIX, changes, choices, piece, subject
from proposals.policy import can_assign
from proposals.presentation import File, Row, summary
from proposals.sections import Section
from proposals.snapshot import Content, of_version
from proposals.standing import Standing, standing
from proposals.unasked_changes import unasked_changes
from proposals.views.assistance.desk import WITH_NOTES, ReviewDesk, open_desk, review_target
from proposals.views.assistance.preparing import ready_of
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
    phrases: list[StockPhrase]
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


# The last round is closed, so that its papers can be written.
DECIDED = (State.REVISION_REQUIRED, State.APPROVED, State.REJECTED, State.SENT)


@require_safe
def workspace(request: HttpRequest, number: str) -> HttpResponse:
    """The page; with ``?bagian=…&mengenai=…`` a note form stands open on that piece ("Tambahkan catatan")."""
    desk = open_desk(request, number)
    section = Section.from_slug(request.GET.get("bagian", ""))
    if section is None or not desk.may_write:
        return show(request, desk)
    offers = NoteOffers.read()
    form = section_form(desk, section, offers, initial={"about": request.GET.get("mengenai", "")})
    return show(request, desk, section=section, form=form, offers=offers)


def section_form(desk: ReviewDesk, section: Section, offers: NoteOffers, data: Any = None, **kwargs: Any) -> NoteForm:
    """The form for a note under a section; its ids name the section, as eight such forms stand on the page."""
    targets = choices(section, desk.content)
    auto_id = f"catatan-{section.slug}-%s"
    return NoteForm(data, offers=offers, section=section, targets=targets, auto_id=auto_id, **kwargs)


def show(
    request: HttpRequest,
    desk: ReviewDesk,
    *,
    section: Section | None = None,
    form: NoteForm | None = None,
    offers: NoteOffers | None = None,
) -> HttpResponse:
    """Draw the workspace; a note form that was refused or got a stock phrase comes back open in its section."""
    version, content = desk.version, desk.content
    _dress_notes(desk, version, content)
    offers = offers or (NoteOffers.read() if desk.may_write else NoteOffers((), ()))
    proposal, verdicts = desk.proposal, desk.verdicts()
    filled = {
        "proposal": proposal,
        "desk": desk,
        "version": version,
        "standing": _standing(desk),
        "age": _age(request, desk),
        "parts": [
            _part(part, desk, content, offers, form if part.section is section else None)
            for part in summary(content, marks_of(proposal))
        ],
        "unasked": unasked_changes(version, content, desk.notes),
        "bodies": offers.bodies,
        "form": form,
        "may_write": bool(desk.may_write),
        "is_decided": proposal.round_number and proposal.state in DECIDED,
        "may_assign": bool(can_assign(proposal, desk.mandate)),
        "taking": verdicts.get(Action.START_ASSISTANCE),
        "buttons": _buttons(desk, verdicts),
        "others": _others(desk, verdicts),
        "prepared": ready_of(desk) if proposal.state == State.IN_ASSISTANCE else None,
        "may_prepare": bool(desk.may_write),
        "may_confirm": Action.APPROVE in verdicts,
        "open_count": sum(note.status != NoteStatus.RESOLVED for note in desk.notes),
        "resolved_count": sum(note.status == NoteStatus.RESOLVED for note in desk.notes),
    }
    return render(request, "proposals/assistance/workspace.html", filled, status=422 if form and form.errors else 200)


def _standing(desk: ReviewDesk) -> Standing:
    proposal = desk.proposal
    left = len(desk.sent_suggestions)
    return standing(proposal.state, round_number=proposal.round_number, open_suggestions=left)


def _buttons(desk: ReviewDesk, verdicts: Mapping[Action, Verdict]) -> list[Button]:
    number = desk.proposal.number
    labels = dict(Action.choices) | {Action.APPROVE.value: desk.approval_label}
    found = [
        Button(action.value, labels[action], css_class, reverse(route, args=[number]), verdicts[action].reason)
        for action, (route, css_class) in LOOKS.items()
        if action in verdicts
    ]
    if desk.may_write:
        found.append(
            Button("prepare", "Siapkan keputusan", "btn-primary", reverse("review-prepare", args=[number]), "")
        )
    return found


def _others(desk: ReviewDesk, verdicts: Mapping[Action, Verdict]) -> list[tuple[str, str]]:
    """Label and address of what a reviewer prepares rather seldom; who decides has buttons of its own for it."""
    if not desk.may_write or Action.APPROVE in verdicts:
        return []
    where = reverse("review-prepare", args=[desk.proposal.number])
    found = [(WITH_NOTES, f"{where}?keputusan=setujui")] if desk.open_suggestions else []
    return [*found, (Action.REJECT.label, f"{where}?keputusan=tolak")]


def _part(part: Any, desk: ReviewDesk, content: Content, offers: NoteOffers, form: NoteForm | None) -> ReviewedPart:
    section: Section = part.section
    notes = [note for note in desk.notes if note.section == section.value]
    shown = (section, part.rows, part.table, part.files)
    return ReviewedPart(*shown, notes, choices(section, content), offers.phrases_of(section), form)


def _dress_notes(desk: ReviewDesk, version: SubmittedVersion, content: Content) -> None:
    """Name what each note hangs on, and mark whether that changed since the note was written."""
    older = {note.session.version_id for note in desk.notes} - {version.pk}
    contents, numbers = {version.pk: content}, {version.pk: version.version_no}
    for each in SubmittedVersion.objects.filter(pk__in=older) if older else ():
        contents[each.pk], numbers[each.pk] = of_version(each), each.version_no
    for note in desk.notes:
        then = contents[note.session.version_id]
        note.seen_in = numbers[note.session.version_id]  # type: ignore[attr-defined]
        note.subject = subject(note, content if piece(note, content) is not None else then)  # type: ignore[attr-defined]
        note.has_changed = piece(note, then) != piece(note, content)  # type: ignore[attr-defined]
        note.changes = changes(note, then, content) if note.has_changed else []  # type: ignore[attr-defined]
        note.about = ROW_PREFIX + str(note.cost_item) if note.cost_item else note.field  # type: ignore[attr-defined]
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
