"""The demo's packages for the centre: gathered, locked, and sent under the letter of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from proposals.demo.story import Story
from proposals.models import Dispatch, DispatchChannel, Ministry, SubmissionCycle
from proposals.services import dispatching


@dataclass
class Package:
    """One dispatch to a ministry: made, locked, and sent once its letter is signed."""

    planned: dict[str, Any]
    cycle: SubmissionCycle
    people: dict[str, User]
    stories: dict[int, Story]
    made: Dispatch = field(init=False)

    def events(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        yield self.planned["created"]["at"], self._create
        yield self.planned["locked"]["at"], self._lock
        if "sent" in self.planned:
            yield self.planned["sent"]["at"], self._send

    def _create(self) -> None:
        self.made = dispatching.create(
            actor=self.people[self.planned["created"]["by"]],
            cycle=self.cycle,
            ministry=Ministry.objects.get(code=self.planned["ministry"]),
            proposals=[self.stories[order].proposal for order in self.planned["proposals"]],
        )

    def _lock(self) -> None:
        dispatch = self._dispatch()
        dispatching.lock(dispatch, actor=self.people[self.planned["locked"]["by"]], seen_version=dispatch.version)

    def _send(self) -> None:
        dispatch, sent = self._dispatch(), self.planned["sent"]
        dispatching.record_sending(
            dispatch,
            actor=self.people[sent["by"]],
            seen_version=dispatch.version,
            letter_number=sent["letter_number"],
            letter_date=sent["letter_date"],
            sent_on=sent["letter_date"],
            channel=DispatchChannel(sent["channel"]),
        )

    def _dispatch(self) -> Dispatch:
        return Dispatch.objects.get(pk=self.made.pk)
