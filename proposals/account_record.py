"""Puts what happens to accounts into the audit trail; ``accounts`` itself stands below it and only announces."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from lebong_proposals import clock
from proposals import audit

VERBS = {
    "signed_in": audit.Verb.SIGNED_IN,
    "password_changed": audit.Verb.PASSWORD_CHANGED,
    "password_reset": audit.Verb.PASSWORD_RESET_ASKED,
}


def record_account_event(*, verb: str, user: User, facts: dict[str, Any], **_: Any) -> None:
    """Write the entry inside the transaction of the change."""
    audit.record(VERBS[verb], actor=audit.Actor.of(user, None), at=clock.now(), facts=facts)
