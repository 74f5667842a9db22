"""Files that came while the virus scanner was away: scanned as soon as it answers again."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import DatabaseError, transaction

from lebong_proposals import clock
from proposals import audit
from proposals.files.scanning import Scan, scan
from proposals.files.storage import open_stored
from proposals.models import Attachment, Proposal, ScanState

logger = logging.getLogger(__name__)

AT_ONCE = 200
SECONDS = 40  # the workers stop a task after 60

STATES = {Scan.OFF: ScanState.OFF, Scan.CLEAN: ScanState.CLEAN, Scan.AWAY: ScanState.PENDING}


@dataclass(frozen=True, slots=True)
class Rescanned:
    """How many waiting files were found clean, and how many infected."""

    clean: int
    infected: int


def rescan() -> Rescanned:
    """Scan what waits, the oldest first, until the scanner is away again or the time is up.

    What is found infected is marked, on record and in the log; it counts as handed in no more.
    """
    clean = infected = 0
    begun = clock.stopwatch()
    for file in Attachment.objects.filter(scan_state=ScanState.PENDING).order_by("uploaded_at")[:AT_ONCE]:
        found = scan_stored(file)
        if found in (Scan.AWAY, Scan.OFF) or clock.stopwatch() - begun > SECONDS:
            break
        clean += found is Scan.CLEAN
        infected += found is Scan.INFECTED
    return Rescanned(clean, infected)


def scan_stored(file: Attachment) -> Scan:
    """Scan one stored file and write down what was found, for every row with these bytes."""
    try:
        with open_stored(file.sha256) as content:
            found = scan(content)
    except FileNotFoundError:
        logger.exception("attachment %s is not in the store", file.pk)
        return Scan.CLEAN
    if found is Scan.CLEAN:
        same = Attachment.objects.filter(sha256=file.sha256, scan_state=ScanState.PENDING)
        same.update(scan_state=ScanState.CLEAN)
    if found is Scan.INFECTED:
        logger.error("attachment %s of %s is infected", file.pk, file.proposal_id)
        _mark_infected(file.sha256)
    return found


def _mark_infected(sha256: str) -> None:
    """Mark every row with these bytes, proposal by proposal; one that cannot be locked now is met at the next scan."""
    waiting = Attachment.objects.filter(sha256=sha256).exclude(scan_state=ScanState.INFECTED)
    for proposal_id in waiting.order_by("proposal_id").values_list("proposal_id", flat=True).distinct():
        try:
            _mark_in_proposal(proposal_id, sha256)
        except DatabaseError:
            logger.exception("an infected file of proposal %s is not marked yet", proposal_id)


@transaction.atomic
def _mark_in_proposal(proposal_id: int, sha256: str) -> None:
    """Lock the proposal, so that nobody is just handing it in; what was handed in stays what it was."""
    proposal = Proposal.objects.select_related("agency", "cycle").select_for_update(of=("self",)).get(pk=proposal_id)
    at = clock.now()
    files = proposal.attachments.filter(sha256=sha256).exclude(scan_state=ScanState.INFECTED)
    for file in files.select_related("slot"):
        file.scan_state = ScanState.INFECTED
        file.save(update_fields=["scan_state"])
        # What is open elsewhere, the check page above all, shows this file: it must not be sent as it stands there.
        proposal.version += 1
        facts = {
            "uuid": str(file.pk),
            "slot": file.slot.label if file.slot else "Lampiran lain",
            "filename": file.filename,
            "sha256": file.sha256,
        }
        audit.record(audit.Verb.FILE_INFECTED, actor=audit.SYSTEM, at=at, proposal=proposal, facts=facts)
    proposal.save(update_fields=["version"])


def may_be_read(file: Attachment) -> bool:
    """Whether a file may be given out: what waited is scanned now, and stays readable while no scanner answers."""
    if file.scan_state != ScanState.PENDING:
        return file.scan_state != ScanState.INFECTED
    return scan_stored(file) is not Scan.INFECTED
