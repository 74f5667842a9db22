"""What must hold about mail (``reliability.md`` 2.1): the ledger, cause and effect, and that due work gets done."""

from __future__ import annotations

from datetime import datetime

from notifications.invariants.causes import addressed_to_the_concerned, cause_and_effect
from notifications.invariants.convergence import convergence
from notifications.invariants.ledger import mail_ledger
from proposals.invariants import Finding

__all__ = ["check_notifications"]


def check_notifications(at: datetime, real_now: datetime) -> list[Finding]:
    """Check I5, I6, I8 as far as mail goes, and I10, at one moment of both clocks."""
    return [mail_ledger(), cause_and_effect(), addressed_to_the_concerned(), convergence(at, real_now)]
