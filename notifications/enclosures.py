"""What a mail carries beside its text: the receipt as a PDF.

It is made anew for each try from a row that never changes, so that the outbox holds no files and a repeated try sends
the same bytes. A paper that cannot be made holds no mail up: its text says everything, and the page has the paper.
"""

from __future__ import annotations

import logging

from lebong_proposals import clock
from notifications.models import Kind, OutboxMessage
from proposals.exports.letterhead import Paper
from proposals.exports.pdf import PaperNotMade
from proposals.exports.receipt import receipt_paper
from proposals.models import SubmittedVersion

logger = logging.getLogger(__name__)


def enclosures(message: OutboxMessage) -> list[Paper]:
    """Give the files of a mail (two queries for a receipt, none for any other kind)."""
    if message.kind != Kind.RECEIPT:
        return []
    is_rehearsal = clock.read().rehearsal
    versions = SubmittedVersion.objects.select_related("proposal__cycle__regency")
    try:
        found = versions.filter(pk=message.facts["version_id"])
        return [receipt_paper(version, is_rehearsal=is_rehearsal) for version in found]
    except PaperNotMade:
        logger.exception("message %s leaves without its receipt", message.id)
        return []
