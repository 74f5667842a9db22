"""Lembar Asistensi and Berita Acara: drafted, locked, corrected by a new edition, laid beside their signed scan.

Everything happens under the proposal's row lock, so that a paper is locked with the notes as they are at that moment.
A PDF is made afterwards, from what was stored.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.mandate import Mandate
from accounts.models import User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.exports.paper_text import PaperText, proposed_text, text_of_draft
from proposals.exports.round_content import paper_content, papers_sessions, round_content
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AssistancePaper, AssistanceSession, PaperKind, Proposal
from proposals.paper_policy import can_write_papers
from proposals.services.refusals import RefusedAt
from proposals.workflow import Refusal, Verdict

if TYPE_CHECKING:
    from proposals.files.storage import StoredFile

PREFIXES = {PaperKind.SHEET: "LA", PaperKind.MINUTES: "BA"}
CODE_BYTES = 15  # 120 bits, 24 characters
CHANGED = "Konsep ini sudah disimpan orang lain sejak Anda membukanya. Isian Anda masih ada di bawah."
IS_LOCKED = "Dokumen ini sudah terkunci. Perubahan hanya lewat berita acara baru."
NOT_LOCKED = "Konsep belum dikunci. Pindaian bertanda tangan diunggah setelah dokumen dikunci."
IS_OPEN = "Konsep baru sudah ada. Simpan atau kunci konsep itu."
NOTHING_LOCKED = "Belum ada dokumen terkunci yang dapat diganti."
WRITERS = frozenset({Role.REVIEWER, Role.APPROVER})


class PaperRefused(RefusedAt):
    """The paper may not be written so; ``reason`` is the sentence to show."""


@dataclass(slots=True)
class _Desk:
    """One change on its way: the proposal is locked, the clock was read after that, the person may write."""

    session: AssistanceSession
    actor: User
    mandate: Mandate
    at: datetime
    is_rehearsal: bool

    @classmethod
    def open(cls, session: AssistanceSession, actor: User) -> _Desk:
        Proposal.objects.select_for_update(of=("self",)).get(pk=session.proposal_id)
        current = papers_sessions().get(pk=session.pk)
        read = clock.read()
        desk = cls(current, actor, Mandate(actor, read.at), read.at, read.rehearsal)
        desk.insist(can_write_papers(current, desk.mandate))
        return desk

    def insist(self, verdict: Verdict) -> None:
        if not verdict:
            raise PaperRefused(verdict, self.at)

    def refuse(self, reason: str, refusal: Refusal) -> PaperRefused:
        return PaperRefused(Verdict(reason, refusal), self.at)

    def of_round(self, kind: PaperKind) -> QuerySet[AssistancePaper]:
        """The papers of the round, which a reopened one shares with the sessions before."""
        same_round = {"session__proposal": self.session.proposal, "session__round_number": self.session.round_number}
        return AssistancePaper.objects.filter(**same_round, kind=kind)

    def last(self, kind: PaperKind) -> AssistancePaper | None:
        """The last paper of the session, or the draft that a reopening left open."""
        held = self.of_round(kind).filter(Q(session=self.session) | Q(locked_at__isnull=True))
        return held.order_by("-edition").first()

    def take_over(self, paper: AssistancePaper) -> bool:
        """Make a draft that a reopening left open one of this session; not saved yet. Says whether it was not."""
        is_left = paper.session_id != self.session.pk
        paper.session = self.session
        return is_left

    def opened(self, kind: PaperKind, seen_version: int) -> AssistancePaper | None:
        """The draft that the person saw, None when there was none yet; refuses what is locked or has changed."""
        paper = self.last(kind)
        if paper is not None and paper.locked_at is not None:
            raise self.refuse(IS_LOCKED, Refusal.LOCKED)
        if (paper.version if paper else 0) != seen_version:
            raise self.refuse(CHANGED, Refusal.STALE)
        return paper

    def new(self, kind: PaperKind, text: PaperText) -> AssistancePaper:
        """A row of the next edition of the round."""
        proposal, round_number = self.session.proposal, self.session.round_number
        edition = self.of_round(kind).count() + 1
        number = f"{PREFIXES[kind]}-{proposal.number}/{round_number}" + (f"-{edition}" if edition > 1 else "")
        paper = AssistancePaper(
            session=self.session,
            kind=kind,
            edition=edition,
            number=number,
            created_by=self.actor,
            created_at=self.at,
            updated_at=self.at,
        )
        text.put_on(paper)
        return paper

    def record(self, verb: audit.Verb, paper: AssistancePaper, **facts: Any) -> None:
        audit.record(
            verb,
            actor=audit.Actor.of(self.actor, self.mandate.membership_as(WRITERS)),
            at=self.at,
            proposal=self.session.proposal,
            facts={"paper": paper.kind, "number": paper.number, "round": self.session.round_number, **facts},
        )


@transaction.atomic
def save_draft(
    session: AssistanceSession, *, actor: User, seen_version: int, text: PaperText, kind: PaperKind = PaperKind.MINUTES
) -> AssistancePaper:
    """Keep what was written; ``seen_version`` is 0 where no draft was seen. Raises ``PaperRefused``."""
    desk = _Desk.open(session, actor)
    paper = desk.opened(kind, seen_version)
    if paper is None:
        paper = desk.new(kind, text)
        paper.save(force_insert=True)
    elif text.put_on(paper) | desk.take_over(paper):
        paper.version += 1
        paper.updated_at = desk.at
        paper.save()
    else:
        return paper
    desk.record(audit.Verb.PAPER_SAVED, paper)
    return paper


@transaction.atomic
def lock(session: AssistanceSession, kind: PaperKind, *, actor: User, seen_version: int) -> AssistancePaper:
    """Freeze a paper with what the round says now; a sheet needs no draft before. Raises ``PaperRefused``."""
    desk = _Desk.open(session, actor)
    paper = desk.opened(kind, seen_version)
    found = round_content(desk.session)
    if paper is None:
        paper = desk.new(kind, proposed_text(desk.session, kind, found))
    text = text_of_draft(paper, desk.session, found)
    text.put_on(paper)
    desk.take_over(paper)
    if kind == PaperKind.MINUTES and text.missing:
        missing = ", ".join(text.missing)
        raise desk.refuse(f"Berita acara belum dapat dikunci. Lengkapi: {missing}.", Refusal.INCOMPLETE)
    content = paper_content(kind, paper.number, found, is_rehearsal=desk.is_rehearsal, **text.words())
    paper.content = content
    paper.content_sha256 = sha256_hex(canonical_json(content))
    paper.check_code = _new_code()
    paper.locked_by, paper.locked_at = actor, desk.at
    paper.version += 1
    paper.updated_at = desk.at
    paper.save()
    desk.record(audit.Verb.PAPER_LOCKED, paper, content_sha256=paper.content_sha256)
    return paper


@transaction.atomic
def new_edition(session: AssistanceSession, kind: PaperKind, *, actor: User) -> AssistancePaper:
    """Begin the paper that takes the place of a locked one, with its words. Raises ``PaperRefused``."""
    desk = _Desk.open(session, actor)
    last = desk.last(kind)
    if last is None:
        raise desk.refuse(NOTHING_LOCKED, Refusal.LOCKED)
    if last.locked_at is None:
        raise desk.refuse(IS_OPEN, Refusal.LOCKED)
    paper = desk.new(kind, PaperText.of(last))
    paper.save(force_insert=True)
    desk.record(audit.Verb.PAPER_SAVED, paper, replaces=last.number)
    return paper


@transaction.atomic
def attach_scan(paper: AssistancePaper, *, actor: User, stored: StoredFile, filename: str) -> AssistancePaper:
    """Lay the signed scan beside a locked paper, in the place of an earlier one. Raises ``PaperRefused``."""
    desk = _Desk.open(paper.session, actor)
    current = AssistancePaper.objects.get(pk=paper.pk)
    if current.locked_at is None:
        raise desk.refuse(NOT_LOCKED, Refusal.LOCKED)
    if current.signed_sha256 == stored.sha256:
        return current
    replaced = current.signed_filename or None
    current.signed_sha256, current.signed_size, current.signed_filename = stored.sha256, stored.size, filename
    current.signed_by, current.signed_at = actor, desk.at
    current.save(update_fields=["signed_sha256", "signed_size", "signed_filename", "signed_by", "signed_at"])
    facts = {"filename": filename, "size": stored.size, "sha256": stored.sha256, "replaced": replaced}
    desk.record(audit.Verb.PAPER_SIGNED, current, **facts)
    return current


def _new_code() -> str:
    """A code that nobody guesses, without the digits that are read as letters."""
    return base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
