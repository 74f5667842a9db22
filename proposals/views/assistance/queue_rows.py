"""Which proposals stand in the review queue, in which order, and what each row shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower

from accounts.mandate import Mandate
from accounts.roles import Role
from proposals.forms.assistance import STATUSES
from proposals.models import NoteAudience, NoteKind, NoteStatus, Proposal, ReviewNote
from proposals.models.proposal import ProposalQuerySet
from proposals.review_targets import ReviewTarget
from proposals.standing import standing
from proposals.workflow import State

WAITING = (State.SUBMITTED, State.IN_ASSISTANCE)
OPEN = (*WAITING, State.REVISION_REQUIRED)
DONE = (State.APPROVED, State.REJECTED, State.SENT)
UNASSIGNED = Q(state=State.SUBMITTED, assigned_to__isnull=True)


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the queue; ``statuses`` are the filter's choices in it."""

    slug: str
    label: str
    statuses: list[str] = field(default_factory=list)
    has_count: bool = True


TABS = {
    tab.slug: tab
    for tab in (
        Tab("saya", "Perlu saya tangani", ["diajukan", "asistensi"]),
        Tab("belum", "Belum ditugaskan"),
        Tab("semua", "Semua", ["diajukan", "asistensi", "dikembalikan"]),
        Tab("selesai", "Selesai", ["disetujui", "ditolak", "dikirim"], has_count=False),
    )
}
SHOWN = (
    *("number", "title", "state", "round_number", "requested_amount", "version", "submitted_at", "handed_over_at"),
    *("agency__short_name", "assigned_to__name"),
)


def _mine(mandate: Mandate) -> Q:
    """What waits for this person: one's own reviews, and for an approver what is ready to be decided."""
    mine = Q(state__in=WAITING, assigned_to=mandate.user)
    if Role.APPROVER not in mandate.roles:
        return mine
    blocking = ReviewNote.objects.filter(
        proposal=OuterRef("pk"), kind=NoteKind.MANDATORY, audience=NoteAudience.AGENCY
    ).exclude(status=NoteStatus.RESOLVED)
    return mine | Q(~Exists(blocking), state=State.IN_ASSISTANCE)


def _reviewable(mandate: Mandate) -> ProposalQuerySet:
    """Nobody reviews a proposal of an office one drafts for (``product.md`` D8)."""
    return Proposal.objects.alive().exclude(agency_id__in=mandate.agency_ids)


def counts(mandate: Mandate, target: ReviewTarget) -> dict[str, int]:
    """The numbers of the tabs and of the sentence, in one query."""
    waiting = Q(state__in=WAITING)
    found: dict[str, int] = (
        _reviewable(mandate)
        .filter(state__in=OPEN)
        .aggregate(
            saya=Count("pk", filter=_mine(mandate)),
            belum=Count("pk", filter=UNASSIGNED),
            semua=Count("pk"),
            waiting=Count("pk", filter=waiting),
            late=Count("pk", filter=waiting & Q(submitted_at__lt=target.late_before())),
            assigned=Count("pk", filter=waiting & Q(assigned_to=mandate.user)),
        )
    )
    return found


def in_tab(mandate: Mandate, tab: Tab) -> ProposalQuerySet:
    """The proposals of one tab; the nearest target first, in *Selesai* the latest decision."""
    rows = _reviewable(mandate)
    if tab.slug == "selesai":
        return rows.filter(state__in=DONE).order_by("-decided_at", "number")
    chosen = {"saya": _mine(mandate), "belum": UNASSIGNED, "semua": Q(state__in=OPEN)}[tab.slug]
    return rows.filter(chosen).order_by("submitted_at", "number")


def filtered(rows: ProposalQuerySet, values: Mapping[str, Any]) -> ProposalQuerySet:
    """Narrow by agency, status and words of title, number or office; what is empty narrows nothing."""
    if values.get("opd"):
        rows = rows.filter(agency=values["opd"])
    if values.get("status"):
        rows = rows.filter(state=STATUSES[values["status"]])
    if wanted := values.get("cari"):
        agency = Q(agency__name__icontains=wanted) | Q(agency__short_name__icontains=wanted)
        rows = rows.alias(title_lower=Lower("title")).filter(
            Q(title_lower__contains=wanted.lower()) | Q(number__icontains=wanted) | agency
        )
    return rows


def dressed(proposals: list[Proposal], target: ReviewTarget) -> list[Proposal]:
    """Hang on each row what the table shows: its standing, its age, its notes (one query for all)."""
    notes = _note_counts(proposals)
    for proposal in proposals:
        settled = notes.get(proposal.pk, {"open": 0, "resolved": 0, "suggestions": 0})
        proposal.note_counts = settled  # type: ignore[attr-defined]
        proposal.standing = standing(  # type: ignore[attr-defined]
            proposal.state, round_number=proposal.round_number, open_suggestions=settled["suggestions"]
        )
        if proposal.state in WAITING and proposal.submitted_at:
            since = proposal.handed_over_at or proposal.submitted_at
            proposal.age = target.age(proposal.submitted_at, since)  # type: ignore[attr-defined]
    return proposals


def _note_counts(proposals: list[Proposal]) -> dict[int, dict[str, int]]:
    is_resolved = Q(status=NoteStatus.RESOLVED)
    sent_suggestion = Q(kind=NoteKind.SUGGESTION, released_at__isnull=False)
    rows = (
        ReviewNote.objects.filter(proposal__in=proposals)
        .values("proposal_id")
        .annotate(
            open=Count("pk", filter=~is_resolved),
            resolved=Count("pk", filter=is_resolved),
            suggestions=Count("pk", filter=sent_suggestion & ~is_resolved),
        )
        .order_by()
    )
    return {
        row["proposal_id"]: {"open": row["open"], "resolved": row["resolved"], "suggestions": row["suggestions"]}
        for row in rows
    }
