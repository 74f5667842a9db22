"""Which agencies still owe something: the audience of every reminder (``product.md`` D4).

Required agencies without any proposal, and every agency with a draft or a returned proposal. NIHIL, everything sent, or
only rejected proposals: nothing is owed.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from proposals.models import AgencyCycle, Obligation, Proposal
from proposals.workflow import State

UNFINISHED = [State.DRAFT, State.REVISION_REQUIRED]


def owing(at: datetime, cutoff_at: datetime | None = None) -> QuerySet[AgencyCycle]:
    """Keep the agency cycles that are open at a moment and still owe, of one cutoff if it is given."""
    own = Proposal.objects.alive().filter(cycle=OuterRef("cycle"), agency=OuterRef("agency"))
    open_ones = (
        AgencyCycle.objects.annotate(cutoff_at=Coalesce("closes_at", "cycle__closes_at"))
        .filter(cycle__opens_at__lte=at, cutoff_at__gt=at, sealed_at__isnull=True)
        .exclude(obligation=Obligation.NIL_DECLARED)
    )
    if cutoff_at is not None:
        open_ones = open_ones.filter(cutoff_at=cutoff_at)
    return open_ones.filter(Exists(own.filter(state__in=UNFINISHED)) | Q(obligation=Obligation.REQUIRED) & ~Exists(own))
