"""What the pages about one proposal share: the person, the moment, the window, the identity of an attempt."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest

from accounts.mandate import Mandate
from lebong_proposals import clock
from proposals.completeness import Completeness
from proposals.dates import plain_date
from proposals.deadlines import Window, window
from proposals.models import AgencyCycle, NoteKind, NoteStatus, Proposal
from proposals.policy import relations
from proposals.standing import Standing, standing
from proposals.views.lookup import agency_cycle_of, mandate_of, visible_proposal
from proposals.workflow import Action, Facts, Relation, State, Verdict, check


class ProposalPage:
    """One proposal in front of a person, with the moment and, when it is asked for, the window that applies."""

    def __init__(self, proposal: Proposal, mandate: Mandate, at: datetime) -> None:
        self.proposal = proposal
        self.mandate = mandate
        self.at = at

    @cached_property
    def agency_cycle(self) -> AgencyCycle:
        return agency_cycle_of(self.proposal)

    @cached_property
    def window(self) -> Window:
        """The window of the proposal's agency (one query, once)."""
        return window(self.agency_cycle, self.at, proposal=self.proposal)

    @property
    def is_owner(self) -> bool:
        return Relation.OWNER in relations(self.mandate, self.proposal)

    @property
    def action(self) -> Action:
        """What sending it would be: once Bappeda has had it, it is sent again."""
        return Action.RESUBMIT if self.proposal.round_number else Action.SUBMIT

    @property
    def may_recall(self) -> Verdict:
        return self.verdict(Action.RECALL)

    def standing(self, judged: Completeness | None = None) -> Standing:
        """How the proposal stands (one query once it has been reviewed)."""
        proposal = self.proposal
        counts = {"asked": 0, "suggestions": 0}
        if proposal.round_number:
            known = proposal.notes.for_agency().open()
            asked = Count("pk", filter=Q(status=NoteStatus.OPEN))
            counts = known.aggregate(asked=asked, suggestions=Count("pk", filter=Q(kind=NoteKind.SUGGESTION)))
        return standing(
            proposal.state,
            round_number=proposal.round_number,
            is_complete=judged is not None and judged.is_complete,
            window_open=self.window.is_open,
            open_suggestions=counts["suggestions"],
            open_notes=counts["asked"],
            reviewer=proposal.assigned_to.name if proposal.assigned_to else "",
            due_text=plain_date(proposal.suggestions_due_on) if proposal.suggestions_due_on else "",
        )

    def verdict(self, action: Action) -> Verdict:
        """The verdict as far as state, role and window decide it, which for a recall is all there is."""
        proposal = self.proposal
        facts = Facts(State(proposal.state), relations(self.mandate, proposal), self.window.is_open)
        return check(action, facts)


def own_page(request: HttpRequest, number: str, *, content: bool = False) -> ProposalPage:
    """Find a proposal of the person's own agency: foreign ones are 404, a visible one of another office is 403."""
    page = page_of(request, visible_proposal(request, number, content=content))
    if not page.is_owner:
        raise PermissionDenied
    return page


def page_of(request: HttpRequest, proposal: Proposal) -> ProposalPage:
    """Put a proposal that was found beside the person and the moment."""
    return ProposalPage(proposal, mandate_of(request), clock.reading(request).at)


def attempt_key(request: HttpRequest) -> UUID:
    """The key under which a submission is made once; a form without one did not come from our page."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadRequest("the idempotency key is missing or garbled") from None


def seen_version(request: HttpRequest) -> int:
    """The version of the proposal that the page was made from."""
    given = request.POST.get("seen_version", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise BadRequest("the version seen is missing or garbled")
    return int(given)
