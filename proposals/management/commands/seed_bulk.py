"""``manage.py seed_bulk``: a synthetic cycle of any size for measurements; ``proposals.demo.bulk`` says what is real.

The default sizes are those of a large regency; ``--rows-per`` and ``--notes-per`` are means over proposals, and over
the first round of those that have been reviewed. One proposal in 250 has a budget of 500 rows.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lebong_proposals import clock
from proposals.demo.bulk.builder import BulkRefused, build
from proposals.demo.bulk.plan import Size
from proposals.models import SubmissionCycle
from proposals.rehearsal import RehearsalRefused

SAY_EVERY = 1.0  # seconds


class Command(BaseCommand):
    requires_system_checks = []  # they take longer than a small seeding; the web server runs them
    help = "Mengisi siklus dengan usulan sintetis untuk pengukuran (hanya dengan DEMO, tidak pernah di atas data lain)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--proposals", type=positive, default=500)
        parser.add_argument("--agencies", type=positive, default=28)
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same cycle")
        parser.add_argument("--notes-per", type=positive, default=6, help="notes of a reviewed proposal's first round")
        parser.add_argument("--rows-per", type=positive, default=24, help="rows of a budget")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Data massal hanya untuk gladi: setel DEMO=1.")
        if not SubmissionCycle.objects.exists():
            raise CommandError("Jalankan seed_reference lebih dahulu.")
        size = Size(
            *(options[name] for name in ("proposals", "agencies", "seed", "notes_per", "rows_per")),
        )
        self.begun = self.said = clock.stopwatch()
        try:
            written = build(size, self.progress)
        except (BulkRefused, RehearsalRefused) as refused:
            raise CommandError(str(refused)) from refused
        seconds = clock.stopwatch() - self.begun
        counts = ", ".join(f"{number} {name}" for name, number in written.items())
        self.stdout.write(f"{counts} dalam {seconds:.1f} detik.")

    def progress(self, what: str, done: int) -> None:
        """Say how far it is, once a second at most."""
        if clock.stopwatch() - self.said >= SAY_EVERY:
            self.said = clock.stopwatch()
            self.stdout.write(f"{self.said - self.begun:6.0f} s  {what}: {done} usulan")
            self.stdout.flush()


def positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number above zero")
    return int(text)
