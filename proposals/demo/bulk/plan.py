"""Which proposal is whose, about what, and how it goes: decided by seed and number alone, so it can be asked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from proposals.demo.bulk.courses import LONG_EVERY, Course, Deck, Times, lay_out
from proposals.demo.bulk.material import Budget, Material
from proposals.demo.bulk.people import Office, People, Person
from proposals.models import FundingSource, Ministry, SubmissionCycle

CHUNK = 500
CHUNKS_AT_LEAST = 40


@dataclass(frozen=True, slots=True)
class Planned:
    """One proposal before any of its rows exists."""

    pk: int
    number: str
    course: Course
    office: Office
    reviewer: Person
    source: FundingSource
    ministry: Ministry
    budget: Budget
    is_thin: bool

    def random(self, purpose: str) -> Random:
        """A source of chance of its own for every purpose."""
        return Random(f"{self.number}/{self.budget.total}/{purpose}")  # noqa: S311 - nothing is secret here


@dataclass(frozen=True, slots=True)
class Size:
    """What was asked for."""

    proposals: int
    agencies: int
    seed: int
    notes_per: int
    rows_per: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Proposals that are written together and handed in at one moment."""

    proposals: tuple[Planned, ...]
    times: Times


class Plan:
    """The whole synthetic cycle; chunks can be walked through as often as needed, the moments only rise."""

    def __init__(
        self,
        size: Size,
        cycle: SubmissionCycle,
        people: People,
        material: Material,
        keys: Sequence[int],
        span: tuple[datetime, datetime],
    ) -> None:
        self.size, self.cycle, self.people, self.material = size, cycle, people, material
        self.begin, self.end = span
        self._keys = keys
        self._first = cycle.last_number + 1
        self._deck = Deck(size.seed)

    @property
    def sending(self) -> datetime:
        """When the packages go out, all of them at once."""
        return self.begin + (self.end - self.begin) * 0.98

    def chunks(self) -> Iterator[Chunk]:
        """First submissions fill the first half of the time, second ones lie between 60 and 90 per cent."""
        length = max(1, min(CHUNK, -(-self.size.proposals // CHUNKS_AT_LEAST)))
        span = self.end - self.begin
        for start in range(0, self.size.proposals, length):
            done = start / self.size.proposals
            first, second = self.begin + span * (0.05 + 0.5 * done), self.begin + span * (0.6 + 0.3 * done)
            times = Times(self.begin, first, second, self.sending)
            indexes = range(start, min(start + length, self.size.proposals))
            yield Chunk(tuple(self._planned(index, times) for index in indexes), times)

    def _planned(self, index: int, times: Times) -> Planned:
        number = f"{self.cycle.year}-{self._first + index:04d}"
        random = Random(f"{self.size.seed}/{number}")  # noqa: S311 - nothing is secret here
        material = self.material
        is_long = index % LONG_EVERY == 0
        return Planned(
            pk=self._keys[index],
            number=number,
            course=lay_out(self._deck.actions(index), times, random),
            office=random.choice(self.people.offices),
            reviewer=random.choice(self.people.reviewers),
            source=random.choice(material.sources),
            ministry=random.choice(material.ministries),
            budget=random.choice(material.long_budgets if is_long else material.budgets),
            is_thin=random.random() < 0.6,
        )
