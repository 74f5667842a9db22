"""Daftar periksa: what the reviewer found for each criterion of the round; it stays within Bappeda.

Nothing of it leaves with a decision, so saving it does not raise the proposal's version; the checklist has a
fingerprint of its own, by which a save on top of somebody else's is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.mandate import Mandate
from accounts.models import User
from accounts.roles import Role
from proposals import audit
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import (
    AssistanceSession,
    CriterionResult,
    CriterionVerdict,
    NoteAudience,
    NoteKind,
    Proposal,
    ReviewCriterion,
    ReviewNote,
)
from proposals.policy import can_write_notes
from proposals.sections import Section
from proposals.services.assistance import add_note
from proposals.services.note_desk import NoteDesk, NoteRefused
from proposals.workflow import Refusal, Verdict

REFUSALS = {
    Refusal.ROLE: "Hanya asistor usulan ini yang mengisi daftar periksa.",
    Refusal.LOCKED: "Daftar periksa hanya dapat diisi selama asistensi.",
}
Finding = tuple[CriterionVerdict, str]  # and the short reason
STALE = "Daftar periksa ini sudah diubah sejak Anda membukanya."


def may_fill(proposal: Proposal, mandate: Mandate) -> Verdict:
    """May this person fill the checklist now: whoever may write notes."""
    verdict = can_write_notes(proposal, mandate)
    return verdict if verdict else Verdict(REFUSALS.get(verdict.refusal, verdict.reason), verdict.refusal)


def criteria_of(proposal: Proposal) -> QuerySet[ReviewCriterion]:
    """The criteria in use for the proposal's funding source, and those for all."""
    of_source = Q(funding_source__isnull=True) | Q(funding_source=proposal.funding_source_id)
    return ReviewCriterion.objects.filter(of_source, is_active=True)


def fingerprint(session: AssistanceSession, results: Iterable[CriterionResult]) -> str:
    """Stand for what the checklist of a round says; two equal ones are one state."""
    said = sorted((result.criterion_id, result.verdict, result.remark) for result in results)
    return sha256_hex(canonical_json([session.pk, [list(each) for each in said]]))


@transaction.atomic
def save(proposal: Proposal, *, actor: User, seen: str, findings: Mapping[int, Finding]) -> list[str]:
    """Write the findings, by the criterion's key, into the open round; give the codes of what changed.

    ``seen`` is the fingerprint the page was made of. Locks the proposal. Raises ``NoteRefused``.
    """
    desk = NoteDesk(proposal, actor)
    desk.insist(may_fill(proposal, desk.mandate))
    session = proposal.assistance_sessions.get(closed_at__isnull=True)
    kept = {result.criterion_id: result for result in session.criterion_results.all()}
    if fingerprint(session, kept.values()) != seen:
        raise NoteRefused(Verdict(STALE, Refusal.STALE), desk.at)
    codes = dict(criteria_of(proposal).filter(pk__in=findings).values_list("pk", "code"))
    changes: dict[str, list[str]] = {}
    rows = []
    for key, code in codes.items():
        finding, row = findings[key], kept.get(key)
        before = (CriterionVerdict(row.verdict), row.remark) if row else None
        if finding == before:
            continue
        row = row or CriterionResult(session=session, criterion_id=key)
        (row.verdict, row.remark), row.updated_by, row.updated_at = finding, actor, desk.at
        rows.append(row)
        changes[code] = [str(before[0]) if before else "", str(finding[0])]
    if rows:
        CriterionResult.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["session", "criterion"],
            update_fields=["verdict", "remark", "updated_by", "updated_at"],
        )
        _record(desk, session, changes)
    return list(changes)


@transaction.atomic
def note_from(proposal: Proposal, *, actor: User, criterion_id: int) -> ReviewNote:
    """Make a *Wajib* note of a criterion that needs work, in its section; once, the note that stands is given back.

    Raises ``NoteRefused`` also when the criterion was not found wanting.
    """
    desk = NoteDesk(proposal, actor)
    desk.insist(may_fill(proposal, desk.mandate))
    results = CriterionResult.objects.select_related("criterion", "note")
    result = results.filter(session__proposal=proposal, session__closed_at__isnull=True, criterion=criterion_id).first()
    if result is None or result.verdict != CriterionVerdict.NEEDS_WORK:
        raise NoteRefused(
            Verdict("Hanya butir yang perlu perbaikan yang dapat menjadi catatan.", Refusal.LOCKED), desk.at
        )
    if result.note is not None:
        return result.note
    result.note = add_note(
        proposal,
        actor=actor,
        section=Section(result.criterion.section),
        body=f"{result.criterion.label}: {result.remark}" if result.remark else result.criterion.label,
        kind=NoteKind.MANDATORY,
        audience=NoteAudience.AGENCY,
    )
    result.save(update_fields=["note"])
    return result.note


def _record(desk: NoteDesk, session: AssistanceSession, changes: Mapping[str, list[str]]) -> None:
    membership = desk.mandate.membership_as(frozenset({Role.REVIEWER}))
    audit.record(
        audit.Verb.CHECKLIST_SAVED,
        actor=audit.Actor.of(desk.actor, membership),
        at=desk.at,
        proposal=desk.proposal,
        facts={"round": session.round_number, "changes": dict(changes)},
    )
