"""What a check found: how much it looked at, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

SHOWN = 50


@dataclass(slots=True)
class Finding:
    """The result of one invariant; ``wrong`` keeps the first sentences, ``violations`` counts them all."""

    code: str
    promise: str
    checked: int = 0
    violations: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Count one look at a row; note what is wrong when it does not hold."""
        self.checked += 1
        self.require(holds, otherwise)

    def require(self, holds: bool, otherwise: str) -> None:
        """Note what is wrong with something that is no row, so that an empty database counts as unchecked."""
        if not holds:
            self.fail(otherwise)

    def fail(self, what: str) -> None:
        """Note something wrong that was counted elsewhere."""
        self.violations += 1
        if len(self.wrong) < SHOWN:
            self.wrong.append(what)

    def look_through(self, number: int, wrong: Iterable[str]) -> None:
        """Count rows that a query looked through, and note those that it found wrong."""
        self.checked += number
        for what in wrong:
            self.fail(what)

    def add(self, other: Finding) -> None:
        """Take in what another check of the same invariant found."""
        self.promise = f"{self.promise}; {other.promise}"
        self.checked += other.checked
        self.violations += other.violations
        self.wrong = (self.wrong + other.wrong)[:SHOWN]
