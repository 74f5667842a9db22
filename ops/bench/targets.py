"""Which of the seeded proposals the pages are about, read from the database beside the site."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2

SELECT = """
    SELECT p.number, p.round_number, coalesce(r.username, ''), o.username,
           (SELECT count(*) FROM proposals_costitem c WHERE c.proposal_id = p.id),
           (SELECT count(*) FROM proposals_reviewnote n WHERE n.proposal_id = p.id)
      FROM proposals_proposal p JOIN accounts_user o ON o.id = p.created_by_id
      LEFT JOIN accounts_user r ON r.id = p.assigned_to_id
     WHERE p.state = %s AND p.round_number = %s ORDER BY p.number LIMIT 2000
"""
COUNTS = """
    SELECT (SELECT count(*) FROM proposals_proposal), (SELECT count(*) FROM proposals_costitem),
           (SELECT count(*) FROM proposals_reviewnote), (SELECT count(*) FROM proposals_auditentry),
           current_setting('server_version')
"""
LONG = 400
USUAL_NOTES, USUAL_ROWS = 9, 24


@dataclass(frozen=True)
class Target:
    """One proposal, who holds it, who wrote it, and how much hangs on it."""

    number: str
    round_number: int
    reviewer: str
    operator: str
    cost_rows: int
    notes: int


@dataclass(frozen=True)
class Targets:
    """A long proposal in its second round, a usual one in its first and one in its second, a draft, and others."""

    long: Target
    usual: Target
    returned: Target
    draft: Target
    to_reject: list[Target]
    counts: tuple[int, int, int, int]
    server: str


def find_targets(url: str) -> Targets:
    """Choose; the same state always gives the same choice."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        second = _found(cursor, "in_assistance", 2)
        first = _found(cursor, "in_assistance", 1)
        drafts = _found(cursor, "draft", 0)
        cursor.execute(COUNTS)
        *counts, server = cursor.fetchone()
    usual, returned = _most_usual(first), _most_usual(second)
    return Targets(
        long=next(row for row in second if row.cost_rows > LONG),
        usual=usual,
        returned=returned,
        draft=next(row for row in drafts if row.cost_rows < LONG),
        to_reject=[row for row in (*first, *second) if row not in (usual, returned) and row.cost_rows < LONG],
        counts=tuple(counts),
        server=server,
    )


def _most_usual(rows: list[Target]) -> Target:
    return min(rows, key=lambda row: (abs(row.notes - USUAL_NOTES), abs(row.cost_rows - USUAL_ROWS), row.number))


def _found(cursor: Any, state: str, round_number: int) -> list[Target]:
    cursor.execute(SELECT, [state, round_number])
    return [Target(*row) for row in cursor.fetchall()]
