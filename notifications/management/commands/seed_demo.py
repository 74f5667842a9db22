"""``manage.py seed_demo``: the eighteen demo proposals and their people, made by performing the real actions.

It lives with the mail because the mail of the seeded past is part of it: stored as accepted, sent to nobody.
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from lebong_proposals import clock
from notifications.past import mark_past_as_accepted
from proposals.demo.builder import build
from proposals.management.moments import moment
from proposals.models import Proposal, SubmissionCycle
from proposals.rehearsal import RehearsalRefused, move_clock

REAL = "real"
START = "2025-11-10T08:00+07:00"


class Command(BaseCommand):
    requires_system_checks = []  # they take longer than their worth here; the web server runs them
    help = "Mengisi basis data baru dengan akun dan usulan contoh, lalu menyetel jam gladi (hanya dengan DEMO)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of",
            type=lambda text: None if text == REAL else moment(text),
            default=START,
            help=f"the clock afterwards, e.g. {START}, or '{REAL}'; nothing later than this has happened",
        )

    def handle(self, *args: Any, as_of: datetime | None, **options: Any) -> None:
        refuse_unless_new()
        until = as_of or clock.real_now()
        try:
            with transaction.atomic():
                actions = build(until=until)
                # Before the commit, so that no worker ever sees a mail of the past as waiting.
                mails = mark_past_as_accepted(until)
                move_clock(as_of)
        except RehearsalRefused as refused:
            raise CommandError(
                f"Jam gladi sudah pernah digeser, sehingga basis data ini tidak baru: {refused}"
            ) from refused
        self.stdout.write(f"{Proposal.objects.count()} usulan contoh dari {actions} tindakan; {mails} surel tersimpan.")


def refuse_unless_new() -> None:
    if not settings.DEMO:
        raise CommandError("Data contoh hanya untuk gladi: setel DEMO=1.")
    if not SubmissionCycle.objects.exists():
        raise CommandError("Jalankan seed_reference lebih dahulu.")
    if Proposal.objects.exists() or User.objects.exists():
        raise CommandError("Basis data sudah berisi akun atau usulan. Data contoh hanya untuk basis data baru.")
