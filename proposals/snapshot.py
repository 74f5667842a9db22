"""The content of a proposal as plain data: what is hashed at submission, compared, checked and shown.

One shape serves the working copy and every submitted version, so that no page can show something else than what the
receipt's fingerprint stands for.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from proposals.content_rows import content_rows
from proposals.models import IndicatorKind, Proposal, ReadinessStatus, SubmittedVersion, VillageKind
from proposals.sections import Section

Content = dict[str, Any]
Row = dict[str, Any]

PLAIN_FIELDS = {
    Section.IDENTITY: (
        "title",
        "program",
        "fiscal_year",
        "other_funding",
        "responsible_name",
        "responsible_nip",
        "responsible_title",
        "contact_name",
        "contact_phone",
    ),
    Section.BACKGROUND: ("problem_statement", "legal_basis", "objectives", "consequences", "implementation"),
    Section.ALIGNMENT: ("national_priority", "alignment_note"),
    Section.LOCATION: ("beneficiary_count", "beneficiary_unit", "beneficiary_source"),
    Section.READINESS: ("sustainability_plan",),
}


def with_content(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add everything that ``take`` reads, in the same statement."""
    return proposals.select_related(
        "agency", "cycle", "funding_source", "ministry", "national_mission", "regional_mission"
    ).annotate(content_rows=content_rows())


def load_content(proposal: Proposal) -> None:
    """Read what ``take`` needs of a proposal that was found without its rows (one query)."""
    proposal.content_rows = _read_rows(proposal)  # type: ignore[attr-defined]


def take(proposal: Proposal) -> Content:
    """Read the working copy; the proposal should come from ``with_content``. Values are what JSON holds."""
    rows = _rows_of(proposal)
    content: Content = {
        "number": proposal.number,
        "agency": {"code": proposal.agency.code, "name": proposal.agency.name},
        "year": proposal.cycle.year,
    }
    for section, fields in PLAIN_FIELDS.items():
        content[section.value] = {field: getattr(proposal, field) for field in fields}
    content["identity"] |= {
        "funding_source": _coded(proposal.funding_source, "label"),
        "ministry": _coded(proposal.ministry, "name"),
    }
    content["alignment"] |= {"national_mission": _mission(proposal), "regional_mission": _regional(proposal)}
    content["location"]["rows"] = [_location(row) for row in rows["locations"]]
    content["budget"] = {"rows": [_cost(row) for row in rows["cost_items"]], "total": proposal.requested_amount}
    content["indicators"] = {"rows": [_indicator(row) for row in rows["indicators"]]}
    content["readiness"]["rows"] = sorted(
        (_readiness(row) for row in rows["readiness_items"]), key=lambda row: (row["order"], row["code"])
    )
    content["attachments"] = {"rows": [_attachment(row) for row in rows["attachments"]]}
    return content


def declared_sections(proposal: Proposal) -> frozenset[str]:
    """The codes of the sections that their authors call finished."""
    return frozenset(_rows_of(proposal)["declared"])


def of_version(version: SubmittedVersion) -> Content:
    """Read the content of a submitted version."""
    content: Content = json.loads(version.content)
    return content


def _coded(row: Any, label: str) -> dict[str, str] | None:
    return {"code": row.code, "label": getattr(row, label)} if row else None


def _mission(proposal: Proposal) -> dict[str, Any] | None:
    mission = proposal.national_mission
    return {"number": mission.number, "label": str(mission)} if mission else None


def _regional(proposal: Proposal) -> dict[str, Any] | None:
    mission = proposal.regional_mission
    return {"number": mission.number, "label": mission.text} if mission else None


def _location(row: Row) -> Row:
    return row | {
        "kind": VillageKind(row["kind"]).label if row["kind"] else "",
        "latitude": _text(row["latitude"]),
        "longitude": _text(row["longitude"]),
    }


def _cost(row: Row) -> Row:
    return row | {"quantity": _text(row["quantity"]), "rate": _text(row["rate"])}


def _indicator(row: Row) -> Row:
    return row | {"kind_label": IndicatorKind(row["kind"]).label}


def _readiness(row: Row) -> Row:
    return row | {"status_label": ReadinessStatus(row["status"]).label, "expected_on": row["expected_on"] or ""}


def _attachment(row: Row) -> Row:
    return row | {"slot": row["slot"] or "", "label": row["label"] or "Lampiran lain"}


def _text(number: str | None) -> str:
    """A decimal without idle zeros, so that 1.500 and 1.5 are the same content."""
    return "" if number is None else f"{Decimal(number).normalize():f}"


def _rows_of(proposal: Proposal) -> dict[str, list[Any]]:
    """The rows that came with the proposal, or as they are now."""
    found: dict[str, list[Any]] | None = getattr(proposal, "content_rows", None)
    return found if found is not None else _read_rows(proposal)


def _read_rows(proposal: Proposal) -> dict[str, list[Any]]:
    rows = Proposal.objects.filter(pk=proposal.pk).annotate(content_rows=content_rows())
    found: dict[str, list[Any]] = rows.values_list("content_rows", flat=True).get()
    return found
