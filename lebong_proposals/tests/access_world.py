"""Everybody at every address: the persons, the addresses of the resolver, a proposal in each state, the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from proposals.models import Dispatch, Proposal, StockPhrase
from proposals.sections import Section
from proposals.workflow import State

TABLE = Path(__file__).with_name("access_matrix.txt")
PERSONS = (
    "anonymous",
    "operator",
    "agency_head",
    "stranger",
    "reviewer",
    "other_reviewer",
    "approver",
    "leader",
    "admin",
)
# An address with one of these is about one proposal, so what it answers depends on the proposal's state.
OF_A_PROPOSAL = frozenset({"number", "uuid", "key"})
NO_STATE = "-"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the resolver, its converters written as their names only."""

    path: str
    name: str | None

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"<(\w+)>", self.path)

    @property
    def is_of_a_proposal(self) -> bool:
        return bool(OF_A_PROPOSAL & set(self.parameters)) and not self.path.startswith("/kotak-surat/")

    def filled(self, values: Mapping[str, object]) -> str:
        return re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), self.path)


def addresses() -> list[Address]:
    """Every address that the site answers, in the resolver's order."""
    return list(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield Address(path, pattern.name)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what everybody gets for a method at an address, in some states."""

    method: str
    path: str
    states: tuple[str, ...]
    statuses: tuple[str, ...]

    def of(self, person: str) -> int:
        return int(self.statuses[PERSONS.index(person)])


def table() -> list[Row]:
    """Read the reviewed table."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return [Row(method, path, _states(states), tuple(rest)) for method, path, states, *rest in lines]


def _states(text: str) -> tuple[str, ...]:
    """Read a list of states; "all" is every one, "!" means all but these."""
    if text == "all":
        return tuple(State.values)
    named = text.removeprefix("!").split(",")
    return tuple(state for state in State.values if state not in named) if text.startswith("!") else tuple(named)


def expected() -> dict[tuple[str, str, str], Row]:
    """The rows by method, address and state."""
    return {(row.method, row.path, state): row for row in table() for state in row.states}


class World:
    """A proposal in each of some states with what belongs to it, and a browser for each person."""

    def __init__(self, maker, people, states: Iterable[str]) -> None:
        self.clients = {"anonymous": Client()} | people
        self.proposals = {state: maker.make(state) for state in states}
        if State.IN_ASSISTANCE in self.proposals:
            maker.note(self.proposals[State.IN_ASSISTANCE])
        self.phrase_id = StockPhrase.objects.values_list("pk", flat=True)[0]
        self.package = Dispatch.objects.create(
            cycle=maker.agency_cycle.cycle,
            ministry=next(iter(self.proposals.values())).ministry,
            number=9,
            created_by=maker.admin,
            created_at=maker.agency_cycle.cycle.opens_at,
        )

    def values(self, address: Address, state: str) -> dict[str, object]:
        """What is put into an address: parts that exist, of the proposal in the given state."""
        found: dict[str, object] = {
            "code": "dpupr",
            "package_id": self.package.pk,
            "uidb64": "MQ",
            "token": "tidak-berlaku",
            "key": "tidak-ada",
            "slug": Section.IDENTITY.slug,
            "note_number": 1,
            "cover_id": 0,
            "phrase_id": self.phrase_id,
            "version_no": 1,
            "round_number": 1,
            "edition": 1,
            "kind": "berita-acara",
        }
        if address.is_of_a_proposal:
            proposal: Proposal = self.proposals[state]
            found |= {
                "number": proposal.number,
                "uuid": proposal.attachments.first().pk,
                "key": self._key(proposal),
            }
        return found

    @staticmethod
    def _key(proposal: Proposal) -> UUID:
        version = proposal.versions.first()
        return version.idempotency_key if version else uuid4()

    def status(self, person: str, method: str, address: Address, state: str) -> int:
        """Ask for an address, with an empty form where there is one, and undo what came of it."""
        client, url = self.clients[person], address.filled(self.values(address, state))
        cookies = SimpleCookie(client.cookies)
        with transaction.atomic():
            answer = client.generic(method, url, "csrfmiddlewaretoken=", "application/x-www-form-urlencoded")
            if answer.streaming:
                list(answer)  # which closes the file
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer.status_code
