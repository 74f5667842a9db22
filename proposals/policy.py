"""From objects to facts, and the verdicts for everything that is not a transition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.mandate import Mandate
from accounts.roles import Role
from proposals.completeness import Completeness, DemandTable, assess
from proposals.deadlines import Window, window
from proposals.models import AgencyCycle, DispatchState, NoteKind, NoteStatus, Proposal, ReviewNote
from proposals.snapshot import Content, take
from proposals.workflow import ALLOWED, Facts, Refusal, Relation, State, Verdict


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who answers for a submission: the official named on the check page, and the agency's letter."""

    official_name: str
    official_title: str
    letter_number: str
    letter_date: date
    official_nip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What an actor wants beside the action itself; ``seen_version`` is the version of the page it was decided on."""

    seen_version: int
    note: str = ""
    key: UUID | None = None
    declaration: Declaration | None = None
    note_ids: frozenset[int] | None = None  # None sends every unsent note
    due_at: datetime | None = None
    opens_window: bool = False
    approved_amount: int | None = None
    suggestions_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one proposal that a decision may depend on, read by ``read_case``."""

    proposal: Proposal
    agency_cycle: AgencyCycle
    window: Window
    completeness: Completeness | None
    content: Content | None
    notes: tuple[ReviewNote, ...]


def relations(mandate: Mandate, proposal: Proposal) -> frozenset[Relation]:
    """What the person is to the proposal; one query more for a reviewer who does not hold it."""
    found = set()
    if proposal.agency_id in mandate.agency_ids:
        found.add(Relation.OWNER)
    if Role.REVIEWER in mandate.roles:
        found.add(Relation.REVIEWER)
        if proposal.assigned_to_id == mandate.user.pk or _covers(mandate, proposal):
            found.add(Relation.HOLDER)
    if Role.APPROVER in mandate.roles:
        found.add(Relation.APPROVER)
    if Role.ADMIN in mandate.roles:
        found.add(Relation.ADMIN)
    return frozenset(found)


def _covers(mandate: Mandate, proposal: Proposal) -> bool:
    """Whether the person stands in for the reviewer who holds it; never for a proposal of the own office."""
    if proposal.assigned_to_id is None or proposal.agency_id in mandate.agency_ids:
        return False
    return proposal.assigned_to_id in mandate.covered_ids


def read_case(proposal: Proposal, agency_cycle: AgencyCycle, at: datetime) -> Case:
    """Gather what a decision needs; content and completeness only while the agency holds the proposal.

    For such a proposal pass one from ``snapshot.with_content`` (two more queries). Notes cost two queries.
    """
    content = judged = None
    if proposal.is_editable_state:
        content = take(proposal)
        judged = assess(proposal, DemandTable().of(proposal), content)
    notes = tuple(proposal.notes.prefetch_related("responses").order_by("number")) if proposal.round_number else ()
    return Case(proposal, agency_cycle, window(agency_cycle, at, proposal=proposal), judged, content, notes)


def facts(case: Case, mandate: Mandate, intent: Intent) -> Facts:
    """Turn a case and an intent into what the transition table decides on; no query but the package's."""
    proposal, held = case.proposal, relations(mandate, case.proposal)
    return Facts(
        state=State(proposal.state),
        relations=held,
        window_open=case.window.is_open,
        missing=tuple(piece.text for piece in case.completeness.missing) if case.completeness else (),
        notes_to_answer=len(notes_to_send(case.notes, intent.note_ids)) + len(asked_again(case.notes)),
        unanswered_notes=len(unanswered(case.notes, proposal.round_number)),
        open_mandatory_notes=len(open_mandatory(case.notes)),
        due_date_given=intent.due_at is not None,
        reason_length=len(intent.note.strip()),
        in_numbered_dispatch=proposal.state == State.APPROVED and _in_numbered_dispatch(proposal),
        declared=intent.declaration is not None and intent.key is not None,
        round_number=proposal.round_number,
        sees_current_version=intent.seen_version == proposal.version,
        other_holder=other_holder(proposal, held),
    )


def other_holder(proposal: Proposal, held: frozenset[Relation]) -> str:
    """The name of the reviewer for whom a submitted proposal waits, if this person may not act for that one."""
    if proposal.state != State.SUBMITTED or Relation.HOLDER in held or proposal.assigned_to is None:
        return ""
    return proposal.assigned_to.name


def notes_to_send(notes: Iterable[ReviewNote], chosen: frozenset[int] | None) -> list[ReviewNote]:
    """The unsent notes for the agency, of those chosen."""
    return [
        note
        for note in notes
        if note.released_at is None and note.audience == "agency" and (chosen is None or note.pk in chosen)
    ]


def asked_again(notes: Iterable[ReviewNote]) -> list[ReviewNote]:
    """The notes that the agency knows and Bappeda has not resolved: a return asks them again, answered or not."""
    return [
        note
        for note in notes
        if note.released_at is not None and note.audience == "agency" and note.status != NoteStatus.RESOLVED
    ]


def unanswered(notes: Iterable[ReviewNote], round_number: int) -> list[ReviewNote]:
    """The open notes that the agency knows and has not answered in this round."""
    return [
        note
        for note in notes
        if note.released_at is not None
        and note.status == NoteStatus.OPEN
        and not any(response.round_number == round_number for response in note.responses.all())
    ]


