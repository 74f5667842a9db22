"""The content of a proposal as plain data: what is hashed at submission, compared, checked and shown.

One shape serves the working copy and every submitted version, so that no page can show something else than what the
receipt's fingerprint stands for.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Prefetch, QuerySet

from proposals.models import Attachment, Proposal, SubmittedVersion
from proposals.sections import Section

Content = dict[str, Any]

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
    """Prefetch everything that ``take`` reads: six queries, whatever the number of proposals."""
    current = Attachment.objects.current().select_related("slot")
    return proposals.select_related(
        "agency", "cycle", "funding_source", "ministry", "national_mission", "regional_mission"
    ).prefetch_related(
        "sections",
        "cost_items",
        "indicators",
        "locations__village__district",
        "readiness_items__requirement",
        Prefetch("attachments", queryset=current, to_attr="current_attachments"),
    )


def take(proposal: Proposal) -> Content:
    """Read the working copy; the proposal should come from ``with_content``. Values are what JSON holds."""
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
    content["location"]["rows"] = [_location(row) for row in proposal.locations.all()]
    content["budget"] = {
        "rows": [_cost(row) for row in proposal.cost_items.all()],
        "total": proposal.requested_amount,
    }
    content["indicators"] = {"rows": [_indicator(row) for row in proposal.indicators.all()]}
    content["readiness"]["rows"] = sorted(
        (_readiness(item) for item in proposal.readiness_items.all()), key=lambda row: (row["order"], row["code"])
    )
    content["attachments"] = {"rows": [_attachment(file) for file in _current_attachments(proposal)]}
    return content


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


def _location(row: Any) -> dict[str, Any]:
    village = row.village
    return {
        "district": village.district.name if village else "",
        "village": village.name if village else "",
        "kind": village.get_kind_display() if village else "",
        "place_name": row.place_name,
        "latitude": _text(row.latitude),
        "longitude": _text(row.longitude),
    }


def _cost(row: Any) -> dict[str, Any]:
    return {
        "uuid": str(row.uuid),
        "kind": row.kind,
        "description": row.description,
        "quantity": _text(row.quantity),
        "unit": row.unit,
        "unit_price": row.unit_price,
        "rate": _text(row.rate),
        "amount": row.amount,
    }


def _indicator(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "name": row.name,
        "unit": row.unit,
        "baseline": row.baseline,
        "target": row.target,
        "source": row.source,
    }


def _readiness(item: Any) -> dict[str, Any]:
    return {
        "code": item.requirement.code,
        "label": item.requirement.label,
        "order": item.requirement.order,
        "is_mandatory": item.requirement.is_mandatory,
        "status": item.status,
        "status_label": item.get_status_display(),
        "expected_on": item.expected_on.isoformat() if item.expected_on else "",
        "reason": item.reason,
    }


def _attachment(file: Attachment) -> dict[str, Any]:
    return {
        "uuid": str(file.uuid),
        "slot": file.slot.code if file.slot else "",
        "label": file.slot.label if file.slot else "Lampiran lain",
        "filename": file.filename,
        "size": file.size,
        "sha256": file.sha256,
        "version_no": file.version_no,
    }


def _current_attachments(proposal: Proposal) -> list[Attachment]:
    prefetched: list[Attachment] | None = getattr(proposal, "current_attachments", None)
    return prefetched if prefetched is not None else list(proposal.attachments.current().select_related("slot"))


def _text(number: Any) -> str:
    """A decimal without idle zeros, so that 1.500 and 1.5 are the same content."""
    return "" if number is None else f"{number.normalize():f}"
