"""The questions that the queue can be narrowed by, and the orders it can stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OrderBy, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.mandate import Mandate
from proposals.forms.queue import MINE, NOBODY, states_of
from proposals.handling import WAITING
from proposals.list_page import NamedOffice, searched, with_submitted_title
from proposals.models import Attachment, NoteStatus, Proposal, ReviewNote, SubmittedVersion
from proposals.models.proposal import ProposalQuerySet
from proposals.review_targets import ReviewTarget
from proposals.workflow import State

TERMS_OF_REFERENCE = "terms_of_reference"  # the code of the slot for the KAK, in every funding line
LONG = 3  # working days: what waits so long is asked for by name


@dataclass(frozen=True, slots=True)
class Scope:
    """Who asks, when, and what there is to compare with."""

    mandate: Mandate
    target: ReviewTarget
    agencies: Sequence[NamedOffice]
    year: int | None


def narrowed(rows: ProposalQuerySet, asked: Mapping[str, Any], scope: Scope) -> ProposalQuerySet:
    """Keep what fits every filter."""
    words = asked.get("cari", "")
    revised = with_submitted_title(rows, words)
    found: Any = searched(rows, words, scope.agencies, scope.year, revised=revised)
    for name, value in asked.items():
        for one in value if isinstance(value, list) else [value]:
            if question := QUESTIONS.get(name):
                found = found.filter(question(one, scope))
    return found  # type: ignore[no-any-return]


def _reviewer(value: str, scope: Scope) -> Q:
    if value == MINE:
        return Q(assigned_to=scope.mandate.user)
    return Q(assigned_to__isnull=True) if value == NOBODY else Q(assigned_to__username=value)


def _age(value: str, scope: Scope) -> Q:
    waiting, target = Q(state__in=WAITING), scope.target
    if value == "lewat":
        return waiting & Q(submitted_at__lt=target.late_before())
    if value == "hari-ini":
        return waiting & Q(submitted_at__gte=target.late_before(), submitted_at__lt=target.due_after_today())
    return waiting & Q(handed_over_at__lt=target.waiting_since(LONG))


def _lacking(value: str, scope: Scope) -> Q:
    long_ago = scope.target.waiting_since(LONG)
    if value == "tanpa-kak":
        return ~Q(Exists(_terms_of_reference()))
    if value == "belum-dibuka":
        return Q(state=State.SUBMITTED, submitted_at__lt=long_ago)
    # What the agency has written but not sent is not Bappeda's to know, so until it resubmits nothing is answered.
    asked = ReviewNote.objects.for_agency().filter(proposal=OuterRef("pk"), status=NoteStatus.OPEN)
    return Q(Exists(asked), state=State.REVISION_REQUIRED, returned_at__lt=long_ago)


def _terms_of_reference() -> Any:
    """The KAK as it stood in the last version that was not taken back: what came later is the agency's own."""
    versions = SubmittedVersion.objects.valid().filter(proposal=OuterRef("proposal"))
    files = Attachment.objects.filter(proposal=OuterRef("pk"), slot__code=TERMS_OF_REFERENCE)
    files = files.alias(sent_at=Subquery(versions.values("accepted_at")[:1]))
    stood = Q(replaced_at__isnull=True) | Q(replaced_at__gt=F("sent_at"))
    return files.filter(stood, uploaded_at__lte=F("sent_at"))


QUESTIONS: dict[str, Callable[[str, Scope], Q]] = {
    "opd": lambda value, scope: Q(agency__code=value),
    "status": lambda value, scope: Q(state__in=states_of(value)),
    "asistor": _reviewer,
    "umur": _age,
    "sumber": lambda value, scope: Q(funding_source__code=value),
    "kl": lambda value, scope: Q(ministry__code=value),
    "cita": lambda value, scope: Q(national_mission__number=value),
    "kurang": _lacking,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One header of the table; ``sort`` is its aria-sort now, ``order`` what its link asks for."""

    label: str
    slug: str
    sort: str = ""
    order: str = ""


BY_STATE = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(State)), default=Value(9))


def _while_waiting(moment: str) -> Case:
    """A moment of those that have an age; the others show "—"."""
    return Case(When(state__in=WAITING, then=F(moment)))


ORDERS: dict[str, OrderBy] = {
    "usulan": F("official_title").asc(),
    "status": BY_STATE.asc(),
    "nilai": F("official_amount").asc(),
    "asistor": F("assigned_to__name").asc(),
    "menunggu": _while_waiting("handed_over_at").desc(),
    "batas": _while_waiting("submitted_at").asc(),
}
LABELS = {
    "usulan": "Usulan",
    "status": "Status",
    "nilai": "Nilai (Rp)",
    "asistor": "Asistor",
    "menunggu": "Menunggu",
    "batas": "Batas asistensi",
}
DEFAULT_ORDER, LATEST_DECISION = "batas", "putusan"


def ordered(rows: QuerySet[Proposal], order: str) -> QuerySet[Proposal]:
    """Sort rows of ``as_submitted`` by a column, downwards with "-" before it; the number decides among equals.

    What has nothing in the column comes last in both directions.
    """
    if order == LATEST_DECISION:
        return rows.order_by("-decided_at", "number")
    by = ORDERS[order.removeprefix("-")].copy()
    if order.startswith("-"):
        by.reverse_ordering()
    by.nulls_last = True
    return rows.order_by(by, "number")


def known_order(given: str, otherwise: str = DEFAULT_ORDER) -> str:
    """Give the order that the address asks for; an unknown one asks for nothing."""
    return given if given.removeprefix("-") in ORDERS and not given.startswith("--") else otherwise


def columns(order: str) -> list[Column]:
    """Describe the headers; pressing the column in force turns it round."""
    now = {order: "ascending"} if not order.startswith("-") else {order[1:]: "descending"}
    return [
        Column(label, slug, now.get(slug, ""), f"-{slug}" if now.get(slug) == "ascending" else slug)
        for slug, label in LABELS.items()
    ]
