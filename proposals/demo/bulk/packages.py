"""The packages in which synthetic proposals have gone to their ministries, all at one moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from lebong_proposals.clock import wib_date
from proposals.audit import Verb
from proposals.demo.bulk.people import Person
from proposals.demo.bulk.plan import Planned
from proposals.demo.bulk.record import Recorder
from proposals.models import Dispatch, DispatchChannel, DispatchItem, DispatchState, Ministry, SubmissionCycle

LARGEST = 60
VERSION_WHEN_SENT = 3  # made, locked, sent


def write_packages(
    cycle: SubmissionCycle, sent: Iterable[Planned], by: Person, at: datetime, recorder: Recorder
) -> dict[int, Dispatch]:
    """Pack what is sent by ministry and return each proposal's package (two statements, and the record)."""
    by_ministry: dict[Ministry, list[Planned]] = defaultdict(list)
    for planned in sent:
        by_ministry[planned.ministry].append(planned)
    packed = [
        (ministry, rows[start : start + LARGEST])
        for ministry, rows in by_ministry.items()
        for start in range(0, len(rows), LARGEST)
    ]
    highest = Dispatch.objects.filter(cycle=cycle).aggregate(highest=Max("number"))["highest"] or 0
    made = Dispatch.objects.bulk_create(
        _package(cycle, ministry, number, by, at) for number, (ministry, _) in enumerate(packed, start=highest + 1)
    )
    DispatchItem.objects.bulk_create(
        (
            DispatchItem(dispatch=dispatch, proposal_id=planned.pk, position=position)
            for dispatch, (_, rows) in zip(made, packed, strict=True)
            for position, planned in enumerate(rows, start=1)
        ),
        batch_size=1000,
    )
    for dispatch, (ministry, rows) in zip(made, packed, strict=True):
        facts = {"dispatch": dispatch.number, "ministry": ministry.name}
        numbers = {"proposals": [planned.number for planned in rows]}
        recorder.of_cycle(Verb.DISPATCH_CREATED, by, at, facts | numbers)
        recorder.of_cycle(Verb.DISPATCH_LOCKED, by, at, facts | numbers)
        recorder.of_cycle(Verb.DISPATCH_SENT, by, at, facts | {"letter_number": dispatch.letter_number})
    return {planned.pk: dispatch for dispatch, (_, rows) in zip(made, packed, strict=True) for planned in rows}


def _package(cycle: SubmissionCycle, ministry: Ministry, number: int, by: Person, at: datetime) -> Dispatch:
    return Dispatch(
        cycle=cycle,
        ministry=ministry,
        number=number,
        state=DispatchState.SENT,
        version=VERSION_WHEN_SENT,
        letter_number=f"050/{number}/massal/XI/2025",
        letter_date=wib_date(at),
        sent_on=wib_date(at),
        channel=DispatchChannel.SRIKANDI,
        created_by=by.user,
        created_at=at,
        locked_at=at,
        sent_at=at,
    )
