"""Making the demo by performing the real actions, in the order in which they would have happened.

The rehearsal clock stands at the moment of each action, so that every date on every page comes from the same place as
in real use. Nothing is forged: what a service would refuse, the demo cannot contain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from accounts.models import User
from proposals.demo.accounts import create_accounts
from proposals.demo.content import demo_events, demo_prices, demo_proposals
from proposals.demo.package import Package
from proposals.demo.reference import Reference
from proposals.demo.story import Story
from proposals.models import AgencyCycle, SubmissionCycle
from proposals.rehearsal import move_clock
from proposals.services import cycles
from proposals.services.prices import replace_year

Event = tuple[datetime, Callable[[], None]]


def build(*, until: datetime) -> int:
    """Create the accounts and perform everything that happened before a moment; return the number of actions.

    Belongs inside one transaction, run by the owner of the database, for the clock is moved. Leaves the clock
    standing at the last action.
    """
    cycle = SubmissionCycle.objects.get(year=2025)
    people = create_accounts()
    due = sorted((event for event in _events(cycle, people) if event[0] < until), key=lambda event: event[0])
    for at, act in due:
        move_clock(at, frozen=True)
        act()
    return len(due)


def _events(cycle: SubmissionCycle, people: dict[str, User]) -> Iterator[Event]:
    yield demo_prices()["at"], partial(_load_prices, people)
    reference = Reference()
    stories = {demo.order: Story(demo, cycle, people, reference) for demo in demo_proposals()}
    for story in stories.values():
        for step in story.demo.timeline:
            yield step.at, partial(story.perform, step)
    for declared in demo_events()["nil_declaration"]:
        yield declared["at"], partial(_declare_nil, cycle, people, declared)
    for planned in demo_events()["dispatch"]:
        yield from Package(planned, cycle, people, stories).events()


def _load_prices(people: dict[str, User]) -> None:
    prices = demo_prices()
    rows = [(code, description, unit, price) for code, description, unit, price in prices["price"]]
    replace_year(prices["year"], rows, actor=people[prices["by"]], seen_count=0)


def _declare_nil(cycle: SubmissionCycle, people: dict[str, User], declared: dict[str, Any]) -> None:
    actor = people[declared["by"]]
    row = AgencyCycle.objects.get(cycle=cycle, agency__code=declared["agency"])
    cycles.declare_nil(row, actor=actor, reason=declared["reason"], official=actor.name)
