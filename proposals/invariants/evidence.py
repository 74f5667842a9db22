"""I1 to I3: nothing was accepted too late, nothing accepted was lost, nothing was accepted twice."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from proposals.audit import Verb
from proposals.fingerprint import sha256_hex
from proposals.invariants.files import Shelf
from proposals.invariants.finding import Finding
from proposals.models import AgencyCycle, AttemptOutcome, AuditEntry, Proposal, SubmissionAttempt, SubmittedVersion

SUBMISSIONS = (Verb.SUBMITTED, Verb.RESUBMITTED)
RETURNS = (Verb.RETURNED, Verb.RETURNED_BY_MINISTRY)
CHUNK = 500


def no_late_acceptance() -> Finding:
    """Compare every acceptance with the limit in force then, and that limit with those that were ever set."""
    finding = Finding("I1", "nothing was accepted at or after its limit")
    rows = {(row.cycle_id, row.agency_id): row for row in AgencyCycle.objects.select_related("cycle")}
    windows = _windows()
    versions = SubmittedVersion.objects.values_list(
        "receipt_no", "accepted_at", "closes_at", "proposal_id", "proposal__cycle_id", "proposal__agency_id"
    )
    for receipt, accepted_at, closes_at, proposal, cycle, agency in versions.iterator(CHUNK):
        row = rows.get((cycle, agency))
        finding.expect(row is not None, f"{receipt}: its agency takes no part in the cycle")
        if row is None:
            continue
        has_window = closes_at in windows[proposal]
        finding.expect(accepted_at < closes_at, f"{receipt}: accepted at {accepted_at}, limit {closes_at}")
        finding.expect(accepted_at >= row.cycle.opens_at, f"{receipt}: accepted at {accepted_at}, before the opening")
        within = closes_at <= row.cycle.national_closes_at or has_window
        finding.expect(within, f"{receipt}: nobody has set a limit as late as {closes_at}")
        sealed = row.sealed_at is not None and accepted_at >= row.sealed_at and not has_window
        finding.expect(not sealed, f"{receipt}: accepted at {accepted_at}, sealed at {row.sealed_at}")
    return finding


def _windows() -> Mapping[int, set[datetime]]:
    """The due dates that returns have announced, by proposal; the record holds them."""
    found: dict[int, set[datetime]] = defaultdict(set)
    entries = AuditEntry.objects.filter(verb__in=RETURNS, proposal__isnull=False)
    for proposal, facts in entries.values_list("proposal_id", "facts"):
        if facts.get("revision_due_at"):
            found[proposal].add(datetime.fromisoformat(facts["revision_due_at"]))
    return found


def no_accepted_loss() -> Finding:
    """Find for every receipt on record its version, unchanged, with all its files."""
    finding = Finding("I2", "every receipt on record has its version and files, unchanged")
    promised = dict(_receipts())
    shelf = Shelf()
    fields = ("id", "receipt_no", "accepted_at", "content", "content_sha256", "requested_amount")
    for version in SubmittedVersion.objects.only(*fields).iterator(CHUNK):
        content = json.loads(version.content)
        receipt = version.receipt_no
        intact = sha256_hex(version.content) == version.content_sha256
        finding.expect(intact, f"{receipt}: the content does not match its fingerprint")
        finding.expect(content["budget"]["total"] == version.requested_amount, f"{receipt}: the amount differs")
        told = promised.pop(version.pk, None)
        same = told is not None and _matches(told, version)
        finding.expect(same, f"{receipt}: " + ("the record says something else" if told else "not on record"))
        for file in content["attachments"]["rows"]:
            problem = shelf.problem(file["sha256"], file["size"])
            finding.expect(not problem, f"{receipt}: {file['filename']}: {problem}")
    for facts in promised.values():
        finding.expect(False, f"{facts.get('receipt_no')}: promised on record, and there is no such version")
    return finding


def _receipts() -> list[tuple[UUID, dict[str, Any]]]:
    entries = AuditEntry.objects.filter(verb__in=SUBMISSIONS).values_list("facts", flat=True)
    return [(UUID(facts["version_id"]), facts) for facts in entries]


def _matches(facts: Mapping[str, Any], version: SubmittedVersion) -> bool:
    return (
        facts["receipt_no"] == version.receipt_no
        and facts["content_sha256"] == version.content_sha256
        and datetime.fromisoformat(facts["accepted_at"]) == version.accepted_at
    )


def one_effect_per_intent() -> Finding:
    """One key, one version, one receipt, one attempt accepted, one entry on record."""
    finding = Finding("I3", "one intent has one effect")
    entries = Counter(version for version, _ in _receipts())
    accepted = Counter(
        SubmissionAttempt.objects.filter(outcome=AttemptOutcome.ACCEPTED).values_list(
            "proposal_id", "key", "content_sha256"
        )
    )
    numbers: dict[int, list[int]] = defaultdict(list)
    keys: Counter[tuple[int, UUID]] = Counter()
    fields = ("id", "proposal_id", "proposal__number", "version_no", "receipt_no", "idempotency_key", "content_sha256")
    rows = SubmittedVersion.objects.order_by("proposal_id", "version_no").values_list(*fields)
    for pk, proposal, number, version_no, receipt, key, sha256 in rows.iterator(CHUNK):
        numbers[proposal].append(version_no)
        keys[proposal, key] += 1
        finding.expect(receipt == f"{number}/{version_no}", f"{receipt}: does not follow from {number}")
        finding.expect(entries[pk] == 1, f"{receipt}: {entries[pk]} entries on record")
        attempts = accepted.pop((proposal, key, sha256), 0)
        finding.expect(attempts == 1, f"{receipt}: {attempts} accepted attempts")
    for (proposal, key), count in keys.items():
        finding.expect(count == 1, f"proposal {proposal}: key {key} has {count} versions")
    for proposal, key, _ in accepted:
        finding.expect(False, f"proposal {proposal}: accepted attempt {key} without a version")
    for pk, number, last in Proposal.objects.values_list("pk", "number", "last_version_no"):
        finding.expect(numbers[pk] == list(range(1, last + 1)), f"{number}: versions {numbers[pk]}, {last} expected")
    return finding
