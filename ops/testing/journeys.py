"""Proposals for tests, made the way people make them: by the services and transitions of the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from accounts.models import User
from lebong_proposals import clock
from proposals.completeness import DemandTable
from proposals.files.storage import store
from proposals.models import (
    AgencyCycle,
    FundingSource,
    Ministry,
    NationalMission,
    NoteAudience,
    NoteKind,
    Proposal,
    ReadinessStatus,
    RegionalMission,
    ResponseKind,
    Village,
)
from proposals.policy import Declaration, Intent
from proposals.sections import Section
from proposals.services import assistance, attachments, dispatching, drafting
from proposals.services.transitions import Outcome, perform
from proposals.workflow import Action, State

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + (
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)
LETTER = Declaration(
    official_name="Kepala Dinas (contoh)",
    official_title="Kepala Dinas",
    letter_number="600/12/DPUPR/XI/2025",
    letter_date=date(2025, 11, 10),
)
REASON = "Alasan yang cukup panjang untuk dibaca semua orang."


@dataclass
class ProposalMaker:
    """One agency, its operator, and the people of Bappeda who act on what it hands in."""

    agency_cycle: AgencyCycle
    operator: User
    reviewer: User
    approver: User
    admin: User
    numbers: Any = field(default_factory=lambda: count(1))

    def make(self, state: str = "draft", *, complete: bool = True, **fields: Any) -> Proposal:
        """Take a new proposal to a state; ``fields`` are for the identity section."""
        proposal = self.draft(fields.pop("title", f"Rehabilitasi Jaringan Irigasi {next(self.numbers)}"))
        if complete:
            self.fill(proposal, **fields)
        for step in PATHS[State(state)]:
            step(self, proposal)
        proposal.refresh_from_db()
        return proposal

    def draft(self, title: str) -> Proposal:
        source = FundingSource.objects.get(code="apbn_ministry")
        return drafting.create_proposal(
            actor=self.operator, agency_cycle=self.agency_cycle, title=title, funding_source=source
        )

    def fill(self, proposal: Proposal, **identity: Any) -> None:
        """Fill all eight sections so that nothing is missing."""
        self.save(proposal, Section.IDENTITY, _identity(proposal) | identity)
        self.save(proposal, Section.BACKGROUND, dict.fromkeys(BACKGROUND, "Saluran bocor sejak 2019."), is_done=True)
        self.save(proposal, Section.ALIGNMENT, _alignment(), is_done=True)
        location = {"village": Village.objects.order_by("pk")[0], "place_name": "", "latitude": None, "longitude": None}
        beneficiaries = {"beneficiary_count": 120, "beneficiary_unit": "KK", "beneficiary_source": ""}
        self.save(proposal, Section.LOCATION, beneficiaries, rows=[location])
        self.save(proposal, Section.BUDGET, {}, rows=[cost("Pasangan batu", "180", "m3", 1_450_000)])
        self.save(proposal, Section.INDICATORS, {}, rows=INDICATORS, is_done=True)
        demands = DemandTable().of(proposal)
        answers = [
            {"requirement": row, "status": ReadinessStatus.AVAILABLE, "expected_on": None, "reason": ""}
            for row in demands.requirements
        ]
        plan = {"sustainability_plan": "Dipelihara oleh P3A."}
        self.save(proposal, Section.READINESS, plan, rows=answers)
        for slot in demands.slots:
            if slot.is_required:
                self.attach(proposal, slot)

    def attach(self, proposal: Proposal, slot: Any, content: bytes = PDF) -> Any:
        return attachments.attach(
            proposal,
            slot=slot,
            stored=store([content]),
            filename="berkas.pdf",
            content_type="application/pdf",
            actor=self.operator,
        ).file

    def save(self, proposal: Proposal, section: Section, values: dict[str, Any], **extra: Any) -> Any:
        """Save one section as the operator, having seen its present version."""
        version = proposal.sections.get(code=section.value).version
        return drafting.save_section(proposal, section, values, actor=self.operator, seen_version=version, **extra)

    def act(self, action: Action, proposal: Proposal, actor: User, **intent: Any) -> Outcome:
        """Perform a transition on what the proposal is now."""
        proposal.refresh_from_db()
        return perform(action, proposal, actor=actor, intent=Intent(seen_version=proposal.version, **intent))

    def submit(self, proposal: Proposal, **intent: Any) -> Outcome:
        return self.act(Action.SUBMIT, proposal, self.operator, **{"key": uuid4(), "declaration": LETTER} | intent)

    def take(self, proposal: Proposal) -> Outcome:
        return self.act(Action.START_ASSISTANCE, proposal, self.reviewer)

    def note(self, proposal: Proposal, body: str = "Cantumkan kondisi awal.", **extra: Any) -> Any:
        values = {"section": Section.BACKGROUND, "kind": NoteKind.MANDATORY, "audience": NoteAudience.AGENCY}
        return assistance.add_note(proposal, actor=self.reviewer, body=body, **values | extra)

    def give_back(self, proposal: Proposal, **intent: Any) -> Outcome:
        self.note(proposal)
        due = {"due_at": clock.now() + timedelta(days=2)}
        return self.act(Action.RETURN, proposal, self.reviewer, **due | intent)

    def answer(self, proposal: Proposal) -> None:
        for note in proposal.notes.for_agency().open():
            assistance.save_response(note, actor=self.operator, kind=ResponseKind.FIXED, body="Sudah.")

    def resubmit(self, proposal: Proposal, **intent: Any) -> Outcome:
        self.answer(proposal)
        return self.act(Action.RESUBMIT, proposal, self.operator, **{"key": uuid4(), "declaration": LETTER} | intent)

    def approve(self, proposal: Proposal) -> Outcome:
        return self.act(Action.APPROVE, proposal, self.approver)

    def reject(self, proposal: Proposal) -> Outcome:
        return self.act(Action.REJECT, proposal, self.approver, note=REASON)

    def send(self, proposal: Proposal) -> None:
        proposal.refresh_from_db()
        dispatch = dispatching.create(
            actor=self.admin, cycle=proposal.cycle, ministry=proposal.ministry, proposals=[proposal]
        )
        dispatching.lock(dispatch, actor=self.admin, seen_version=dispatch.version)
        dispatch.refresh_from_db()
        today = clock.wib_date(clock.now())
        dispatching.record_sending(
            dispatch,
            actor=self.admin,
            seen_version=dispatch.version,
            letter_number="600/77/Bappeda/XI/2025",
            letter_date=today,
            sent_on=today,
            channel="by_hand",
        )


BACKGROUND = ("problem_statement", "legal_basis", "objectives", "consequences", "implementation")
INDICATORS = [
    {"kind": "output", "name": "Saluran", "unit": "m", "baseline": "0", "target": "620", "source": "DPUPR"},
    {"kind": "outcome", "name": "Sawah terairi", "unit": "ha", "baseline": "12", "target": "50", "source": "DPUPR"},
]


def cost(description: str, quantity: str, unit: str, unit_price: int) -> dict[str, Any]:
    """One row of the budget as the service takes it."""
    return {
        "uuid": None,
        "kind": "item",
        "description": description,
        "quantity": Decimal(quantity),
        "unit": unit,
        "unit_price": unit_price,
        "rate": None,
    }


def _identity(proposal: Proposal) -> dict[str, Any]:
    return {
        "title": proposal.title,
        "funding_source": proposal.funding_source,
        "ministry": Ministry.objects.get(code="kemenpu"),
        "program": "",
        "fiscal_year": 2026,
        "other_funding": "",
        "responsible_name": "Kepala Dinas (contoh)",
        "responsible_nip": "198503122010011004",
        "responsible_title": "Kepala Dinas",
        "contact_name": "Operator (contoh)",
        "contact_phone": "081200000000",
    }


def _alignment() -> dict[str, Any]:
    return {
        "national_mission": NationalMission.objects.get(number=2),
        "national_priority": "",
        "regional_mission": RegionalMission.objects.order_by("number")[0],
        "alignment_note": "Mendukung swasembada pangan.",
    }


Step = Callable[[ProposalMaker, Proposal], Any]
TO_REVIEW: tuple[Step, ...] = (ProposalMaker.submit, ProposalMaker.take)
PATHS: dict[State, tuple[Step, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: (ProposalMaker.submit,),
    State.IN_ASSISTANCE: TO_REVIEW,
    State.REVISION_REQUIRED: (*TO_REVIEW, ProposalMaker.give_back),
    State.APPROVED: (*TO_REVIEW, ProposalMaker.approve),
    State.REJECTED: (*TO_REVIEW, ProposalMaker.reject),
    State.SENT: (*TO_REVIEW, ProposalMaker.approve, ProposalMaker.send),
}
