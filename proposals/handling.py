"""What waits for one person of Bappeda: the tab "Perlu saya tangani" and the number in the menu are this one answer."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.mandate import Mandate
from accounts.models import Cover
from accounts.roles import Role
from proposals.models import PreparedDecision
from proposals.workflow import State

WAITING = (State.SUBMITTED, State.IN_ASSISTANCE)


def open_decisions() -> QuerySet[PreparedDecision]:
    """The prepared decisions of open rounds, live or stale."""
    return PreparedDecision.objects.filter(session__closed_at__isnull=True)


def has_live_decision() -> Exists:
    """Condition on proposals: a decision is prepared, and nothing changed since."""
    return Exists(open_decisions().filter(session__proposal=OuterRef("pk"), seen_version=OuterRef("version")))


def waits_for(mandate: Mandate) -> Q:
    """Condition on proposals: what one holds, for reviewers what one covers, for an approver the prepared decisions.

    Proposals of the own office are left out by whoever asks (``product.md`` D8).
    """
    mine = Q(assigned_to=mandate.user)
    if Role.REVIEWER in mandate.roles:
        covers = Cover.objects.in_force(mandate.on).filter(substitute=mandate.user)
        mine |= Q(assigned_to__in=covers.values("absent"))
    mine &= Q(state__in=WAITING)
    if Role.APPROVER in mandate.roles:
        mine |= Q(has_live_decision(), state=State.IN_ASSISTANCE)
    return mine
