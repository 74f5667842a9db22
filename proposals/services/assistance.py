"""The reviewers' notes and the agency's responses: who may write them when, under the proposal's row lock.

The words of a note stay out of the record; until the decision they are a draft, and some never leave.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from proposals import audit
from proposals.models import (
    CheckingBody,
    NoteAudience,
    NoteKind,
    NoteResponse,
    NoteStatus,
    Proposal,
    ResponseKind,
    ReviewNote,
)
from proposals.sections import Section
from proposals.services.note_desk import NoteDesk, NoteRefused
from proposals.workflow import ALLOWED, Refusal, Verdict

__all__ = [
    "NoteRefused",
    "add_note",
    "change_note",
    "changeable",
    "remove_note",
    "reopen_note",
    "resolve_note",
    "save_response",
]

NOTE_FIELDS = (
    "kind",
    "audience",
    "checking_body",
    "body",
    "status",
    "version",
    "released_at",
    "resolved_at",
    "resolved_by",
)


@transaction.atomic
def add_note(
    proposal: Proposal,
    *,
    actor: User,
    section: Section,
    body: str,
    kind: NoteKind,
    audience: NoteAudience,
    field: str = "",
    cost_item: UUID | None = None,
    checking_body: CheckingBody | None = None,
) -> ReviewNote:
    """Write a note of the open round; the agency sees it only once a decision sends it. Raises ``NoteRefused``.

    ``checking_body`` is the office without a sign-in whose note it is; None is Bappeda.
    """
    desk = NoteDesk.of_reviewer(proposal, actor)
    highest = proposal.notes.aggregate(highest=Max("number"))["highest"] or 0
    note = ReviewNote.objects.create(
        proposal=proposal,
        session=proposal.assistance_sessions.get(closed_at__isnull=True),
        number=highest + 1,
        section=Section(section),
        field=field,
        cost_item=cost_item,
        kind=kind,
        audience=audience,
        checking_body=checking_body,
        body=body,
        author=actor,
        created_at=desk.at,
        updated_at=desk.at,
    )
    desk.record(audit.Verb.NOTE_ADDED, note, kind=str(kind), audience=str(audience), **_body_of(checking_body))
    return note


@transaction.atomic
def change_note(
    note: ReviewNote,
    *,
    actor: User,
    seen_version: int,
    body: str,
    kind: NoteKind,
    audience: NoteAudience,
    checking_body: CheckingBody | None = None,
) -> ReviewNote:
    """Rewrite a note that has not been sent. Raises ``NoteRefused``, also when somebody changed it meanwhile."""
    desk = NoteDesk.of_reviewer(note.proposal, actor)
    note.refresh_from_db(fields=NOTE_FIELDS)
    desk.insist(changeable(note))
    if note.version != seen_version:
        raise NoteRefused(Verdict("Catatan ini sudah diubah sejak Anda membukanya.", Refusal.STALE), desk.at)
    wanted = {"body": body, "kind": kind, "audience": audience, "checking_body": checking_body}
    changed = [name for name, value in wanted.items() if getattr(note, name) != value]
    if changed:
        for name, value in wanted.items():
            setattr(note, name, value)
        _save(note, desk, *wanted)
        facts = {"kind": str(kind), "audience": str(audience), **_body_of(checking_body)}
        desk.record(audit.Verb.NOTE_CHANGED, note, changed=changed, **facts)
    return note


@transaction.atomic
def remove_note(note: ReviewNote, *, actor: User) -> None:
    """Take back a note that has not been sent; its number is not used again while a later one stands."""
    desk = NoteDesk.of_reviewer(note.proposal, actor)
    note.refresh_from_db(fields=NOTE_FIELDS)
    desk.insist(changeable(note))
    desk.record(audit.Verb.NOTE_REMOVED, note, kind=note.kind, audience=note.audience)
    note.delete()


@transaction.atomic
def resolve_note(note: ReviewNote, *, actor: User) -> ReviewNote:
    """Call a sent or internal note settled; settling it twice changes nothing."""
    desk = NoteDesk.of_reviewer(note.proposal, actor)
    note.refresh_from_db(fields=NOTE_FIELDS)
    if note.released_at is None and note.audience == NoteAudience.AGENCY:
        unsent = "Catatan ini belum dikirim ke OPD. Ubah atau hapus catatannya."
        raise NoteRefused(Verdict(unsent, Refusal.LOCKED), desk.at)
    if note.status != NoteStatus.RESOLVED:
        note.status, note.resolved_at, note.resolved_by = NoteStatus.RESOLVED, desk.at, actor
        _save(note, desk, "status", "resolved_at", "resolved_by")
        desk.record(audit.Verb.NOTE_RESOLVED, note)
    return note


@transaction.atomic
def reopen_note(note: ReviewNote, *, actor: User) -> ReviewNote:
    """Take "Selesai" back; the note is again what the agency's last response left it as."""
    desk = NoteDesk.of_reviewer(note.proposal, actor)
    note.refresh_from_db(fields=NOTE_FIELDS)
    if note.status == NoteStatus.RESOLVED:
        answered = note.responses.filter(released_at__isnull=False).exists()
        note.status = NoteStatus.ANSWERED if answered else NoteStatus.OPEN
        note.resolved_at = note.resolved_by = None
        _save(note, desk, "status", "resolved_at", "resolved_by")
        desk.record(audit.Verb.NOTE_REOPENED, note)
    return note


