"""Who, outside its agency, has taken a file: once an hour at most, and never in the way of the download."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, connection, transaction

from accounts.mandate import Mandate
from lebong_proposals import clock
from proposals import audit
from proposals.models import Attachment, AuditEntry

logger = logging.getLogger(__name__)

ONCE_IN = timedelta(hours=1)
PATIENCE = "300ms"  # a chain that is being written to is not waited for any longer


def note_download(file: Attachment, mandate: Mandate) -> bool:
    """Record that somebody of another office downloads a file; False when nothing was written.

    The agency's own downloads, and a repetition within the hour, leave no entry. A database that refuses or is slow
    costs the entry and not the download, which the log then tells. Up to six queries.
    """
    if file.proposal.agency_id in mandate.agency_ids:
        return False
    try:
        with transaction.atomic():
            return _note(file, mandate)
    except DatabaseError:
        logger.exception("the download of attachment %s by user %s is not on record", file.pk, mandate.user.pk)
        return False


def _note(file: Attachment, mandate: Mandate) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        turn = f"download:{mandate.user.pk}:{file.pk}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [turn])
    at = clock.now()
    recent = AuditEntry.objects.filter(verb=audit.Verb.FILE_DOWNLOADED, occurred_at__gt=at - ONCE_IN)
    if recent.filter(actor=mandate.user, facts__uuid=str(file.pk)).exists():
        return False
    audit.record(
        audit.Verb.FILE_DOWNLOADED,
        actor=audit.Actor.of(mandate.user, mandate.main),
        at=at,
        proposal=file.proposal,
        facts={
            "uuid": str(file.pk),
            "slot": file.slot.label if file.slot else "Lampiran lain",
            "filename": file.filename,
            "sha256": file.sha256,
        },
    )
    return True
