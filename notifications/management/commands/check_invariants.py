"""``manage.py check_invariants``: does everything hold that must hold, whatever happened to the processes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from lebong_proposals import clock
from notifications.invariants import check_notifications
from proposals.invariants import Finding, check_proposals


class Command(BaseCommand):
    help = "Checks the invariants I1 to I10 in the data; fails on a violation, and when there is nothing to check."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with one_moment():
            real_now = clock.real_now()
            found = merged([*check_proposals(real_now), *check_notifications(clock.now(), real_now)])
        checked = sum(finding.checked for finding in found)
        violations = sum(finding.violations for finding in found)
        if options["json"]:
            report = {"checked": checked, "violations": violations, "invariants": [asdict(row) for row in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self._print(found)
        if violations:
            raise CommandError(f"{violations} violations in {checked} checks.")
        if not checked:
            raise CommandError("Nothing was checked: there is no data.")

    def _print(self, found: list[Finding]) -> None:
        for finding in found:
            state = f"{finding.violations} WRONG" if finding.violations else "holds"
            self.stdout.write(f"{finding.code:<4}{state:<10}{finding.checked:>8} checked  {finding.promise}")
            for sentence in finding.wrong:
                self.stdout.write(f"      {sentence}")
            if finding.violations > len(finding.wrong):
                self.stdout.write(f"      and {finding.violations - len(finding.wrong)} more")


def merged(findings: list[Finding]) -> list[Finding]:
    """Put findings of one invariant together, and all in the order of their numbers."""
    by_code: dict[str, Finding] = {}
    for finding in findings:
        known = by_code.setdefault(finding.code, finding)
        if known is not finding:
            known.add(finding)
    return sorted(by_code.values(), key=lambda finding: int(finding.code[1:]))


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all queries see the database as of one moment, and take their time; nothing can be written meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        yield
