"""Judge the completeness of any number of proposals in the statement that reads them.

``completeness.assess`` needs the rows of six tables. Lists and the task list do not show these rows, so they are read
as JSON beside the proposal instead of by a query per table; the rules stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject

from proposals.completeness import Completeness, DemandTable, assess
from proposals.content_rows import as_json, exact
from proposals.models import Attachment, CostItem, Location, OutputIndicator, Proposal, ProposalSection, ReadinessItem
from proposals.sections import Section
from proposals.snapshot import PLAIN_FIELDS, Content


def judgeable(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add what ``judge`` needs, in the same statement."""
    return proposals.select_related("funding_source").annotate(
        judged_rows=JSONObject(
            sections=as_json(
                ProposalSection.objects.all(),
                *("code", "is_done", "version", "updated_at"),
                updated_by=F("updated_by__name"),
            ),
            location=as_json(Location.objects.all(), village=Coalesce("village__name", Value(""))),
            budget=as_json(
                CostItem.objects.all(),
                *("kind", "description", "unit_price"),
                quantity=Coalesce(exact("quantity"), Value("")),
                rate=Coalesce(exact("rate"), Value("")),
            ),
            indicators=as_json(OutputIndicator.objects.all(), "kind", "name", "target"),
            readiness=as_json(
                ReadinessItem.objects.all(), *("status", "expected_on", "reason"), code=F("requirement__code")
            ),
            attachments=as_json(Attachment.objects.usable(), slot=Coalesce("slot__code", Value(""))),
        )
    )


def judge(proposal: Proposal, demands: DemandTable) -> Completeness:
    """Say what a proposal from ``judgeable`` still lacks; no query."""
    rows = proposal.judged_rows  # type: ignore[attr-defined]
    declared = frozenset(row["code"] for row in rows["sections"] if row["is_done"])
    return assess(proposal, demands.of(proposal), _content(proposal, rows), declared)


def judge_many(proposal_ids: Sequence[int]) -> dict[int, Completeness]:
    """Judge many proposals by id; three queries, none when there are none."""
    if not proposal_ids:
        return {}
    demands = DemandTable()
    return {row.pk: judge(row, demands) for row in judgeable(Proposal.objects.filter(pk__in=proposal_ids))}


def _content(proposal: Proposal, rows: dict[str, list[dict[str, Any]]]) -> Content:
    """Put together the part of ``snapshot.take`` that the rules look at."""
    content: Content = {
        section.value: {field: getattr(proposal, field) for field in PLAIN_FIELDS.get(section, ())}
        for section in Section
    }
    content[Section.IDENTITY.value]["ministry"] = proposal.ministry_id
    content[Section.ALIGNMENT.value]["national_mission"] = proposal.national_mission_id
    content[Section.ALIGNMENT.value]["regional_mission"] = proposal.regional_mission_id
    for section in (Section.LOCATION, Section.BUDGET, Section.INDICATORS, Section.READINESS, Section.ATTACHMENTS):
        content[section.value]["rows"] = rows[section.value]
    content[Section.BUDGET.value]["total"] = proposal.requested_amount
    return content
