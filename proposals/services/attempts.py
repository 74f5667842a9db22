"""Every attempt to submit, kept as evidence; and what became of one, by its key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import User
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AttemptOutcome, Proposal, SubmissionAttempt, SubmittedVersion
from proposals.snapshot import take, with_content


def record_accepted(version: SubmittedVersion, *, actor: User) -> None:
    """Write the attempt beside the version it made, in the same transaction."""
    SubmissionAttempt.objects.create(
        key=version.idempotency_key,
        proposal_id=version.proposal_id,
        actor=actor,
        outcome=AttemptOutcome.ACCEPTED,
        content_sha256=version.content_sha256,
        closes_at=version.closes_at,
        attempted_at=version.accepted_at,
    )


def record_refused(
    proposal: Proposal, *, actor: User, key: UUID, reason: str, at: datetime, closes_at: datetime
) -> None:
    """Write what was tried, when by the database's clock, and why it did not count."""
    content = take(with_content(Proposal.objects.filter(pk=proposal.pk)).get())
    SubmissionAttempt.objects.create(
        key=key,
        proposal=proposal,
        actor=actor,
        outcome=AttemptOutcome.REFUSED,
        reason=reason,
        content_sha256=sha256_hex(canonical_json(content)),
        closes_at=closes_at,
        attempted_at=at,
    )
