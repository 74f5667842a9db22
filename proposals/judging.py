"""Judge the completeness of any number of proposals in the statement that reads them.

``completeness.assess`` needs the rows of six tables. Lists and the task list do not show these rows, so they are read
as JSON beside the proposal instead of by a query per table; the rules stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, Model, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, JSONObject

from proposals.completeness import Completeness, DemandTable, assess
from proposals.models import Attachment, CostItem, Location, OutputIndicator, Proposal, ProposalSection, ReadinessItem
from proposals.sections import Section
from proposals.snapshot import PLAIN_FIELDS, Content

TEXT_OF_QUANTITY = Coalesce(Cast("quantity", CharField()), Value(""))


def judgeable(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add what ``judge`` needs, in the same statement."""
    return proposals.select_related("funding_source").annotate(
        judged_rows=JSONObject(
            sections=_rows(
                ProposalSection,
                code="code",
                is_done="is_done",
                version="version",
                updated_by="updated_by__name",
                updated_at="updated_at",
            ),
            location=_rows(Location, village=Coalesce("village__name", Value(""))),
            budget=_rows(CostItem, kind="kind", quantity=TEXT_OF_QUANTITY, unit="unit", unit_price="unit_price"),
            indicators=_rows(OutputIndicator, kind="kind", name="name", target="target"),
            readiness=_rows(ReadinessItem, code="requirement__code"),
            attachments=_rows(Attachment, Attachment.objects.current(), slot=Coalesce("slot__code", Value(""))),
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


def _rows(model: type[Model], rows: QuerySet[Any] | None = None, **fields: str | Combinable) -> ArraySubquery:
    """All rows of one table that belong to the proposal, in their own order, as JSON."""
    found = model._default_manager.all() if rows is None else rows
    columns = {name: F(field) if isinstance(field, str) else field for name, field in fields.items()}
    return ArraySubquery(found.filter(proposal=OuterRef("pk")).values(row=JSONObject(**columns)))
