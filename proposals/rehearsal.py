"""Moving the rehearsal clock: forwards only, never before the last thing on record, never in production."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from proposals.models import AuditEntry

RUN_FROM = "UPDATE lebong_clock SET shift = %s::timestamptz - clock_timestamp(), frozen_at = NULL"
STAND_AT = "UPDATE lebong_clock SET shift = interval '0', frozen_at = %s::timestamptz"
REAL = "UPDATE lebong_clock SET shift = interval '0', frozen_at = NULL"


class RehearsalRefused(Exception):
    """The moment lies before the last audit entry."""


def move_clock(to: datetime | None, *, frozen: bool = False) -> None:
    """Set ``app_clock()`` to a moment, from which it runs on (or stands); None gives the real time back.

    Only the owner of the database may. Raises ``RehearsalRefused``.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM lebong_clock FOR UPDATE")
        last = AuditEntry.objects.order_by("-occurred_at").values_list("occurred_at", flat=True).first()
        cursor.execute("SELECT clock_timestamp()")
        wanted = to or cursor.fetchone()[0]
        if last is not None and wanted < last:
            raise RehearsalRefused(f"{wanted.isoformat()} lies before the last entry on record, {last.isoformat()}.")
        if to is None:
            cursor.execute(REAL)
        else:
            cursor.execute(STAND_AT if frozen else RUN_FROM, [to])
