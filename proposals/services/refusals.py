"""What the services raise when they may not do what was asked; nothing was changed then."""

from __future__ import annotations

from datetime import datetime

from proposals.workflow import Verdict


class ServiceRefused(Exception):
    """The verdict was no; ``reason`` is the sentence to show, ``refusal`` its kind."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.reason = verdict.reason
        self.refusal = verdict.refusal


class RefusedAt(ServiceRefused):
    """A refusal at a moment of the database, ``at``, which a person who came too late is told."""

    def __init__(self, verdict: Verdict, at: datetime) -> None:
        super().__init__(verdict)
        self.at = at
