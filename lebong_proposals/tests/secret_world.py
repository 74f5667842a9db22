"""Everybody's secrets planted by the real actions: what Bappeda has not sent, and what the agency has not sent.

A word of a secret says whose it is, so that a page that shows it betrays itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

from pypdf import PdfReader

from lebong_proposals import clock
from lebong_proposals.tests.access_world import World
from ops.testing.journeys import BACKGROUND, PDF, REASON, ProposalMaker, cost
from proposals.exports.paper_text import proposed_text
from proposals.exports.round_content import papers_sessions, round_content
from proposals.files.storage import store
from proposals.models import (
    CheckingBody,
    CriterionVerdict,
    DecisionKind,
    NoteAudience,
    NoteKind,
    PaperKind,
    Proposal,
    ResponseKind,
)
from proposals.policy import Intent
from proposals.sections import Section
from proposals.services import assistance, attachments, checklist, papers, prepared
from proposals.workflow import Action, State

OF_BAPPEDA = {"CATATAN", "INTERNAL", "BADAN", "PERIKSA", "KEPUTUSAN", "TERTAHAN", "LAMA"}
OF_AGENCY = {"JAWABAN", "JUDUL", "LATAR", "RAB", "BERKAS", "DRAF"}
# Words run together on paper, so that a secret is known by its whole name.
SECRET = re.compile(f"RAHASIA(BAPPEDA|OPD)({'|'.join(sorted(OF_BAPPEDA | OF_AGENCY))})")
STATES = (State.DRAFT, State.IN_ASSISTANCE, State.REVISION_REQUIRED, State.APPROVED)


def bappedas(name: str) -> str:
    return f"RAHASIABAPPEDA{name}"


def agencys(name: str) -> str:
    return f"RAHASIAOPD{name}"


class SecretWorld(World):
    """A proposal in four states, each with what the other side must not learn."""

    def __init__(self, maker: ProposalMaker, people: dict[str, Any]) -> None:
        super().__init__(maker, people, (State.DRAFT, State.IN_ASSISTANCE))
        _draft(maker, self.proposals[State.DRAFT])
        _in_review(maker, self.proposals[State.IN_ASSISTANCE])
        returned = maker.make(state="in_assistance")
        self.submitted_title = returned.title
        self.proposals[State.REVISION_REQUIRED] = self.returned = _returned(maker, returned)
        self.proposals[State.APPROVED] = _approved(maker)


def _draft(maker: ProposalMaker, proposal: Proposal) -> None:
    maker.save(proposal, Section.BACKGROUND, dict.fromkeys(BACKGROUND, agencys("DRAF")))


def _in_review(maker: ProposalMaker, proposal: Proposal) -> None:
    body = CheckingBody.objects.order_by("pk")[0]
    maker.note(proposal, bappedas("CATATAN"), section=Section.BUDGET, kind=NoteKind.SUGGESTION)
    maker.note(proposal, bappedas("INTERNAL"), audience=NoteAudience.INTERNAL)
    maker.note(
        proposal, bappedas("BADAN"), audience=NoteAudience.INTERNAL, section=Section.LOCATION, checking_body=body
    )
    _checked(maker, proposal, bappedas("PERIKSA"))
    _prepared(maker, proposal, DecisionKind.REJECT, f"{REASON} {bappedas('KEPUTUSAN')}")


def _checked(maker: ProposalMaker, proposal: Proposal, remark: str) -> None:
    session = proposal.assistance_sessions.get(closed_at__isnull=True)
    criterion = checklist.criteria_of(proposal).order_by("pk")[0]
    found = {criterion.pk: (CriterionVerdict.NEEDS_WORK, remark)}
    checklist.save(proposal, actor=maker.reviewer, seen=checklist.fingerprint(session, ()), findings=found)


def _prepared(maker: ProposalMaker, proposal: Proposal, kind: DecisionKind, reason: str = "") -> None:
    proposal.refresh_from_db()
    amount = proposal.requested_amount if kind == DecisionKind.APPROVE else None
    intent = Intent(seen_version=proposal.version, note=reason, approved_amount=amount)
    prepared.prepare(proposal, actor=maker.reviewer, kind=kind, intent=intent)


def _returned(maker: ProposalMaker, proposal: Proposal) -> Proposal:
    """Returned with one note; others were held back. The agency has changed everything and sent nothing."""
    sent = maker.note(proposal)
    maker.note(proposal, bappedas("TERTAHAN"), section=Section.LOCATION, kind=NoteKind.SUGGESTION)
    maker.note(proposal, bappedas("LAMA"), audience=NoteAudience.INTERNAL)
    _checked(maker, proposal, bappedas("LAMA"))
    due = clock.now() + timedelta(days=3)
    maker.act(Action.RETURN, proposal, maker.reviewer, due_at=due, note_ids=frozenset({sent.pk}))
    _write_papers(maker, proposal)
    sent.refresh_from_db()
    assistance.save_response(sent, actor=maker.operator, kind=ResponseKind.NOT_CHANGED, body=agencys("JAWABAN"))
    maker.fill(proposal, title=agencys("JUDUL"))
    maker.save(proposal, Section.BACKGROUND, dict.fromkeys(BACKGROUND, agencys("LATAR")), is_done=True)
    maker.save(proposal, Section.BUDGET, {}, rows=[cost(agencys("RAB"), "7", "unit", 31_234_567)])
    attachments.attach(
        proposal,
        slot=None,
        stored=store([PDF]),
        filename=f"{agencys('BERKAS')}.pdf",
        content_type="application/pdf",
        actor=maker.operator,
    )
    proposal.refresh_from_db()
    return proposal


def _write_papers(maker: ProposalMaker, proposal: Proposal) -> None:
    session = papers_sessions().get(proposal=proposal)
    papers.lock(session, PaperKind.SHEET, actor=maker.reviewer, seen_version=0)
    text = proposed_text(session, PaperKind.MINUTES, round_content(session))
    draft = papers.save_draft(session, actor=maker.reviewer, seen_version=0, text=text)
    papers.lock(session, PaperKind.MINUTES, actor=maker.reviewer, seen_version=draft.version)


def _approved(maker: ProposalMaker) -> Proposal:
    proposal = maker.make(state="in_assistance")
    maker.note(proposal, bappedas("LAMA"), audience=NoteAudience.INTERNAL)
    _checked(maker, proposal, bappedas("LAMA"))
    _prepared(maker, proposal, DecisionKind.APPROVE)
    maker.approve(proposal)
    proposal.refresh_from_db()
    return proposal


def read(answer: Any) -> str:
    """What a reader finds in an answer: a page's words, a paper's, a workbook's or package's."""
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"%PDF") and b"/Kids[]" not in body:
        pages = PdfReader(io.BytesIO(body)).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return "".join(package.read(name).decode(errors="replace") for name in package.namelist())
    return unescape(body.decode(errors="replace")) + str(answer.headers)


def secrets_in(text: str) -> set[tuple[str, str]]:
    """The secrets that a text betrays, as whose and which."""
    return set(SECRET.findall(text))
