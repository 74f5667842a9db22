"""From the words of the demo's files to what `drafting.save_section` takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from proposals.demo.budget import budget_rows
from proposals.demo.content import DemoProposal
from proposals.demo.reference import Reference
from proposals.models import Proposal
from proposals.sections import DECLARED_DONE, Section

Content = dict[str, Any]
Rows = list[dict[str, Any]]
BACKGROUND_FIELDS = {"problem_statement", "legal_basis", "objectives", "consequences", "implementation"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal that is being filled in, with the words that shall go into it."""

    demo: DemoProposal
    proposal: Proposal
    reference: Reference


@dataclass(frozen=True, slots=True)
class SectionInput:
    """What a save takes: fields, rows (None leaves them alone), and whether the author calls it finished."""

    values: Content
    rows: Rows | None = None
    is_done: bool | None = None


def read_section(draft: Draft, section: Section, content: Content) -> SectionInput:
    """Turn a section's words into a save; a background that lacks a field is not called finished."""
    values, rows = _READERS[section](draft, content)
    finished = section in DECLARED_DONE and (section is not Section.BACKGROUND or set(values) == BACKGROUND_FIELDS)
    return SectionInput(values, rows, True if finished else None)


def _identity(draft: Draft, content: Content) -> tuple[Content, Rows | None]:
    ministry = draft.reference.ministries[draft.demo.ministry]
    return {"ministry": ministry, "program": content["program"], "contact_name": content["contact"]}, None


def _background(draft: Draft, content: Content) -> tuple[Content, Rows | None]:
    return content, None


def _alignment(draft: Draft, content: Content) -> tuple[Content, Rows | None]:
    missions = {
        "national_mission": draft.reference.national_missions[content["national_mission"]],
        "regional_mission": draft.reference.regional_missions[content["regional_mission"]],
    }
    return content | missions, None


def _location(draft: Draft, content: Content) -> tuple[Content, Rows | None]:
    rows = [
        {
            "village": draft.reference.villages[place["district"], place["village"]],
            "place_name": place["name"],
            "latitude": None,
            "longitude": None,
        }
        for place in content["places"]
    ]
    return {name: value for name, value in content.items() if name != "places"}, rows


def _budget(draft: Draft, content: Content) -> tuple[Content, Rows | None]:
    """Rows that were there before keep their identity, for notes hang on it."""
    known = {(item.kind, item.description): item.uuid for item in draft.proposal.cost_items.all()}
    rows = [row | {"uuid": known.get((row["kind"], row["description"]))} for row in budget_rows(content["rows"])]
    return {}, rows


def _indicators(draft: Draft, content: Content) -> tuple[Content, Rows | None]:
    return {}, content["rows"]


def _readiness(draft: Draft, content: Content) -> tuple[Content, Rows | None]:
    rows = [
        {
            "requirement": draft.reference.requirement(draft.proposal.funding_source_id, item["code"]),
            "status": item["status"],
            "expected_on": item.get("expected_on"),
            "reason": item.get("reason", ""),
        }
        for item in content["items"]
    ]
    return {"sustainability_plan": content["sustainability_plan"]}, rows


_READERS: dict[Section, Callable[[Draft, Content], tuple[Content, Rows | None]]] = {
    Section.IDENTITY: _identity,
    Section.BACKGROUND: _background,
    Section.ALIGNMENT: _alignment,
    Section.LOCATION: _location,
    Section.BUDGET: _budget,
    Section.INDICATORS: _indicators,
    Section.READINESS: _readiness,
}
