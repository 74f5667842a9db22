"""Reading the demo's files: what each proposal says and what happens to it, when and by whom."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from proposals.reference_data import load

FOLDER = Path(__file__).parent
SECTIONS = ("identity", "background", "alignment", "location", "budget", "indicators", "readiness", "attachments")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does at a moment (UTC); ``facts`` are the words that belong to the action."""

    at: datetime
    do: str
    by: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoProposal:
    """One fictional proposal; ``order`` is its number in the cycle, ``amount`` whole rupiah."""

    order: int
    title: str
    agency: str
    ministry: str
    funding_source: str
    amount: int
    state: str
    letter: dict[str, Any]
    sections: dict[str, dict[str, Any]]
    first_version: dict[str, dict[str, Any]]
    timeline: tuple[Step, ...]

    def as_first_written(self, section: str) -> dict[str, Any]:
        """The content of a section before the notes of the first round changed it."""
        return self.sections[section] | self.first_version.get(section, {})


@cache
def demo_proposals() -> tuple[DemoProposal, ...]:
    """Read all proposals in the order of their numbers."""
    files = sorted((FOLDER / "proposals").glob("*.toml"))
    return tuple(sorted((_proposal(_read(path)) for path in files), key=lambda proposal: proposal.order))


@cache
def demo_accounts() -> dict[str, Any]:
    """Read the password, the accounts by name and the second offices."""
    content = _read(FOLDER / "accounts.toml")
    by_rule = [account for agency in load("agencies")["agency"] if agency["is_required"] for account in _office(agency)]
    return content | {"account": by_rule + content["account"]}


@cache
def demo_events() -> dict[str, Any]:
    """Read what happens beside the proposals."""
    return _read(FOLDER / "events.toml")


@cache
def demo_prices() -> dict[str, Any]:
    """Read the example prices: year, who loads them when, and each price."""
    return _read(FOLDER / "prices.toml")


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        content: dict[str, Any] = _in_utc(tomllib.load(file, parse_float=Decimal))
    return content


def _in_utc(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_utc(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_in_utc(item) for item in value]
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _proposal(content: dict[str, Any]) -> DemoProposal:
    operator = f"operator.{content['agency']}"
    return DemoProposal(
        **{key: content[key] for key in ("order", "title", "agency", "ministry", "funding_source", "amount", "state")},
        letter=content.get("letter", {}),
        sections={name: _texts(content[name]) for name in SECTIONS if name in content},
        first_version={name: _texts(section) for name, section in content.get("first_version", {}).items()},
        timeline=tuple(
            Step(step.pop("at"), step.pop("do"), step.pop("by", operator), step) for step in content["timeline"]
        ),
    )


def _texts(section: dict[str, Any]) -> dict[str, Any]:
    """Make the wrapped lines of the files into paragraphs, and a list of laws into numbered lines."""
    found = {key: _unwrapped(value) if isinstance(value, str) else value for key, value in section.items()}
    if "legal_basis" in found:
        found["legal_basis"] = "\n".join(f"{number}. {law}" for number, law in enumerate(found["legal_basis"], start=1))
    return found


def _unwrapped(text: str) -> str:
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())


def _office(agency: dict[str, Any]) -> list[dict[str, Any]]:
    """The two accounts of an agency, named after the office."""
    code, short, head = agency["code"], agency["short_name"], agency["head_title"]
    operator = {"agency": code, "role": "operator", "title": "Operator usulan"}
    agency_head = {"agency": code, "role": "agency_head", "title": head}
    return [
        {"username": f"operator.{code}", "name": f"Operator {short} (contoh)", "memberships": [operator]},
        {"username": f"kepala.{code}", "name": f"{head.split()[0]} {short} (contoh)", "memberships": [agency_head]},
    ]
