"""What proposals leave to the workers; no argument matters, so that twice, late or lost changes nothing."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task

from lebong_proposals import clock
from proposals.services import scanning, sweeping

logger = logging.getLogger(__name__)


@shared_task(name="proposals.tasks.sweep_files")
def sweep_files(**_: Any) -> None:
    """Once a day: stored files that no row names are removed."""
    logger.info("files swept: %s", sweeping.sweep(clock.real_now()))


@shared_task(name="proposals.tasks.scan_files")
def scan_files(**_: Any) -> None:
    """Every quarter of an hour: what came while the virus scanner was away is scanned."""
    logger.info("files scanned: %s", scanning.rescan())
