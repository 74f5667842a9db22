"""The submitted versions of synthetic proposals: the project's own reading of the rows, with its true fingerprint.

A proposal that came back has as its first version what its rows would have been before the revision: other prices,
one row less, a shorter text.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from proposals.budget import amounts
from proposals.demo.bulk.contents import key
from proposals.demo.bulk.plan import Planned
from proposals.demo.bulk.tables import write
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AttemptOutcome, CostKind, Proposal, SubmissionAttempt, SubmissionCycle, SubmittedVersion
from proposals.services.effects import DECLARATION
from proposals.snapshot import Content, take, with_content

LETTER_DATE = date(2025, 11, 5)
LESS = 0.9
CHANGED_ROWS = 0.08


def write_versions(cycle: SubmissionCycle, chunk: list[Planned], number: int, at: datetime) -> None:
    """Write the chunk's versions of one number and their attempts.

    The clock must stand at the given moment, for the trigger stamps the versions with it (three statements).
    """
    planned = {row.pk: row for row in chunk}
    versions = []
    for proposal in with_content(Proposal.objects.filter(pk__in=planned).order_by("pk")):
        one = planned[proposal.pk]
        content = take(proposal)
        if number < one.course.versions:
            content = as_first_written(content, one.random("first version"))
        versions.append(_version(one, content, number, at, cycle.closes_at))
    write(SubmittedVersion, versions)
    write(SubmissionAttempt, [_attempt(version) for version in versions])


def as_first_written(content: Content, random: Random) -> Content:
    """The content before a revision."""
    rows = [dict(row) for row in content["budget"]["rows"]]
    items = [index for index, row in enumerate(rows) if row["kind"] == CostKind.ITEM]
    for index in random.sample(items, max(1, round(len(items) * CHANGED_ROWS))):
        rows[index]["unit_price"] = max(100, round(rows[index]["unit_price"] * LESS))
    del rows[items[-1]]
    for row, amount in zip(rows, amounts([_counted(row) for row in rows]), strict=True):
        row["amount"] = amount
    budget = {"rows": rows, "total": sum(row["amount"] for row in rows)}
    objectives = content["background"]["objectives"]
    shorter = objectives[: max(1, len(objectives) * 2 // 3)].rstrip()
    return content | {"budget": budget, "background": content["background"] | {"objectives": shorter}}


def _counted(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: Decimal(row[name]) if row[name] else None for name in ("quantity", "rate")}
    return row | numbers


def _version(planned: Planned, content: Content, number: int, at: datetime, closes_at: datetime) -> dict[str, Any]:
    text = canonical_json(content)
    head, operator = planned.office.head, planned.office.operator
    title = head.membership.full_title
    return {
        "id": key(planned.number, "version", number),
        "proposal_id": planned.pk,
        "version_no": number,
        "receipt_no": f"{planned.number}/{number}",
        "idempotency_key": key(planned.number, "key", number),
        "content": text,
        "content_sha256": sha256_hex(text),
        "requested_amount": content["budget"]["total"],
        "closes_at": closes_at,
        "accepted_at": at,
        "official_name": head.user.name,
        "official_nip": head.membership.nip,
        "official_title": title,
        "letter_number": f"{planned.number}/massal/XI/2025",
        "letter_date": LETTER_DATE,
        "declaration": DECLARATION.format(name=head.user.name, title=title),
        "submitted_by_id": operator.user.pk,
        "submitted_by_name": operator.user.name,
    }


def _attempt(version: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": version["idempotency_key"],
        "proposal_id": version["proposal_id"],
        "actor_id": version["submitted_by_id"],
        "outcome": AttemptOutcome.ACCEPTED.value,
        "reason": "",
        "content_sha256": version["content_sha256"],
        "closes_at": version["closes_at"],
        "attempted_at": version["accepted_at"],
    }
