"""I6 and I8: every event has its mail and every mail its event, and it went to nobody whom it does not concern."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from accounts.models import Membership
from accounts.roles import AGENCY_ROLES, PLANNING_ROLES
from lebong_proposals.clock import WIB
from notifications.models import Kind, MessageState, OutboxMessage, PlannedSlot
from notifications.notices import NOTICES
from proposals.audit import Verb
from proposals.invariants import Finding
from proposals.models import AuditEntry, SubmittedVersion

CHUNK = 2000
SUBMISSIONS = (Verb.SUBMITTED, Verb.RESUBMITTED)
# Told to whoever is concerned, which may be nobody: who takes a proposal need not be told so.
MAY_BE_UNTOLD = (Verb.ASSISTANCE_STARTED,)


def cause_and_effect() -> Finding:
    """Match the record with the outbox, in both directions."""
    finding = Finding("I6", "what was committed has its mail, and every mail has its cause")
    mails = _mails_by_cause()
    _expect_mail_of_events(finding, mails)
    for cause in mails:
        finding.expect(False, f"{cause}: mail without its event on record")
    _expect_mail_of_slots(finding)
    return finding


def _mails_by_cause() -> Counter[str]:
    """Count event mails by the part of their key that names the cause (one streamed query)."""
    keys = OutboxMessage.objects.filter(Q(dedupe_key__startswith="evt:") | Q(dedupe_key__startswith="rcpt:"))
    return Counter(key.rsplit(":", 1)[0] for key in keys.values_list("dedupe_key", flat=True).iterator(CHUNK))


def _expect_mail_of_events(finding: Finding, mails: Counter[str]) -> None:
    """Take the mail of each event off the counter; what is left has no event."""
    versions = {str(pk) for pk in SubmittedVersion.objects.values_list("pk", flat=True)}
    people = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("day")),
        agency=OuterRef("agency"),
        role__in=AGENCY_ROLES,
        starts_on__lte=OuterRef("day"),
        user__is_active=True,
    ).exclude(user__email="")
    entries = (
        AuditEntry.objects.filter(verb__in=list(NOTICES), proposal__isnull=False)
        .annotate(day=TruncDate("occurred_at", tzinfo=WIB))
        .annotate(has_people=Exists(people))
    )
    for pk, verb, facts, has_people in entries.values_list("pk", "verb", "facts", "has_people").iterator(CHUNK):
        told = mails.pop(_cause(pk, verb, facts), 0)
        expected = has_people and verb not in MAY_BE_UNTOLD
        finding.expect(bool(told) or not expected, f"entry {pk} ({verb}): nobody was told")
        if verb in SUBMISSIONS:
            finding.expect(facts["version_id"] in versions, f"entry {pk}: a receipt was promised for no version")


def _cause(entry_id: int, verb: str, facts: dict[str, Any]) -> str:
    return f"rcpt:{facts['version_id']}" if verb in SUBMISSIONS else f"evt:{entry_id}"


def _expect_mail_of_slots(finding: Finding) -> None:
    """Every planned reminder moment has as many mails as it says, and every reminder a planned moment."""
    reminders: Counter[tuple[Any, ...]] = Counter()
    rows = OutboxMessage.objects.filter(kind=Kind.REMINDER).exclude(state=MessageState.SUPERSEDED)
    for rule, facts in rows.values_list("rule_id", "facts").iterator(CHUNK):
        moments = (datetime.fromisoformat(facts[name]) for name in ("cutoff_at", "due_at"))
        reminders[rule, *moments] += 1
    for slot in PlannedSlot.objects.all():
        found = reminders.pop((slot.rule_id, slot.cutoff_at, slot.due_at), 0)
        finding.expect(found == slot.messages, f"slot {slot}: {slot.messages} mails planned, {found} there")
    for rule, _, due_at in reminders:
        finding.expect(False, f"rule {rule}: reminders of {due_at:%Y-%m-%d %H:%M}, which was never planned")


def addressed_to_the_concerned() -> Finding:
    """Look for mail about an agency that went to somebody who belongs neither to it nor to Bappeda."""
    finding = Finding("I8", "mail about an agency went to its own people and to Bappeda only")
    belongs = Membership.objects.filter(user=OuterRef("recipient")).filter(
        Q(agency=OuterRef("agency"), role__in=AGENCY_ROLES) | Q(role__in=PLANNING_ROLES)
    )
    rows = OutboxMessage.objects.filter(agency__isnull=False)
    astray = rows.filter(~Exists(belongs)).values_list("dedupe_key", flat=True)
    finding.look_through(rows.count(), (f"{key}: the recipient does not belong there" for key in astray))
    return finding
