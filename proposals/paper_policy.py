"""Who writes, locks and reads Lembar Asistensi and Berita Acara Asistensi."""

from __future__ import annotations

from accounts.mandate import Mandate
from proposals.models import AssistanceSession
from proposals.policy import relations
from proposals.workflow import ALLOWED, Refusal, Relation, Verdict


def writes_papers(session: AssistanceSession, mandate: Mandate) -> bool:
    """Whether the papers of a round are this person's: whoever holds or held it, and the head of Bappeda."""
    held = relations(mandate, session.proposal)
    if Relation.OWNER in held:
        return False
    was_theirs = Relation.REVIEWER in held and session.reviewer_id == mandate.user.pk
    return was_theirs or bool(held & {Relation.HOLDER, Relation.APPROVER})


def can_write_papers(session: AssistanceSession, mandate: Mandate) -> Verdict:
    """May this person write and lock a paper of the round now."""
    if Relation.OWNER in relations(mandate, session.proposal):
        return Verdict("Anda tidak dapat menyusun berita acara untuk usulan OPD sendiri.", Refusal.ROLE)
    if not writes_papers(session, mandate):
        return Verdict("Berita acara disusun oleh asistor putaran ini atau kepala Bappeda.", Refusal.ROLE)
    if session.closed_at is None:
        return Verdict(
            "Putaran ini masih berjalan. Berita acara disusun setelah usulan dikembalikan, disetujui, atau ditolak.",
            Refusal.LOCKED,
        )
    return ALLOWED
