"""The end of seeding a demonstration: mails of its past are stored as already accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lebong_proposals import clock
from notifications.management.moments import aware_moment
from notifications.past import mark_past_as_accepted


class Command(BaseCommand):
    help = "Stores the untried mails created before a moment as accepted, without sending them (demonstrations only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--before", type=aware_moment, help="ISO with an offset; default: the application's now")

    def handle(self, *args: Any, before: datetime | None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only a demonstration (DEMO=1) has a past that was never sent.")
        accepted = mark_past_as_accepted(before or clock.now())
        self.stdout.write(f"{accepted} surel disimpan sebagai diterima.")