@transaction.atomic
def save_response(
    note: ReviewNote, *, actor: User, kind: ResponseKind, body: str, seen_version: int | None = None
) -> NoteResponse:
    """Write the agency's answer of this round; Bappeda sees it only with the resubmission.

    ``seen_version`` is the response's (0 when there was none). Raises ``NoteRefused`` when the proposal is not the
    agency's to edit, the limit has passed, or a colleague wrote meanwhile.
    """
    desk = NoteDesk.of_agency(note.proposal, actor)
    note.refresh_from_db(fields=NOTE_FIELDS)
    desk.insist(_answerable(note, kind, body))
    response = note.responses.filter(round_number=note.proposal.round_number).first()
    present = response.version if response else 0
    if seen_version is not None and seen_version != present:
        raise NoteRefused(Verdict("Tanggapan ini sudah diubah sejak Anda membukanya.", Refusal.STALE), desk.at)
    if response is None:
        response = NoteResponse(note=note, round_number=note.proposal.round_number, version=0)
    elif (response.kind, response.body) == (kind, body):
        return response
    response.kind, response.body, response.author = kind, body, actor
    response.version, response.updated_at = present + 1, desk.at
    response.save()
    desk.record(audit.Verb.RESPONSE_SAVED, note, kind=str(kind))
    return response


def _body_of(checking_body: CheckingBody | None) -> dict[str, str]:
    return {"checking_body": checking_body.name} if checking_body else {}


def _save(note: ReviewNote, desk: NoteDesk, *fields: str) -> None:
    note.version += 1
    note.updated_at = desk.at
    note.save(update_fields=[*fields, "version", "updated_at"])


def changeable(note: ReviewNote) -> Verdict:
    """Only what nobody outside Bappeda has read may change; an internal note only in the round it belongs to."""
    if note.released_at is not None:
        return Verdict("Catatan ini sudah dikirim ke OPD dan tidak dapat diubah.", Refusal.LOCKED)
    if note.audience == NoteAudience.INTERNAL and note.session.closed_at is not None:
        return Verdict("Catatan putaran yang sudah selesai tidak dapat diubah.", Refusal.LOCKED)
    return ALLOWED


def _answerable(note: ReviewNote, kind: ResponseKind, body: str) -> Verdict:
    if note.released_at is None:
        return Verdict("Catatan ini belum dikirim ke OPD.", Refusal.LOCKED)
    if note.status == NoteStatus.RESOLVED:
        return Verdict("Catatan ini sudah selesai.", Refusal.LOCKED)
    if kind != ResponseKind.FIXED and not body.strip():
        return Verdict("Isi penjelasan.")
    return ALLOWED
