"""One demo proposal on its way: each step of its timeline done by the real service, as its actor."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from accounts.models import Membership, User
from accounts.roles import Role
from proposals.demo.content import DemoProposal, Step
from proposals.demo.documents import make_file
from proposals.demo.reference import Reference
from proposals.demo.sections import Draft, read_section
from proposals.exports.paper_text import proposed_text
from proposals.exports.round_content import papers_sessions, round_content
from proposals.files.inspect import inspect
from proposals.files.storage import store
from proposals.models import (
    AgencyCycle,
    AssistanceSession,
    CriterionVerdict,
    DecisionKind,
    NoteAudience,
    NoteKind,
    PaperKind,
    Proposal,
    ResponseKind,
    ReviewNote,
    SubmissionCycle,
)
from proposals.policy import Declaration, Intent
from proposals.sections import Section
from proposals.services import assistance, attachments, checklist, drafting, papers, prepared
from proposals.services.transitions import perform
from proposals.workflow import Action


@dataclass
class Story:
    """One proposal on its way through its timeline."""

    demo: DemoProposal
    cycle: SubmissionCycle
    people: dict[str, User]
    reference: Reference
    created: Proposal = field(init=False)
    notes: dict[str, ReviewNote] = field(default_factory=dict)
    submissions: int = 0

    def perform(self, step: Step) -> None:
        """Do one step as its actor; the clock already stands at its moment."""
        actor = self.people[step.by]
        own = {
            "create": self._create,
            "fill": self._fill,
            "revise": self._revise,
            "replace": self._replace,
            "note": self._note,
            "answer": self._answer,
            "resolve": self._resolve,
            "check": self._check,
            "prepare": self._prepare,
            "sheet": self._sheet,
            "minutes": self._minutes,
        }
        if step.do in own:
            own[step.do](actor, step.facts)
        else:
            self._transition(Action(step.do), actor, step)

    @property
    def proposal(self) -> Proposal:
        """The proposal as it is now, for what is decided on its version."""
        self.created.refresh_from_db(fields=["version", "state"])
        return self.created

    def _create(self, actor: User, facts: dict[str, Any]) -> None:
        self.created = drafting.create_proposal(
            actor=actor,
            agency_cycle=AgencyCycle.objects.get(cycle=self.cycle, agency__code=self.demo.agency),
            title=self.demo.title,
            funding_source=self.reference.funding_sources[self.demo.funding_source],
        )

    def _fill(self, actor: User, facts: dict[str, Any]) -> None:
        for name in facts["sections"]:
            if name == Section.ATTACHMENTS:
                self._attach(actor, self.demo.sections[name]["slots"], edition=1)
            else:
                self._save(actor, Section(name), self.demo.as_first_written(name))

    def _revise(self, actor: User, facts: dict[str, Any]) -> None:
        for name in facts["sections"]:
            self._save(actor, Section(name), self.demo.sections[name])

    def _replace(self, actor: User, facts: dict[str, Any]) -> None:
        self._attach(actor, facts["slots"], edition=2)

    def _save(self, actor: User, section: Section, content: dict[str, Any]) -> None:
        found = read_section(Draft(self.demo, self.created, self.reference), section, content)
        drafting.save_section(
            self.created,
            section,
            found.values,
            actor=actor,
            seen_version=self.created.sections.get(code=section).version,
            is_done=found.is_done,
            rows=found.rows,
        )

    def _attach(self, actor: User, slots: list[str], *, edition: int) -> None:
        for code in slots:
            file = make_file(self.demo, code, number=self.created.number, edition=edition)
            found = inspect(io.BytesIO(file.content), file.filename, len(file.content))
            attachments.attach(
                self.created,
                slot=self.reference.slot(self.created.funding_source_id, code),
                stored=store([file.content]),
                filename=file.filename,
                content_type=found.content_type,
                actor=actor,
            )

    def _note(self, actor: User, facts: dict[str, Any]) -> None:
        proposal = self.created
        row = proposal.cost_items.get(description=facts["row"]).uuid if "row" in facts else None
        self.notes[facts["key"]] = assistance.add_note(
            proposal,
            actor=actor,
            section=Section(facts["section"]),
            body=facts["body"],
            kind=NoteKind(facts["kind"]),
            audience=NoteAudience.INTERNAL if facts.get("internal") else NoteAudience.AGENCY,
            field=facts.get("field", ""),
            cost_item=row,
        )

    def _answer(self, actor: User, facts: dict[str, Any]) -> None:
        assistance.save_response(
            self._known_note(facts["key"]), actor=actor, kind=ResponseKind.FIXED, body=facts["body"]
        )

    def _resolve(self, actor: User, facts: dict[str, Any]) -> None:
        assistance.resolve_note(self._known_note(facts["key"]), actor=actor)

    def _check(self, actor: User, facts: dict[str, Any]) -> None:
        """Fill the checklist: what has a remark needs work, the rest is as it should be."""
        remarks = facts["remarks"]
        found = {
            criterion.pk: (
                CriterionVerdict.NEEDS_WORK if criterion.code in remarks else CriterionVerdict.FITS,
                remarks.get(criterion.code, ""),
            )
            for criterion in checklist.criteria_of(self.created)
        }
        session = self.created.assistance_sessions.get(closed_at__isnull=True)
        checklist.save(self.created, actor=actor, seen=checklist.fingerprint(session, ()), findings=found)

    def _prepare(self, actor: User, facts: dict[str, Any]) -> None:
        self.created.refresh_from_db(fields=["version", "state", "requested_amount"])
        intent = Intent(
            seen_version=self.created.version,
            approved_amount=self.created.requested_amount,
            suggestions_due_on=facts["suggestions_due_on"],
        )
        prepared.prepare(self.created, actor=actor, kind=DecisionKind.APPROVE, intent=intent)

    def _sheet(self, actor: User, facts: dict[str, Any]) -> None:
        papers.lock(self._round(facts), PaperKind.SHEET, actor=actor, seen_version=0)

    def _minutes(self, actor: User, facts: dict[str, Any]) -> None:
        session = self._round(facts)
        text = proposed_text(session, PaperKind.MINUTES, round_content(session))
        draft = papers.save_draft(session, actor=actor, seen_version=0, text=text)
        papers.lock(session, PaperKind.MINUTES, actor=actor, seen_version=draft.version)

    def _round(self, facts: dict[str, Any]) -> AssistanceSession:
        return papers_sessions().get(proposal=self.created, round_number=facts["round"])

    def _known_note(self, key: str) -> ReviewNote:
        return ReviewNote.objects.select_related("proposal", "session").get(pk=self.notes[key].pk)

    def _transition(self, action: Action, actor: User, step: Step) -> None:
        proposal = self.proposal
        perform(action, proposal, actor=actor, intent=self._intent(action, proposal, step.facts))

    def _intent(self, action: Action, proposal: Proposal, facts: dict[str, Any]) -> Intent:
        if action not in (Action.SUBMIT, Action.RESUBMIT):
            note = facts.get("reason") or facts.get("message") or ""
            return Intent(seen_version=proposal.version, note=note, due_at=facts.get("due_at"))
        self.submissions += 1
        return Intent(
            seen_version=proposal.version,
            key=uuid5(NAMESPACE_URL, f"{self.created.number}/{self.submissions}"),
            declaration=self._declaration(facts.get("letter", self.demo.letter)),
        )

    def _declaration(self, letter: dict[str, Any]) -> Declaration:
        head = Membership.objects.select_related("user").get(
            agency__code=self.demo.agency, role=Role.AGENCY_HEAD, is_acting=False
        )
        return Declaration(
            official_name=head.user.name,
            official_title=head.full_title,
            official_nip=head.nip,
            letter_number=letter["number"],
            letter_date=letter["date"],
        )
