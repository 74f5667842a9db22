"""What must hold in the data whatever happened to the processes: the promises of the record, as checks one can run.

Each check reads and never writes, counts what it looked at, and names every row that breaks the promise. The ones about
mail stand in ``notifications.invariants``; ``manage.py check_invariants`` runs them all.
"""

from __future__ import annotations

from datetime import datetime

from proposals.invariants.evidence import no_accepted_loss, no_late_acceptance, one_effect_per_intent
from proposals.invariants.files import stored_files, unnamed_files
from proposals.invariants.finding import Finding
from proposals.invariants.history import audited_moves, no_lost_update, stories
from proposals.invariants.isolation import isolation

__all__ = ["Finding", "check_proposals"]


def check_proposals(real_now: datetime) -> list[Finding]:
    """Check I1 to I4 and I7 to I9 (``reliability.md`` 2.1), in this order; files are as old as the machine says."""
    told = stories()
    return [
        no_late_acceptance(),
        no_accepted_loss(),
        one_effect_per_intent(),
        no_lost_update(told),
        stored_files(),
        unnamed_files(real_now),
        isolation(),
        audited_moves(told),
    ]
