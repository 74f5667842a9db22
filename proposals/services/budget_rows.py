"""Storing a budget's rows in one statement, however many of them are new, changed or gone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, connection

from proposals.models import CostItem

COST_FIELDS = ("kind", "description", "quantity", "unit", "unit_price", "rate")
STORED_COST_FIELDS = (*COST_FIELDS, "position", "amount")
# Hundreds of rows move when one is put on top: as arrays they are one short statement, quickly planned. Another
# proposal's row is never written over, whatever identity a page sends.
STORE = """
    WITH gone AS (DELETE FROM proposals_costitem WHERE id = ANY(%s))
    INSERT INTO proposals_costitem
        (proposal_id, uuid, version, kind, description, quantity, unit, unit_price, rate, position, amount)
    SELECT * FROM unnest(
        %s::bigint[], %s::uuid[], %s::integer[], %s::text[], %s::text[], %s::numeric[], %s::text[], %s::bigint[],
        %s::numeric[], %s::integer[], %s::bigint[]
    )
    ON CONFLICT (uuid) DO UPDATE SET
        (version, kind, description, quantity, unit, unit_price, rate, position, amount) =
        (EXCLUDED.version, EXCLUDED.kind, EXCLUDED.description, EXCLUDED.quantity, EXCLUDED.unit,
         EXCLUDED.unit_price, EXCLUDED.rate, EXCLUDED.position, EXCLUDED.amount)
    WHERE proposals_costitem.proposal_id = EXCLUDED.proposal_id
"""


def write_budget(existing: Iterable[CostItem], wanted: Iterable[CostItem]) -> None:
    """Delete the rows that are gone, store the new and the changed ones; a changed row's version goes up by one."""
    stored: dict[UUID, CostItem] = {item.uuid: item for item in existing}
    written = []
    for item in wanted:
        before = stored.pop(item.uuid, None)
        if before is None:
            written.append(item)
        elif any(getattr(before, field) != getattr(item, field) for field in STORED_COST_FIELDS):
            item.version += 1
            written.append(item)
    gone = [item.pk for item in stored.values()]
    if written:
        _store(written, gone)
    elif gone:
        CostItem.objects.filter(pk__in=gone).delete()


def _store(rows: list[CostItem], gone: list[int]) -> None:
    names = ("proposal_id", "uuid", "version", *STORED_COST_FIELDS)
    with connection.cursor() as cursor:
        cursor.execute(STORE, [gone, *([getattr(row, name) for row in rows] for name in names)])
        if cursor.rowcount != len(rows):
            raise IntegrityError("A budget row has the identity of another proposal's")
