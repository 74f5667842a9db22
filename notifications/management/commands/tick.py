"""The same tick that beat runs, by hand and from cron: plan what is due, then send it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lebong_proposals import clock
from notifications import rounds
from notifications.agenda import due_slots
from notifications.audience import who_owes
from notifications.management.moments import aware_moment


class Command(BaseCommand):
    help = "Plans reminders and sends what is due; safe beside beat. --dry-run prints who would get a reminder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", type=aware_moment, help="ISO with an offset; default: the application's now")
        parser.add_argument("--dry-run", action="store_true", help="print one line for each mail and change nothing")

    def handle(self, *args: Any, at: datetime | None, dry_run: bool, **options: Any) -> None:
        moment = at or clock.now()
        if dry_run:
            self._print_plan(moment)
            return
        if at is not None and not settings.DEMO:
            raise CommandError("--at without --dry-run would send for another moment; only a demonstration may.")
        for name, counts in (("plan", rounds.plan(moment)), ("dispatch", rounds.dispatch(moment))):
            self.stdout.write(f"{name}: " + (", ".join(f"{key} {value}" for key, value in counts.items()) or "-"))

    def _print_plan(self, at: datetime) -> None:
        """One line for each mail: rule, agencies, user, address."""
        for due in due_slots(at):
            for person in who_owes(due, at):
                codes = ",".join(person.agency_codes)
                self.stdout.write(f"{due.slot.rule.code}\t{codes}\t{person.username}\t{person.address}")
