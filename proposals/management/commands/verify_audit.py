"""``manage.py verify_audit``: walk the hash chains and name the first entry that is wrong."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from proposals.audit import verify


class Command(BaseCommand):
    help = "Verify every audit chain; fails at the first wrong entry, and when there is nothing to verify."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        result = verify()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result)))
        else:
            self.stdout.write(f"{result.checked} audit entries in {result.chains} chains checked.")
        if result.first_break:
            found = result.first_break
            raise CommandError(f"Entry {found.entry_id} ({found.chain}#{found.sequence}): {found.what}.")
        if not result.checked:
            raise CommandError("Nothing was checked: there is no audit entry.")
