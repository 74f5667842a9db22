"""``manage.py rehearse``: move the rehearsal clock, so that the whole countdown can be tried on any date."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lebong_proposals import clock
from proposals import audit
from proposals.management.moments import moment
from proposals.rehearsal import RehearsalRefused, move_clock


class Command(BaseCommand):
    help = "Move the rehearsal clock to a moment, or back to the real time. Refuses in production and backwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        target = parser.add_mutually_exclusive_group(required=True)
        target.add_argument("--at", type=moment, help="e.g. 2025-11-30T23:50+07:00; without a zone: WIB")
        target.add_argument("--real", action="store_true", help="the real time, without any shift")
        parser.add_argument("--freeze", action="store_true", help="stand still at that moment")

    def handle(self, *args: Any, **options: Any) -> None:
        # --real is always allowed: it is how a database that was used for rehearsing becomes a production one.
        if not settings.DEMO and not options["real"]:
            raise CommandError("The clock of a production system is not moved: rehearse works with DEMO only.")
        try:
            self.move(options["at"], frozen=options["freeze"])
        except RehearsalRefused as refused:
            raise CommandError(f"The clock never goes back: {refused}") from refused
        self.stdout.write(f"The clock now says {clock.now().astimezone(clock.WIB).isoformat()}.")

    @transaction.atomic
    def move(self, to: datetime | None, *, frozen: bool) -> None:
        """Move, and put the move on record at the moment it leads to, so that no later one leads before it."""
        move_clock(to, frozen=frozen)
        if to is not None:
            facts = {"to": to.isoformat(), "frozen": frozen}
            audit.record(audit.Verb.CLOCK_MOVED, actor=audit.SYSTEM, at=to, facts=facts)
