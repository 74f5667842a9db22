"""The facts that completeness asks for, of many drafts in one statement: for lists, reminders and the dashboard.

The shape is a part of ``snapshot.take``'s, so that the one set of rules in ``completeness`` judges both.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from proposals.completeness import Completeness, DemandTable, assess
from proposals.models import Attachment, CostItem, Location, OutputIndicator, Proposal, ProposalSection, ReadinessItem
from proposals.snapshot import PLAIN_FIELDS, Content


def assess_many(proposal_ids: Sequence[int]) -> dict[int, Completeness]:
    """Judge the completeness of many drafts by id; three queries, none when there are no drafts."""
    if not proposal_ids:
        return {}
    demands = DemandTable()
    rows = _with_facts(Proposal.objects.filter(pk__in=proposal_ids))
    return {row.pk: assess(row, demands.of(row), _content(row), _done(row)) for row in rows}


def _with_facts(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    mine = {"proposal": OuterRef("pk")}
    cost = JSONObject(kind="kind", quantity="quantity", unit="unit", unit_price="unit_price")
    return proposals.select_related("funding_source").annotate(
        done_codes=ArraySubquery(ProposalSection.objects.filter(is_done=True, **mine).values("code")),
        cost_rows=ArraySubquery(CostItem.objects.filter(**mine).order_by("position").values(row=cost)),
        indicator_rows=ArraySubquery(
            OutputIndicator.objects.filter(**mine).values(row=JSONObject(kind="kind", name="name", target="target"))
        ),
        village_ids=ArraySubquery(Location.objects.filter(village__isnull=False, **mine).values("village_id")),
        answered_codes=ArraySubquery(ReadinessItem.objects.filter(**mine).values("requirement__code")),
        slot_codes=ArraySubquery(Attachment.objects.current().filter(slot__isnull=False, **mine).values("slot__code")),
    )


def _done(row: Proposal) -> frozenset[str]:
    return frozenset(row.done_codes)  # type: ignore[attr-defined]


def _content(row: Proposal) -> Content:
    content: Content = {
        section.value: {field: getattr(row, field) for field in fields} for section, fields in PLAIN_FIELDS.items()
    }
    content["identity"]["ministry"] = row.ministry_id
    content["alignment"] |= {"national_mission": row.national_mission_id, "regional_mission": row.regional_mission_id}
    content["location"]["rows"] = [{"village": village} for village in row.village_ids]  # type: ignore[attr-defined]
    content["budget"] = {
        "rows": [_cost(cost) for cost in row.cost_rows],  # type: ignore[attr-defined]
        "total": row.requested_amount,
    }
    content["indicators"] = {"rows": row.indicator_rows}  # type: ignore[attr-defined]
    content["readiness"]["rows"] = [{"code": code} for code in row.answered_codes]  # type: ignore[attr-defined]
    content["attachments"] = {"rows": [{"slot": code} for code in row.slot_codes]}  # type: ignore[attr-defined]
    return content


def _cost(cost: dict[str, object]) -> dict[str, object]:
    return cost | {"quantity": "" if cost["quantity"] is None else cost["quantity"]}
