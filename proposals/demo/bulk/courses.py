"""How proposals go their way: which moves, how often, and when. Pure; the same seed gives the same ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from proposals.workflow import TRANSITIONS, Action, State

A = Action
ONE_ROUND = (A.SUBMIT, A.START_ASSISTANCE)
TWO_ROUNDS = (*ONE_ROUND, A.RETURN, A.RESUBMIT, A.START_ASSISTANCE)
SUBMISSIONS = frozenset({A.SUBMIT, A.RESUBMIT})
# Of a hundred proposals, as in the last week before the limit.
SHARES: tuple[tuple[int, tuple[Action, ...]], ...] = (
    (18, ()),
    (14, (A.SUBMIT,)),
    (16, ONE_ROUND),
    (12, (*ONE_ROUND, A.RETURN)),
    (8, TWO_ROUNDS[:-1]),
    (8, TWO_ROUNDS),
    (8, (*ONE_ROUND, A.APPROVE)),
    (6, (*TWO_ROUNDS, A.APPROVE)),
    (3, (*ONE_ROUND, A.REJECT)),
    (4, (*ONE_ROUND, A.APPROVE, A.MARK_SENT)),
    (3, (*TWO_ROUNDS, A.APPROVE, A.MARK_SENT)),
)
# Every so many proposals one is long, and has come back for a second round, so that there is something to compare.
LONG_EVERY = 250


@dataclass(frozen=True, slots=True)
class Times:
    """The moments that proposals written together share."""

    begin: datetime
    first: datetime
    second: datetime
    sending: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """The moves of one proposal with their moments, oldest first."""

    created_at: datetime
    moves: tuple[tuple[Action, datetime], ...]

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(action for action, _ in self.moves)

    @property
    def state(self) -> State:
        return TRANSITIONS[self.actions[-1]].target if self.moves else State.DRAFT

    @property
    def rounds(self) -> int:
        return self.actions.count(A.START_ASSISTANCE)

    @property
    def versions(self) -> int:
        return sum(action in SUBMISSIONS for action in self.actions)

    @property
    def last_at(self) -> datetime:
        return self.moves[-1][1] if self.moves else self.created_at

    def when(self, action: Action, occurrence: int = 0) -> datetime | None:
        """The moment of the first, second, … time that something was done; None when it was not."""
        found = [at for done, at in self.moves if done == action]
        return found[occurrence] if occurrence < len(found) else None


class Deck:
    """Deals the ways in their shares, in an order that the seed decides."""

    def __init__(self, seed: int) -> None:
        self._ways = [actions for share, actions in SHARES for _ in range(share)]
        Random(f"{seed}/deck").shuffle(self._ways)  # noqa: S311 - nothing is secret here

    def actions(self, index: int) -> tuple[Action, ...]:
        """The moves of the proposal at a position, from zero."""
        return TWO_ROUNDS if index % LONG_EVERY == 0 else self._ways[index % len(self._ways)]


def lay_out(actions: Sequence[Action], times: Times, random: Random) -> Course:
    """Give every move its moment: submissions at the shared ones, the others between them."""
    created_at = times.first - (times.first - times.begin) * random.uniform(0.05, 0.95)
    moves: list[tuple[Action, datetime]] = []
    limits = {A.SUBMIT: times.first, A.RESUBMIT: times.second, A.MARK_SENT: times.sending}
    for position, action in enumerate(actions):
        if action in limits:
            moves.append((action, limits[action]))
            continue
        until = next((limits[later] for later in actions[position:] if later in limits), times.sending)
        moves.append((action, _between(moves[-1][1], until, random)))
    return Course(created_at, tuple(moves))


def _between(after: datetime, before: datetime, random: Random) -> datetime:
    return after + max((before - after) * random.uniform(0.1, 0.5), timedelta(microseconds=1))