def open_mandatory(notes: Iterable[ReviewNote]) -> list[ReviewNote]:
    """The *Wajib* notes that Bappeda has not resolved; internal ones never hold an approval up."""
    return [
        note
        for note in notes
        if note.kind == NoteKind.MANDATORY and note.audience == "agency" and note.status != NoteStatus.RESOLVED
    ]


def _in_numbered_dispatch(proposal: Proposal) -> bool:
    return (
        proposal.dispatches.filter(state=DispatchState.LOCKED, letter_date__isnull=False)
        .exclude(letter_number="")
        .exists()
    )


def can_edit(proposal: Proposal, mandate: Mandate, limits: Window) -> Verdict:
    """May this person change the words and files now."""
    if Relation.OWNER not in relations(mandate, proposal):
        return Verdict("Anda tidak berwenang mengubah usulan ini.", Refusal.ROLE)
    if not proposal.is_editable_state:
        return Verdict(
            f"Usulan berstatus {State(proposal.state).label} dan tidak dapat diubah oleh OPD.", Refusal.LOCKED
        )
    if not limits.is_open:
        return Verdict(limits.reason, Refusal.DEADLINE)
    return ALLOWED


def can_write_notes(proposal: Proposal, mandate: Mandate) -> Verdict:
    """May this person write, change and resolve notes now: only the reviewer who holds the proposal."""
    held = relations(mandate, proposal)
    if Relation.OWNER in held:
        return Verdict("Anda tidak dapat menelaah usulan OPD sendiri.", Refusal.ROLE)
    if Relation.HOLDER not in held:
        return Verdict("Hanya asistor usulan ini yang menulis catatan.", Refusal.ROLE)
    if proposal.state != State.IN_ASSISTANCE:
        return Verdict("Catatan hanya dapat diubah selama asistensi.", Refusal.LOCKED)
    return ALLOWED


def can_assign(proposal: Proposal, mandate: Mandate) -> Verdict:
    """May this person say who reviews it: approver and admin until it is decided, its holder while it waits (D5)."""
    held = relations(mandate, proposal)
    if Relation.OWNER in held:
        return Verdict("Anda tidak dapat menugaskan usulan OPD sendiri.", Refusal.ROLE)
    if not held & {Relation.APPROVER, Relation.ADMIN, Relation.HOLDER}:
        return Verdict("Hanya asistor usulan ini, kepala Bappeda, atau admin yang menugaskannya.", Refusal.ROLE)
    leads = bool(held & {Relation.APPROVER, Relation.ADMIN})
    if proposal.state not in (State.SUBMITTED, State.IN_ASSISTANCE, *([State.REVISION_REQUIRED] if leads else [])):
        label = State(proposal.state).label
        return Verdict(f"Usulan berstatus {label} dan tidak dapat ditugaskan.", Refusal.LOCKED)
    return ALLOWED


def can_be_given(proposal: Proposal, candidate: Mandate) -> Verdict:
    """May it be reviewed by this person: an active reviewer of another office, who does not hold it yet."""
    name = candidate.user.name
    if not candidate.user.is_active or Role.REVIEWER not in candidate.roles:
        return Verdict(f"{name} bukan anggota Tim Asistensi yang aktif.", Refusal.LOCKED)
    if proposal.agency_id in candidate.agency_ids:
        return Verdict(f"{name} tidak dapat menelaah usulan OPD sendiri.", Refusal.LOCKED)
    if proposal.assigned_to_id == candidate.user.pk:
        return Verdict(f"Usulan ini sudah ditugaskan kepada {name}.", Refusal.LOCKED)
    return ALLOWED


def sets_covers_of_all(mandate: Mandate) -> bool:
    """Approver and admin say who stands in for whom; a reviewer only who stands in for oneself."""
    return bool(mandate.roles & {Role.APPROVER, Role.ADMIN})


def can_set_cover(mandate: Mandate, absent_id: int) -> Verdict:
    """May this person set and end who stands in for the absent one."""
    if sets_covers_of_all(mandate) or (Role.REVIEWER in mandate.roles and absent_id == mandate.user.pk):
        return ALLOWED
    return Verdict("Pengganti ditetapkan oleh asistor sendiri, kepala Bappeda, atau admin.", Refusal.ROLE)


def can_create(mandate: Mandate, limits: Window) -> Verdict:
    """May this person begin a proposal for an agency with this window."""
    if not mandate.is_agency:
        return Verdict("Hanya OPD yang membuat usulan.", Refusal.ROLE)
    if not limits.is_open:
        return Verdict(limits.reason, Refusal.DEADLINE)
    return ALLOWED


def can_build_dispatch(mandate: Mandate) -> Verdict:
    """Reviewers, the approver and the admin build and lock packages (``product.md`` D8)."""
    return ALLOWED if mandate.is_planning else Verdict("Hanya Bappeda yang menyusun paket.", Refusal.ROLE)


def can_record_sending(mandate: Mandate) -> Verdict:
    """The approver or the admin records that a package was sent (``product.md`` D8)."""
    if mandate.roles & {Role.APPROVER, Role.ADMIN}:
        return ALLOWED
    return Verdict("Pengiriman dicatat oleh kepala Bappeda atau admin.", Refusal.ROLE)
