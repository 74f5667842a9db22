"""``manage.py sweep_files``: remove uploads that no row names after 24 hours."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lebong_proposals import clock
from proposals.services.sweeping import sweep


class Command(BaseCommand):
    help = "Remove stored files that nothing refers to and leftovers of killed uploads, when older than 24 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        swept = sweep(clock.real_now())
        self.stdout.write(
            f"{swept.examined} stored files older than 24 hours examined; "
            f"{swept.unreferenced} unreferenced and {swept.leftovers} leftovers removed."
        )
