"""Writing a synthetic cycle: contents and first versions, second versions, then rounds and record.

Three walks over the same plan, so that the clock, at which the trigger stamps versions, only ever moves forward.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from proposals import audit
from proposals.demo.bulk.contents import Contents
from proposals.demo.bulk.material import Material
from proposals.demo.bulk.packages import write_packages
from proposals.demo.bulk.people import PREFIX, Register, offices_of
from proposals.demo.bulk.plan import Chunk, Plan, Planned, Size
from proposals.demo.bulk.record import Past, Recorder, VersionFacts
from proposals.demo.bulk.reviews import write_reviews
from proposals.demo.bulk.tables import reserve
from proposals.demo.bulk.versions import write_versions
from proposals.demo.content import demo_proposals
from proposals.demo.documents import make_file
from proposals.files.storage import StoredFile, store
from proposals.models import (
    AssistanceSession,
    AuditEntry,
    CostItem,
    Dispatch,
    Proposal,
    ReviewNote,
    SubmissionCycle,
    SubmittedVersion,
)
from proposals.rehearsal import move_clock

COUNTED = (Proposal, CostItem, SubmittedVersion, AssistanceSession, ReviewNote, Dispatch, AuditEntry)
# The part of what is left of the cycle that has passed when the seeding is done.
PASSED = 0.8
SHORTEST = timedelta(hours=2)
Progress = Callable[[str, int], None]


class BulkRefused(Exception):
    """The database is not one that may be filled with synthetic data; the message says why."""


def refuse_real_data() -> None:
    """Raise ``BulkRefused`` when anything here was not written by this package."""
    if Proposal.objects.exclude(created_by__username__startswith=PREFIX).exists():
        raise BulkRefused("Basis data ini sudah berisi usulan yang bukan data massal.")


def build(size: Size, progress: Progress) -> Counter[str]:
    """Write everything in one transaction, by the owner of the database; return how many rows of which table.

    Afterwards the clock runs on from the moment at which the synthetic past ends. Raises ``BulkRefused``.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Checked row by row they would all wait in memory for the commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return _Builder(size, progress).build()


class _Builder:
    def __init__(self, size: Size, progress: Progress) -> None:
        refuse_real_data()
        self._progress = progress
        self._cycle = cycle = SubmissionCycle.objects.select_for_update().order_by("-year")[0]
        begin, end = span_of(cycle)
        people = Register().people(offices_of(cycle, size.agencies))
        material = Material(size.seed, size.rows_per)
        self._before = _counts()
        self._plan = Plan(size, cycle, people, material, reserve(Proposal, size.proposals), (begin, end))
        self._recorder = Recorder(cycle, people.approver)

    def build(self) -> Counter[str]:
        self._write_contents()
        self._write_second_versions()
        self._write_reviews()
        SubmissionCycle.objects.filter(pk=self._cycle.pk).update(
            last_number=F("last_number") + self._plan.size.proposals
        )
        move_clock(self._plan.end)
        moved = {"to": self._plan.end.isoformat(), "frozen": False}
        audit.record(audit.Verb.CLOCK_MOVED, actor=audit.SYSTEM, at=self._plan.end, facts=moved)
        return _counts() - self._before

    def _write_contents(self) -> None:
        contents = Contents(self._cycle, self._plan.material, store_files())
        for chunk in self._walk("isian dan versi pertama"):
            contents.write(chunk.proposals)
            self._hand_in(chunk, 1, chunk.times.first)

    def _write_second_versions(self) -> None:
        for chunk in self._walk("versi kedua"):
            self._hand_in(chunk, 2, chunk.times.second)

    def _hand_in(self, chunk: Chunk, number: int, at: datetime) -> None:
        handed_in = [planned for planned in chunk.proposals if planned.course.versions >= number]
        if handed_in:
            move_clock(at, frozen=True)
            write_versions(self._cycle, handed_in, number, at)

    def _write_reviews(self) -> None:
        approver = self._plan.people.approver
        sent = [row for chunk in self._plan.chunks() for row in chunk.proposals if row.course.state == "sent"]
        packages = write_packages(self._cycle, sent, approver, self._plan.sending, self._recorder)
        for chunk in self._walk("asistensi dan jejak"):
            self._write_past(chunk.proposals, packages)
            self._recorder.flush()

    def _write_past(self, chunk: tuple[Planned, ...], packages: dict[int, Dispatch]) -> None:
        versions = _versions_of(chunk)
        by_number = {(pk, version.number): version.pk for pk, found in versions.items() for version in found}
        rounds = write_reviews(chunk, by_number, self._plan.size.notes_per, self._plan.material.phrases)
        for planned in chunk:
            past = Past(planned, versions[planned.pk], rounds[planned.pk], packages.get(planned.pk))
            self._recorder.of_proposal(past)

    def _walk(self, what: str) -> Iterator[Chunk]:
        done = 0
        for chunk in self._plan.chunks():
            yield chunk
            done += len(chunk.proposals)
            self._progress(what, done)


def span_of(cycle: SubmissionCycle) -> tuple[datetime, datetime]:
    """From when to when the synthetic past lasts: nothing before the last entry on record, most of what is left."""
    last = AuditEntry.objects.order_by("-occurred_at").values_list("occurred_at", flat=True).first()
    begin = max(cycle.opens_at, last or cycle.opens_at)
    if cycle.closes_at - begin < SHORTEST:
        raise BulkRefused("Siklus ini hampir atau sudah ditutup; tidak ada waktu untuk data massal.")
    return begin, begin + (cycle.closes_at - begin) * PASSED


def store_files() -> dict[str, StoredFile]:
    """Keep the two files that all proposals share."""
    demo = demo_proposals()[0]
    slots = {"application/pdf": "terms_of_reference", "image/jpeg": "site_photos"}
    return {kind: store([make_file(demo, slot, number="sintetis").content]) for kind, slot in slots.items()}


def _versions_of(chunk: tuple[Planned, ...]) -> dict[int, list[VersionFacts]]:
    fields = (
        *("proposal_id", "pk", "version_no", "receipt_no", "content_sha256", "requested_amount", "accepted_at"),
        *("official_name", "official_title"),
    )
    rows = SubmittedVersion.objects.filter(proposal__in=[planned.pk for planned in chunk]).order_by("version_no")
    found: dict[int, list[VersionFacts]] = defaultdict(list)
    for proposal, *facts in rows.values_list(*fields):
        found[proposal].append(VersionFacts(*facts))
    return found


def _counts() -> Counter[str]:
    return Counter({model.__name__: model._default_manager.count() for model in COUNTED})
