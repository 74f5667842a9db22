"""Starting from an earlier proposal: its words and rows come along, its files and its declarations do not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from proposals.models import CostItem, Proposal
from proposals.sections import Section
from proposals.snapshot import PLAIN_FIELDS

CHOSEN = ("ministry", "national_mission", "regional_mission")
# A copy speaks for itself about these: they are asked for, or belong to its own cycle and office.
OWN = frozenset(
    {
        "title",
        "fiscal_year",
        "responsible_name",
        "responsible_nip",
        "responsible_title",
        "contact_name",
        "contact_phone",
    }
)
COPIED_SECTIONS = (
    Section.IDENTITY,
    Section.BACKGROUND,
    Section.ALIGNMENT,
    Section.LOCATION,
    Section.BUDGET,
    Section.INDICATORS,
)


def copy_fields(source: Proposal, target: Proposal) -> None:
    """Copy the text of every section into an unsaved proposal."""
    for fields in (*PLAIN_FIELDS.values(), CHOSEN):
        for field in fields:
            if field not in OWN:
                setattr(target, field, getattr(source, field))
    target.requested_amount = source.requested_amount


def copy_rows(source: Proposal, target: Proposal) -> None:
    """Copy budget, indicators and places, with identities of their own; the readiness is asked anew."""
    managers: tuple[Any, ...] = (source.cost_items, source.indicators, source.locations)
    for manager in managers:
        rows = list(manager.all())
        for row in rows:
            row.pk = None
            row.proposal = target
            if isinstance(row, CostItem):
                row.uuid, row.version = uuid4(), 1
        manager.model.objects.bulk_create(rows)
    codes = [section.value for section in COPIED_SECTIONS]
    target.sections.filter(code__in=codes).update(version=1, updated_by=target.created_by, updated_at=target.created_at)
