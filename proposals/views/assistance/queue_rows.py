"""Which proposals stand in the review queue, in which order, and what each row shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.mandate import Mandate
from accounts.models import Cover
from proposals.handling import WAITING, waits_for
from proposals.models import NoteKind, NoteStatus, Proposal, ReviewNote
from proposals.models.proposal import ProposalQuerySet
from proposals.policy import can_assign, other_holder, relations
from proposals.review_targets import ReviewTarget
from proposals.standing import standing
from proposals.views.assistance.queue_filters import DEFAULT_ORDER, LATEST_DECISION
from proposals.workflow import Relation, State

OPEN = (*WAITING, State.REVISION_REQUIRED)
DONE = (State.APPROVED, State.REJECTED, State.SENT)
COUNTED = ("saya", "belum", "semua", "waiting", "late", "assigned")
UNASSIGNED = Q(state=State.SUBMITTED, assigned_to__isnull=True)


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the queue; ``statuses`` are the filter's choices in it."""

    slug: str
    label: str
    statuses: list[str] = field(default_factory=list)
    has_count: bool = True
    order: str = DEFAULT_ORDER


TABS = {
    tab.slug: tab
    for tab in (
        Tab("saya", "Perlu saya tangani", ["diajukan", "asistensi"]),
        Tab("belum", "Belum ditugaskan"),
        Tab("semua", "Semua", ["menunggu", "diajukan", "asistensi", "dikembalikan"]),
        Tab("selesai", "Selesai", ["disetujui", "ditolak", "dikirim"], has_count=False, order=LATEST_DECISION),
    )
}
SHOWN = (
    *("number", "state", "round_number", "version", "submitted_at", "handed_over_at", "approved_amount"),
    *("agency__short_name", "assigned_to__name"),
)


def _reviewable(mandate: Mandate) -> ProposalQuerySet:
    """Nobody reviews a proposal of an office one drafts for (``product.md`` D8)."""
    return Proposal.objects.alive().exclude(agency_id__in=mandate.agency_ids)


@dataclass(frozen=True, slots=True)
class Load:
    """How many proposals wait for one reviewer."""

    username: str
    name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the tabs, of the sentence and of the workload line."""

    totals: dict[str, int]
    loads: list[Load]


def counts(mandate: Mandate, target: ReviewTarget, reviewers: Mapping[str, str]) -> Counts:
    """Count what is open, by reviewer and altogether, in one query.

    ``reviewers`` are the names by username; who has nothing in hand is named too, being the one to give something to.
    """
    waiting = Q(state__in=WAITING)
    rows = (
        _reviewable(mandate)
        .filter(state__in=OPEN)
        .values("assigned_to__username", "assigned_to__name")
        .annotate(
            saya=Count("pk", filter=waits_for(mandate)),
            belum=Count("pk", filter=UNASSIGNED),
            semua=Count("pk"),
            waiting=Count("pk", filter=waiting),
            late=Count("pk", filter=waiting & Q(submitted_at__lt=target.late_before())),
            assigned=Count("pk", filter=waiting & Q(assigned_to=mandate.user)),
        )
        .order_by()
    )
    loads = {username: Load(username, name, 0) for username, name in reviewers.items()}
    for row in rows:
        if (username := row["assigned_to__username"]) and row["waiting"]:
            loads[username] = Load(username, row["assigned_to__name"], row["waiting"])
    totals = {name: sum(row[name] for row in rows) for name in COUNTED}  # type: ignore[literal-required]
    return Counts(totals, sorted(loads.values(), key=lambda load: (-load.waiting, load.name)))


def in_tab(mandate: Mandate, tab: Tab) -> ProposalQuerySet:
    """The proposals of one tab, in no order yet."""
    chosen = {"saya": waits_for(mandate), "belum": UNASSIGNED, "semua": Q(state__in=OPEN), "selesai": Q(state__in=DONE)}
    return _reviewable(mandate).filter(chosen[tab.slug])


def dressed(proposals: list[Proposal], target: ReviewTarget, mandate: Mandate) -> list[Proposal]:
    """Hang on each row what the table shows: its standing, its age, its notes, who stands in (two queries for all)."""
    notes, substitutes = _note_counts(proposals), _substitutes(proposals, mandate)
    for proposal in proposals:
        settled = notes.get(proposal.pk, {"open": 0, "resolved": 0, "suggestions": 0})
        proposal.note_counts = settled  # type: ignore[attr-defined]
        proposal.may_assign = bool(can_assign(proposal, mandate))  # type: ignore[attr-defined]
        proposal.may_take = _may_take(proposal, mandate)  # type: ignore[attr-defined]
        is_open = proposal.state in OPEN
        proposal.substitute = substitutes.get(proposal.assigned_to_id) if is_open else None  # type: ignore[attr-defined]
        proposal.standing = standing(  # type: ignore[attr-defined]
            proposal.state, round_number=proposal.round_number, open_suggestions=settled["suggestions"]
        )
        if proposal.state in WAITING and proposal.submitted_at:
            since = proposal.handed_over_at or proposal.submitted_at
            proposal.age = target.age(proposal.submitted_at, since)  # type: ignore[attr-defined]
    return proposals


def _may_take(proposal: Proposal, mandate: Mandate) -> bool:
    """Whether the row offers "Ambil usulan": to reviewers, unless somebody else holds it."""
    held = relations(mandate, proposal)
    return proposal.state == State.SUBMITTED and Relation.REVIEWER in held and not other_holder(proposal, held)


def _substitutes(proposals: list[Proposal], mandate: Mandate) -> dict[int | None, str]:
    """Who stands in today, by the reviewer whose open proposals they are (one query)."""
    holders = {proposal.assigned_to_id for proposal in proposals if proposal.state in OPEN and proposal.assigned_to_id}
    covers = Cover.objects.in_force(mandate.on).filter(absent__in=holders)
    return dict(covers.values_list("absent", "substitute__name")) if holders else {}


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
