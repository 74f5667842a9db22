"""The words of each mail about an event: from the facts in its row to what its templates name.

What a proposal was called, worth and decided is taken from the facts, which were stored with the event; who holds which
office and which working days are left are as of the moment of writing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import Membership, User
from accounts.roles import AGENCY_ROLES, Role
from lebong_proposals.clock import wib_date
from notifications.compose import Surroundings, link
from notifications.models import Kind, OutboxMessage
from proposals import dates
from proposals.models import AgencyCycle
from proposals.number_format import format_rupiah
from proposals.workdays import cutoff_date

Words = dict[str, Any]


def words(message: OutboxMessage, around: Surroundings) -> Words:
    """Give what the templates of an event's mail name."""
    return {"recipient": message.recipient.name, **_WORDS[Kind(message.kind)](message, around)}


def salutation(membership: Membership) -> str:
    """Address the office: the head by title, anybody else as its operator."""
    if membership.role == Role.AGENCY_HEAD:
        return membership.full_title
    return f"Operator {membership.agency.name}"


def _about_proposal(message: OutboxMessage, around: Surroundings) -> Words:
    facts = message.facts
    return {
        "salutation": _salutation(message, around),
        "number": facts["number"],
        "title": facts["title"],
        "round": facts.get("round"),
        "url": link("proposal-detail", facts["number"]),
    }


def _salutation(message: OutboxMessage, around: Surroundings) -> str:
    held = Membership.objects.active(wib_date(around.at)).filter(
        user_id=message.recipient_id, agency=message.agency_id, role__in=AGENCY_ROLES
    )
    memberships = sorted(held.select_related("agency"), key=lambda row: (row.role != Role.AGENCY_HEAD, row.pk))
    return salutation(memberships[0]) if memberships else f"Bapak/Ibu {message.recipient.name}"


def _receipt(message: OutboxMessage, around: Surroundings) -> Words:
    facts = message.facts
    accepted_at = datetime.fromisoformat(facts["accepted_at"])
    review_by = around.calendar.add_working_days(accepted_at, facts["review_target_days"])
    return {
        **_about_proposal(message, around),
        "receipt_no": facts["receipt_no"],
        "accepted": dates.stamp(accepted_at),
        "amount": format_rupiah(facts["amount"]),
        "official_name": facts["official_name"],
        "official_title": facts["official_title"],
        "submitted_by": facts["actor_name"],
        "sha256": facts["content_sha256"],
        "review_by": dates.day_date(review_by),
        "url": link("receipt", facts["number"], facts["version_no"]),
    }


def _returned(message: OutboxMessage, around: Surroundings) -> Words:
    facts, notes = message.facts, message.facts["notes"]
    cycles = AgencyCycle.objects.select_related("cycle")
    agency_cycle = cycles.get(cycle=message.cycle_id, agency=message.agency_id)
    closes_at = agency_cycle.effective_closes_at
    return {
        **_about_proposal(message, around),
        "mandatory": [note for note in notes if note["is_mandatory"]],
        "suggestions": [note for note in notes if not note["is_mandatory"]],
        "notes_count": len(notes),
        "introduction": facts["message"],
        **_due(facts["revision_due_at"]),
        "is_open": closes_at > around.at,
        "cutoff": dates.cutoff_text(closes_at),
        "working_days": around.calendar.working_days_left(around.at, closes_at),
        "reviewer": facts["reviewer"],
        "reviewer_contact": facts["reviewer_contact"] or around.regency.contact,
        "url": link("revision", facts["number"]),
    }


def _approved(message: OutboxMessage, around: Surroundings) -> Words:
    facts = message.facts
    return {
        **_about_proposal(message, around),
        "amount": format_rupiah(facts["approved_amount"]),
        "ministry": facts["ministry"],
        "suggestions": facts["suggestions"],
        "suggestions_due": _day(facts["suggestions_due_on"]),
        "url": link("papers", facts["number"]),
    }


def _rejected(message: OutboxMessage, around: Surroundings) -> Words:
    facts = message.facts
    contact = facts["reviewer_contact"] or around.regency.contact
    return {
        **_about_proposal(message, around),
        "reason": _sentence_part(facts["reason"]),
        "reviewer": facts["reviewer"],
        "reviewer_contact": contact,
    }


def _sent(message: OutboxMessage, around: Surroundings) -> Words:
    facts = message.facts
    return {
        **_about_proposal(message, around),
        "ministry": facts["ministry"],
        "letter_number": facts["letter_number"],
        "letter_date": dates.plain_date(date.fromisoformat(facts["letter_date"])) if facts["letter_date"] else "",
    }


def _with_reason(message: OutboxMessage, around: Surroundings) -> Words:
    return {**_about_proposal(message, around), "reason": _sentence_part(message.facts["reason"])}


def _reopened(message: OutboxMessage, around: Surroundings) -> Words:
    """Tell the agency to wait, and the reviewer that it is in hand again."""
    facts = message.facts
    is_reviewer = message.recipient_id == facts.get("reviewer_id")
    told: Words = {"reopened_by": facts["actor_name"] if is_reviewer else "", "agency": facts["agency"]}
    if is_reviewer:
        told["url"] = link("review-workspace", facts["number"])
    return {**_with_reason(message, around), **told}


def _returned_by_ministry(message: OutboxMessage, around: Surroundings) -> Words:
    return {
        **_with_reason(message, around),
        "ministry": message.facts["ministry"],
        **_due(message.facts["revision_due_at"]),
        "url": link("revision", message.facts["number"]),
    }


def _assigned(message: OutboxMessage, around: Surroundings) -> Words:
    facts = message.facts
    return {
        **_about_proposal(message, around),
        "salutation": f"Bapak/Ibu {message.recipient.name}",
        "agency": facts["agency"],
        "assigned_by": facts["actor_name"],
        "handed_to": facts["reviewer_name"] if message.recipient_id == facts.get("previous_reviewer_id") else "",
        "reason": _sentence_part(facts.get("reason", "")),
        "url": link("review-workspace", facts["number"]),
    }


def _password_reset(message: OutboxMessage, around: Surroundings) -> Words:
    user = User.objects.get(pk=message.recipient_id)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    url = link("password-set", uid, default_token_generator.make_token(user))
    return {"salutation": f"Bapak/Ibu {user.name}", "url": url, "secret": url}


def _due(moment: str | None) -> Words:
    """The day until which something may be repaired; the moment itself is exclusive."""
    if not moment:
        return {"due": "", "due_short": ""}
    day = cutoff_date(datetime.fromisoformat(moment))
    return {"due": dates.day_date(day), "due_short": dates.plain_date(day)}


def _sentence_part(reason: str) -> str:
    """A reason without its own full stop, because the template's sentence has one."""
    return reason.strip().rstrip(".")


def _day(value: str | None) -> str:
    return dates.day_date(date.fromisoformat(value)) if value else ""


_WORDS: dict[Kind, Callable[[OutboxMessage, Surroundings], Words]] = {
    Kind.RECEIPT: _receipt,
    Kind.RETURNED: _returned,
    Kind.APPROVED: _approved,
    Kind.REJECTED: _rejected,
    Kind.SENT: _sent,
    Kind.REOPENED: _reopened,
    Kind.RETURNED_BY_MINISTRY: _returned_by_ministry,
    Kind.ASSIGNED: _assigned,
    Kind.PASSWORD_RESET: _password_reset,
}
