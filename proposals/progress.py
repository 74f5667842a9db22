"""The way of one proposal from the agency to the centre, as a line of steps with their dates (``ux.md`` 2.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from proposals.dates import short_date
from proposals.models import Proposal
from proposals.workflow import State


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``detail`` is its date; done, where the proposal is now, or still to come."""

    label: str
    detail: str = ""
    is_done: bool = False
    is_current: bool = False


ASSISTANCE, DECISION, PACKAGE = "Asistensi", "Keputusan", "Paket pusat"
DECIDED = {State.APPROVED: "Disetujui", State.REJECTED: "Ditolak", State.SENT: "Disetujui"}


def progress(proposal: Proposal) -> tuple[Step, ...]:
    """Word the steps of a proposal that was handed in; no query."""
    state = State(proposal.state)
    submitted = Step("Diajukan", _on(proposal.submitted_at), is_done=True, is_current=state is State.SUBMITTED)
    return (submitted, _assistance(proposal, state), *_outcome(proposal, state))


def _assistance(proposal: Proposal, state: State) -> Step:
    if state is State.SUBMITTED:
        return Step(ASSISTANCE)
    label = f"{ASSISTANCE} putaran {max(proposal.round_number, 1)}"
    if state is State.IN_ASSISTANCE:
        return Step(label, f"sejak {_on(proposal.handed_over_at)}", is_done=True, is_current=True)
    if state is State.REVISION_REQUIRED:
        return Step("Dikembalikan", f"sejak {_on(proposal.returned_at)}", is_done=True, is_current=True)
    return Step(label, is_done=True)


def _outcome(proposal: Proposal, state: State) -> tuple[Step, ...]:
    if state not in DECIDED:
        return (Step(DECISION), Step(PACKAGE))
    decided = Step(DECIDED[state], _on(proposal.decided_at), is_done=True, is_current=state is not State.SENT)
    if state is State.REJECTED:
        return (decided,)
    if state is State.SENT:
        return (decided, Step("Dikirim ke pusat", _on(proposal.sent_at), is_done=True, is_current=True))
    return (decided, Step(PACKAGE))


def _on(at: datetime | None) -> str:
    return short_date(at) if at else ""
