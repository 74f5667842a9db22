"""What each transition changes beside the state; called by ``transitions.perform`` under its locks, by nobody else.

Each effect takes the step, writes its rows, and returns the facts for the audit entry and the mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import (
    AssistanceSession,
    CentralOutcome,
    DispatchItem,
    NoteAudience,
    NoteResponse,
    NoteStatus,
    Proposal,
    SessionResult,
    SubmittedVersion,
    Withdrawal,
)
from proposals.policy import Case, Intent, asked_again, notes_to_send
from proposals.services.attempts import record_accepted
from proposals.workflow import Action, State

Facts = dict[str, Any]

DECLARATION = (
    "Dengan mengirim usulan ini, saya menyatakan bahwa: (1) isian dan dokumen yang dilampirkan benar dan dapat "
    "dipertanggungjawabkan; (2) usulan ini telah disetujui oleh {name}, {title}; (3) kegiatan ini tidak diusulkan "
    "ganda ke sumber dana lain, kecuali yang sudah disebutkan pada bagian Identitas."
)


@dataclass(slots=True, kw_only=True)
class Step:
    """One transition on its way; ``at`` is the moment that is recorded."""

    proposal: Proposal
    case: Case
    actor: User
    intent: Intent
    at: datetime
    target: State
    version: SubmittedVersion | None = None


def submit(step: Step) -> Facts:
    """Write the submitted version, whose trigger has the last word on the moment, and its attempt."""
    proposal, declaration = step.proposal, step.intent.declaration
    if declaration is None or step.intent.key is None:
        raise ValueError("the table lets no submission pass without declaration and key")
    text = canonical_json(step.case.content)
    number = proposal.last_version_no + 1
    version = SubmittedVersion(
        proposal=proposal,
        version_no=number,
        receipt_no=f"{proposal.number}/{number}",
        idempotency_key=step.intent.key,
        content=text,
        content_sha256=sha256_hex(text),
        requested_amount=proposal.requested_amount,
        closes_at=step.case.window.closes_at,
        accepted_at=step.at,
        official_name=declaration.official_name,
        official_nip=declaration.official_nip,
        official_title=declaration.official_title,
        letter_number=declaration.letter_number,
        letter_date=declaration.letter_date,
        declaration=DECLARATION.format(name=declaration.official_name, title=declaration.official_title),
        submitted_by=step.actor,
        submitted_by_name=step.actor.name,
    )
    version.save(force_insert=True)
    version.refresh_from_db(fields=["accepted_at", "closes_at"])
    record_accepted(version, actor=step.actor)
    step.version, step.at = version, version.accepted_at
    proposal.last_version_no = number
    proposal.submitted_at = proposal.handed_over_at = step.at
    proposal.first_submitted_at = proposal.first_submitted_at or step.at
    return {
        "version_id": str(version.pk),
        "version_no": number,
        "receipt_no": version.receipt_no,
        "accepted_at": version.accepted_at.isoformat(),
        "content_sha256": version.content_sha256,
        "amount": version.requested_amount,
        "official_name": version.official_name,
        "official_title": version.official_title,
    }


def resubmit(step: Step) -> Facts:
    """Submit again, and release the responses of this round with it."""
    facts = submit(step)
    responses = NoteResponse.objects.filter(
        note__proposal=step.proposal, round_number=step.proposal.round_number, released_at__isnull=True
    )
    answered = list(responses.values_list("note_id", flat=True))
    responses.update(released_at=step.at)
    step.proposal.notes.filter(pk__in=answered, status=NoteStatus.OPEN).update(status=NoteStatus.ANSWERED)
    return facts | {"answered_notes": len(answered), "reviewer_id": step.proposal.assigned_to_id}


def recall(step: Step) -> Facts:
    """Mark the last version as withdrawn, which stays in the record; its answers are the agency's drafts again."""
    proposal = step.proposal
    version = proposal.versions.get(version_no=proposal.last_version_no)
    Withdrawal.objects.create(version=version, withdrawn_at=step.at, withdrawn_by=step.actor, reason=step.intent.note)
    _take_back_answers(proposal)
    proposal.handed_over_at = None
    return {
        "receipt_no": version.receipt_no,
        "reason": step.intent.note,
        "previous_reviewer_id": proposal.assigned_to_id,
    }


def _take_back_answers(proposal: Proposal) -> None:
    """Undo what ``resubmit`` did to the answers (three queries); those of earlier rounds stay with Bappeda.

    The round tells them apart: what is sent again in it is either withdrawn or begins the next round.
    """
    sent = NoteResponse.objects.filter(
        note__proposal=proposal, round_number=proposal.round_number, released_at__isnull=False
    )
    answered = list(sent.values_list("note_id", flat=True))
    sent.update(released_at=None)
    proposal.notes.filter(pk__in=answered, status=NoteStatus.ANSWERED).update(status=NoteStatus.OPEN)


def start_assistance(step: Step) -> Facts:
    """Open the next round for whoever takes it; a substitute leads the round, and the assignee stays."""
    proposal = step.proposal
    proposal.assigned_to = proposal.assigned_to or step.actor
    proposal.round_number += 1
    proposal.handed_over_at = step.at
    _open_session(step, step.actor)
    return {"round": proposal.round_number, "reviewer_id": step.actor.pk, "reviewer_name": step.actor.name}


