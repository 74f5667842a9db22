"""I8, as far as rows can tell: whoever wrote into an agency's proposal belongs there, whoever reviewed it does not."""

from __future__ import annotations

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.models import Membership
from accounts.roles import AGENCY_ROLES, PLANNING_ROLES
from lebong_proposals.clock import WIB
from proposals.invariants.finding import Finding
from proposals.models import (
    AssistanceSession,
    Attachment,
    AuditEntry,
    DispatchItem,
    NoteResponse,
    Proposal,
    ReviewNote,
    SubmittedVersion,
    Withdrawal,
)

# Table, who wrote the row, the proposal it belongs to, when.
WRITTEN_BY_AGENCY: tuple[tuple[type[Model], str, str, str], ...] = (
    (Proposal, "created_by", "", "created_at"),
    (Attachment, "uploaded_by", "proposal__", "uploaded_at"),
    (SubmittedVersion, "submitted_by", "proposal__", "accepted_at"),
    (Withdrawal, "withdrawn_by", "version__proposal__", "withdrawn_at"),
    (NoteResponse, "author", "note__proposal__", "updated_at"),
)
WRITTEN_BY_BAPPEDA: tuple[tuple[type[Model], str, str, str], ...] = (
    (AssistanceSession, "reviewer", "proposal__", "started_at"),
    (ReviewNote, "author", "proposal__", "created_at"),
)


def isolation() -> Finding:
    """Check authors, reviewers, the record's agency, and that a package holds its ministry's proposals."""
    finding = Finding("I8", "only an agency's own people wrote into its proposals, and none of them reviewed them")
    for model, person, path, moment in WRITTEN_BY_AGENCY:
        rows = _rows(model, path, moment)
        own = _memberships(person).filter(agency=OuterRef(f"{path}agency"), role__in=AGENCY_ROLES)
        _report(finding, rows, rows.filter(~Exists(own)), f"written by {person} from elsewhere")
    for model, person, path, moment in WRITTEN_BY_BAPPEDA:
        rows = _rows(model, path, moment)
        own = _memberships(person).filter(agency=OuterRef(f"{path}agency"), role__in=AGENCY_ROLES)
        planning = _memberships(person).filter(role__in=PLANNING_ROLES)
        _report(finding, rows, rows.filter(Q(Exists(own)) | ~Q(Exists(planning))), f"{person} is not impartial")
    entries = AuditEntry.objects.filter(proposal__isnull=False)
    elsewhere = entries.exclude(agency=F("proposal__agency"), cycle=F("proposal__cycle"))
    _report(finding, entries, elsewhere, "recorded under another agency or cycle")
    packed = DispatchItem.objects.filter(is_returned=False)
    astray = packed.exclude(proposal__ministry=F("dispatch__ministry"), proposal__cycle=F("dispatch__cycle"))
    _report(finding, packed, astray, "in a package of another ministry or cycle")
    return finding


def _rows(model: type[Model], path: str, moment: str) -> QuerySet[Model]:
    """The rows of a table with the WIB date on which they were written."""
    return model._default_manager.annotate(written_on=TruncDate(moment, tzinfo=WIB)).order_by()


def _memberships(person: str) -> QuerySet[Membership]:
    """The memberships that the writer of a row held on that day."""
    started = Membership.objects.filter(user=OuterRef(person), starts_on__lte=OuterRef("written_on"))
    return started.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("written_on")))


def _report(finding: Finding, rows: QuerySet[Model], wrong: QuerySet[Model], what: str) -> None:
    name = rows.model._meta.object_name
    finding.look_through(rows.count(), (f"{name} {row.pk}: {what}" for row in wrong.iterator(500)))
