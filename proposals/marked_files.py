"""Files that nobody may open, and those that wait for the virus scanner: read with the proposal, in its statement.

A content does not say it: what was handed in stays what it was, whatever is found out about a file later.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from proposals.content_rows import as_json
from proposals.models import Attachment, Proposal, ScanState


def marked_files() -> ArraySubquery:
    """The annotation that ``marks_of`` and ``infected_in`` read."""
    return as_json(
        Attachment.objects.filter(scan_state__in=[ScanState.PENDING, ScanState.INFECTED]),
        *("uuid", "filename", "scan_state", "replaced_at"),
        label=Coalesce(F("slot__label"), Value("Lampiran lain")),
    )


def marks_of(proposal: Proposal) -> dict[str, str]:
    """What is said beside a file, by its identity; that it waits only while there is a scanner to wait for."""
    shown = {ScanState.INFECTED} | ({ScanState.PENDING} if settings.CLAMD_URL else set())
    rows = proposal.marked_files  # type: ignore[attr-defined]
    return {row["uuid"]: row["scan_state"] for row in rows if row["scan_state"] in shown}


def infected_in(proposal: Proposal) -> list[str]:
    """Name the infected files that stand in their slots, each with its slot."""
    rows = proposal.marked_files  # type: ignore[attr-defined]
    infected = [row for row in rows if row["scan_state"] == ScanState.INFECTED and row["replaced_at"] is None]
    return [f"{row['filename']} ({row['label']})" for row in infected]