def return_for_revision(step: Step) -> Facts:
    """Release the chosen notes, ask the unsettled ones again, and hand the proposal back with its due date."""
    proposal, intent = step.proposal, step.intent
    asked = asked_again(step.case.notes)
    chosen = [note.pk for note in notes_to_send(step.case.notes, intent.note_ids)]
    session = _close_session(step, SessionResult.RETURNED, introduction=intent.note, due_at=intent.due_at)
    # A note held back in an earlier round belongs to the round that sends it.
    proposal.notes.filter(pk__in=chosen).update(released_at=step.at, updated_at=step.at, session=session)
    proposal.notes.filter(pk__in=[note.pk for note in asked]).update(status=NoteStatus.OPEN)
    _hand_back(step)
    return {
        "session_id": session.pk,
        "round": session.round_number,
        "message": intent.note,
        "revision_due_at": intent.due_at.isoformat() if intent.due_at else None,
        "notes": len(chosen) + len(asked),
    }


def approve(step: Step) -> Facts:
    """Close the round; open suggestions go to the agency with the approval."""
    proposal = step.proposal
    proposal.notes.filter(audience=NoteAudience.AGENCY, released_at__isnull=True).update(released_at=step.at)
    session = _close_session(step, SessionResult.APPROVED)
    amount = step.intent.approved_amount
    proposal.approved_amount = proposal.requested_amount if amount is None else amount
    proposal.decided_at = proposal.handed_over_at = step.at
    proposal.decision_reason = step.intent.note
    proposal.suggestions_due_on = due = step.intent.suggestions_due_on
    return {
        "session_id": session.pk,
        "round": session.round_number,
        "approved_amount": proposal.approved_amount,
        "suggestions_due_on": due.isoformat() if due else None,
    }


def reject(step: Step) -> Facts:
    session = _close_session(step, SessionResult.REJECTED)
    proposal = step.proposal
    proposal.decided_at = proposal.handed_over_at = step.at
    proposal.decision_reason = step.intent.note
    return {"session_id": session.pk, "round": session.round_number, "reason": step.intent.note}


def reopen(step: Step) -> Facts:
    """Take the decision back; the same round goes on with a session of its own."""
    proposal = step.proposal
    proposal.decided_at = None
    proposal.approved_amount = None
    proposal.suggestions_due_on = None
    proposal.decision_reason = ""
    proposal.handed_over_at = step.at
    DispatchItem.objects.filter(proposal=proposal, is_returned=False, dispatch__state="open").delete()
    if proposal.assigned_to is None:
        raise ValueError("what was decided had a reviewer")
    _open_session(step, proposal.assigned_to)
    return {"round": proposal.round_number, "reason": step.intent.note, "reviewer_id": proposal.assigned_to.pk}


def mark_sent(step: Step) -> Facts:
    proposal = step.proposal
    dispatch = proposal.dispatches.select_related("ministry").get(items__is_returned=False, items__proposal=proposal)
    proposal.sent_at = proposal.handed_over_at = step.at
    proposal.central_outcome = CentralOutcome.WAITING
    return {
        "dispatch": dispatch.number,
        "ministry": dispatch.ministry.name,
        "letter_number": dispatch.letter_number,
        "letter_date": dispatch.letter_date.isoformat() if dispatch.letter_date else None,
    }


def returned_by_ministry(step: Step) -> Facts:
    """Give it back to the agency; editing is open to the given date, whatever the limits were."""
    proposal = step.proposal
    DispatchItem.objects.filter(proposal=proposal, is_returned=False).update(is_returned=True)
    proposal.central_outcome = CentralOutcome.RETURNED
    proposal.decided_at = proposal.sent_at = None
    proposal.approved_amount = None
    proposal.suggestions_due_on = None
    _hand_back(step, opens_window=True)
    due = step.intent.due_at
    return {"reason": step.intent.note, "revision_due_at": due.isoformat() if due else None}


def _hand_back(step: Step, *, opens_window: bool = False) -> None:
    proposal = step.proposal
    proposal.returned_at = proposal.handed_over_at = step.at
    proposal.revision_due_at = step.intent.due_at
    proposal.revision_window = opens_window or step.intent.opens_window


def _open_session(step: Step, reviewer: User) -> None:
    proposal = step.proposal
    AssistanceSession.objects.create(
        proposal=proposal,
        round_number=proposal.round_number,
        version=proposal.versions.get(version_no=proposal.last_version_no),
        reviewer=reviewer,
        started_at=step.at,
    )


def _close_session(
    step: Step, result: SessionResult, *, introduction: str = "", due_at: datetime | None = None
) -> AssistanceSession:
    session = step.proposal.assistance_sessions.get(closed_at__isnull=True)
    session.closed_at = step.at
    session.result = result
    session.introduction = introduction
    session.revision_due_at = due_at
    session.save()
    return session


EFFECTS: dict[Action, Callable[[Step], Facts]] = {
    Action.SUBMIT: submit,
    Action.RESUBMIT: resubmit,
    Action.RECALL: recall,
    Action.START_ASSISTANCE: start_assistance,
    Action.RETURN: return_for_revision,
    Action.APPROVE: approve,
    Action.REJECT: reject,
    Action.REOPEN: reopen,
    Action.MARK_SENT: mark_sent,
    Action.RETURNED_BY_MINISTRY: returned_by_ministry,
}
