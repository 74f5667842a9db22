"""When a session began and when it was last used, kept in the session itself (seconds of the machine's clock)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from lebong_proposals import clock

SIGNED_IN_AT, ACTIVE_AT = "signed_in_at", "active_at"
WRITE_EVERY = 300  # seconds; a session is not written for each page


def now() -> int:
    return int(clock.real_now().timestamp())


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, **_: Any) -> None:
    """Stamp a new session."""
    request.session[SIGNED_IN_AT] = request.session[ACTIVE_AT] = now()


def touch(session: Any, at: int, *, always: bool = False) -> None:
    """Note that the session is used; written at most every five minutes unless ``always``."""
    session.setdefault(SIGNED_IN_AT, at)
    if always or at - session.get(ACTIVE_AT, 0) >= WRITE_EVERY:
        session[ACTIVE_AT] = at


def seconds_left(session: Any, at: int, *, idle: int, longest: int) -> int:
    """How long the session still lasts: ``idle`` after its last use, ``longest`` after its beginning."""
    used: int = session.get(ACTIVE_AT, at)
    begun: int = session.get(SIGNED_IN_AT, at)
    return min(used + idle, begun + longest) - at
