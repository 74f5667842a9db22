"""Ask for a page again and again, a round at a time, and keep what it cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from statistics import median

from ops.bench import cpu
from ops.bench.browser import Answer, ask
from ops.bench.cases import Case

WARM_UP = 4


@dataclass(frozen=True)
class Spread:
    """The median of the rounds, and the least and greatest of them."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        return cls(median(values), min(values), max(values))


@dataclass
class Measured:
    """What the rounds of one case came to, in milliseconds a request; ``wrong`` says which answers were not right."""

    case: Case
    application: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    size: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def cpu(self) -> Spread:
        return Spread.of([sum(pair) for pair in zip(self.application, self.database, strict=True)])

    @property
    def answer(self) -> Spread:
        return Spread.of(self.answers)


@dataclass(frozen=True)
class Server:
    """Where a case is asked, and whose processor time counts."""

    port: int
    application: int
    database: int


def one_round(server: Server, measured: Measured, number: int) -> None:
    """Prepare the requests, send them one after the other, and note medians and processor time."""
    requests = list(islice(measured.case.requests, number))
    if not requests:
        return
    before = cpu.milliseconds([server.application]), cpu.milliseconds([server.database])
    answers = [ask(server.port, request) for request in requests]
    after = cpu.milliseconds([server.application]), cpu.milliseconds([server.database])
    measured.application.append((after[0] - before[0]) / len(answers))
    measured.database.append((after[1] - before[1]) / len(answers))
    measured.answers.append(median(answer.milliseconds for answer in answers))
    measured.size = len(answers[-1].body)
    measured.wrong += _faults(measured.case, answers)


def warm_up(server: Server, case: Case) -> list[str]:
    """Let both workers load what they need, and see whether the answers are right."""
    return _faults(case, [ask(server.port, request) for request in islice(case.requests, WARM_UP)])


def _faults(case: Case, answers: Iterable[Answer]) -> list[str]:
    return [
        f"{case.name}: status {answer.status} instead of {case.status}, or without {case.contains!r}"
        for answer in answers
        if answer.status != case.status or case.contains not in answer.text or not case.check(answer)
    ]
