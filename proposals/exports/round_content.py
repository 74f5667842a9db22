"""What a round leaves on paper, as plain data: what is shown, printed, locked and hashed.

Only what the agency already knows goes in (``product.md`` D9): a note that was not sent, an internal one, or an answer
that was not sent is on no paper, whoever prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import Membership
from accounts.roles import Role
from lebong_proposals import clock
from proposals.audit import Verb
from proposals.dates import cutoff_text
from proposals.exports.letterhead import planning_letterhead
from proposals.models import (
    AssistanceSession,
    AuditEntry,
    CheckingBody,
    NoteResponse,
    NoteStatus,
    PaperKind,
    ReviewNote,
    SessionResult,
)
from proposals.note_subjects import GONE, subject
from proposals.sections import Section
from proposals.snapshot import Content, of_version

PaperContent = dict[str, Any]
Signer = dict[str, str]

SIGNER_FIELDS = ("name", "rank", "nip", "title")
PLANNING = "Bappeda"
# "1.03.10 Program … – Kegiatan … – Subkegiatan …" is how agencies write the three into one line.
LEVELS = re.compile(r"\s+[–—/>|]\s+|\s*\n\s*")
LEVEL_COUNT = 3
DECISIONS = (Verb.APPROVED, Verb.REJECTED)


def papers_sessions() -> QuerySet[AssistanceSession]:
    """Sessions with everything that a paper of theirs reads of their proposal, and the start of their round."""
    related = ("proposal__agency", "proposal__cycle__regency", "proposal__ministry", "version", "reviewer")
    round_ = AssistanceSession.objects.filter(proposal=OuterRef("proposal"), round_number=OuterRef("round_number"))
    first = round_.order_by("started_at").values("started_at")[:1]
    return AssistanceSession.objects.select_related(*related).annotate(round_started_at=Subquery(first))


def round_started_at(session: AssistanceSession) -> datetime:
    """Since when the round runs, for a session of ``papers_sessions``: a reopening goes on with it in a new session."""
    started: datetime = session.round_started_at  # type: ignore[attr-defined]
    return started


def round_content(session: AssistanceSession) -> PaperContent:
    """Gather what a closed round says, for a session of ``papers_sessions`` (four queries)."""
    proposal, content = session.proposal, of_version(session.version)
    notes = _notes(session)
    decided = _decision(session)
    return {
        "round": session.round_number,
        "proposal": _proposal(session, content),
        "letterhead": planning_letterhead(proposal.cycle.regency),
        "seat": proposal.cycle.regency.seat,
        "started_on": clock.wib_date(round_started_at(session)).isoformat(),
        "closed_on": clock.wib_date(session.closed_at).isoformat() if session.closed_at else "",
        "result": session.result,
        "introduction": session.introduction,
        "revision_due": cutoff_text(session.revision_due_at) if session.revision_due_at else "",
        "approved_amount": decided.get("approved_amount"),
        "suggestions_due": decided.get("suggestions_due_on") or "",
        "reason": decided.get("reason") or "",
        "bodies": _bodies(session, notes),
        "answered": _answered(notes),
        "notes": [_note(row, note, content, session) for row, note in enumerate(notes, start=1)],
    }


def paper_content(
    kind: PaperKind,
    number: str,
    found: PaperContent,
    *,
    held_on: str,
    place: str,
    attendees: str,
    conclusions: str,
    signers: list[Signer],
    is_rehearsal: bool,
) -> PaperContent:
    """Put what people wrote for a paper to what the round says; dates are ISO."""
    return found | {
        "kind": str(kind),
        "number": number,
        "held_on": held_on,
        "place": place,
        "attendees": [line.strip() for line in attendees.splitlines() if line.strip()],
        "conclusions": conclusions,
        "is_rehearsal": is_rehearsal,
        "signers": [{field: signer.get(field, "") for field in SIGNER_FIELDS} for signer in signers],
    }


def proposed_signers(session: AssistanceSession, kind: PaperKind) -> list[Signer]:
    """Who signs: the agency's head, and the head of Bappeda or for a sheet its reviewer (one query).

    Without an account for the head, the official named in the proposal.
    """
    day = clock.wib_date(session.closed_at or session.started_at)
    wanted = (
        Q(user=session.reviewer, role=Role.REVIEWER)
        | Q(role=Role.APPROVER)
        | Q(role=Role.AGENCY_HEAD, agency=session.proposal.agency)
    )
    rows = Membership.objects.active(day).filter(wanted, user__is_active=True).select_related("user", "agency")
    found: dict[str, Signer] = {}
    for row in rows.order_by("is_acting", "starts_on", "id"):
        found.setdefault(row.role, _signer(row))
    agency = found.get(Role.AGENCY_HEAD) or _responsible(of_version(session.version))
    ours = found.get(Role.APPROVER if kind == PaperKind.MINUTES else Role.REVIEWER)
    return [agency, ours or dict.fromkeys(SIGNER_FIELDS, "")]


def _signer(row: Membership) -> Signer:
    return {"name": row.user.name, "rank": row.rank, "nip": row.nip, "title": row.full_title}


def _responsible(content: Content) -> Signer:
    identity = content["identity"]
    found = {field: identity[f"responsible_{field}"] for field in ("name", "nip", "title")}
    return found | {"rank": ""}


def _notes(session: AssistanceSession) -> list[ReviewNote]:
    """What the agency was told in this round, or before and was still open, with the answers it has sent."""
    sent = NoteResponse.objects.filter(released_at__isnull=False, round_number__lte=session.round_number)
    settled_before = Q(status=NoteStatus.RESOLVED, resolved_at__lt=round_started_at(session))
    rows = (
        ReviewNote.objects.for_agency()
        .filter(proposal=session.proposal, session__started_at__lte=session.started_at)
        .filter(released_at__lte=session.closed_at or session.started_at)
        .exclude(settled_before)
        .select_related("checking_body", "session")
        .prefetch_related(Prefetch("responses", sent.select_related("author").order_by("round_number")))
    )
    order = [section.value for section in Section]
    return sorted(rows, key=lambda note: (order.index(note.section), note.number))


def _note(row: int, note: ReviewNote, content: Content, session: AssistanceSession) -> dict[str, Any]:
    """A line of the table; it is numbered as it is printed, as a gap would tell of notes that are not on paper."""
    what, status = subject(note, content), _status(note, session)
    return {
        "number": row,
        "section": note.section_label,
        "subject": note.section_label if what == GONE else what,
        "kind": note.get_kind_display(),
        "team": note.checking_body.name if note.checking_body else PLANNING,
        "round": note.session.round_number,
        "body": note.body,
        "status": status.label,
        "is_settled": status == NoteStatus.RESOLVED,
        "responses": [
            {"round": each.round_number, "kind": each.get_kind_display(), "body": each.body}
            for each in note.responses.all()
        ],
    }


def _status(note: ReviewNote, session: AssistanceSession) -> NoteStatus:
    """How the round left a note: what a later round settles is that round's to tell.

    A return asks again whatever it does not settle, so only an answer given after it, in the same round, counts.
    """
    if note.resolved_at and session.closed_at and note.resolved_at <= session.closed_at:
        return NoteStatus.RESOLVED
    since = session.round_number if session.result == SessionResult.RETURNED else 0
    answered = any(response.round_number >= since for response in note.responses.all())
    return NoteStatus.ANSWERED if answered else NoteStatus.OPEN


def _proposal(session: AssistanceSession, content: Content) -> dict[str, Any]:
    proposal, identity = session.proposal, content["identity"]
    levels = LEVELS.split(identity["program"].strip(), maxsplit=LEVEL_COUNT - 1)
    return {
        "number": proposal.number,
        "title": identity["title"],
        "agency": content["agency"]["name"],
        "unit": proposal.agency.short_name,
        "levels": levels + [""] * (LEVEL_COUNT - len(levels)),
        "funding_source": (identity["funding_source"] or {}).get("label", ""),
        "ministry": (identity["ministry"] or {}).get("label", ""),
        "year": identity["fiscal_year"],
        "amount": session.version.requested_amount,
        "receipt_no": session.version.receipt_no,
    }


def _bodies(session: AssistanceSession, notes: Iterable[ReviewNote]) -> list[dict[str, str]]:
    """One line for each checking body, with the day of its last note; who has no sign-in writes the name by hand."""
    checked_on: dict[int, str] = {}
    for note in notes:
        if note.checking_body_id and note.session.round_number == session.round_number:
            day = clock.wib_date(note.created_at).isoformat()
            checked_on[note.checking_body_id] = max(day, checked_on.get(note.checking_body_id, ""))
    closed_on = clock.wib_date(session.closed_at).isoformat() if session.closed_at else ""
    ours = {"name": PLANNING, "by": session.reviewer.name, "on": closed_on}
    rows = CheckingBody.objects.filter(Q(is_active=True) | Q(pk__in=checked_on))
    return [ours, *({"name": row.name, "by": "", "on": checked_on.get(row.pk, "")} for row in rows)]


def _answered(notes: Iterable[ReviewNote]) -> dict[str, str]:
    """Who of the agency answered last, and when it was sent."""
    sent = [each for note in notes for each in note.responses.all() if each.released_at]
    if not sent:
        return {"by": "", "on": ""}
    last = max(sent, key=lambda each: (each.released_at, each.updated_at))
    return {"by": last.author.name, "on": clock.wib_date(last.released_at).isoformat() if last.released_at else ""}


def _decision(session: AssistanceSession) -> dict[str, Any]:
    """What the record holds of the decision that closed the round; a later one may stand on the proposal now."""
    entries = AuditEntry.objects.filter(proposal=session.proposal, verb__in=DECISIONS, facts__session_id=session.pk)
    return entries.order_by("-id").values_list("facts", flat=True).first() or {}
