"""Everything that hangs on a proposal, read as JSON in the statement that reads the proposal.

Six tables by six queries would be half of what a submission asks in the last minute; one statement is also one moment.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, JSONObject

from proposals.models import Attachment, CostItem, Location, OutputIndicator, ProposalSection, ReadinessItem


def content_rows() -> JSONObject:
    """The rows of all sections, each table in its own order, as JSON beside the proposal's own columns."""
    return JSONObject(
        declared=ArraySubquery(own(ProposalSection.objects.filter(is_done=True)).values("code")),
        locations=_locations(),
        cost_items=as_json(
            CostItem.objects.all(),
            *("uuid", "kind", "description", "unit", "unit_price", "amount"),
            quantity=exact("quantity"),
            rate=exact("rate"),
        ),
        indicators=as_json(OutputIndicator.objects.all(), *("kind", "name", "unit", "baseline", "target", "source")),
        readiness_items=_readiness_items(),
        attachments=as_json(
            Attachment.objects.usable(),
            *("uuid", "filename", "size", "sha256", "version_no"),
            slot=F("slot__code"),
            label=F("slot__label"),
        ),
    )


def _locations() -> ArraySubquery:
    return as_json(
        Location.objects.all(),
        "place_name",
        village=Coalesce("village__name", Value("")),
        kind=Coalesce("village__kind", Value("")),
        district=Coalesce("village__district__name", Value("")),
        latitude=exact("latitude"),
        longitude=exact("longitude"),
    )


def _readiness_items() -> ArraySubquery:
    return as_json(
        ReadinessItem.objects.all(),
        *("status", "expected_on", "reason"),
        code=F("requirement__code"),
        label=F("requirement__label"),
        order=F("requirement__order"),
        is_mandatory=F("requirement__is_mandatory"),
    )


def own(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the rows of the proposal that the outer statement reads."""
    return rows.filter(proposal=OuterRef("pk"))


def as_json(rows: QuerySet[Any], *fields: str, **computed: Any) -> ArraySubquery:
    """The proposal's rows of one table as a list of JSON objects."""
    return ArraySubquery(own(rows).values(row=JSONObject(**{field: F(field) for field in fields}, **computed)))


def exact(field: str) -> Cast:
    """A decimal as text: a JSON number would come back as a float."""
    return Cast(field, CharField())
