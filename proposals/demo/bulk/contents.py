"""The rows of synthetic proposals: each in the state where its course ends, its sections, everything in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import md5
from typing import Any

from proposals.demo.bulk.courses import SUBMISSIONS, Course
from proposals.demo.bulk.material import TEXTS, Material
from proposals.demo.bulk.plan import Planned
from proposals.demo.bulk.tables import row_of, write
from proposals.files.storage import StoredFile
from proposals.models import (
    Attachment,
    CentralOutcome,
    CostItem,
    Location,
    OutputIndicator,
    Proposal,
    ProposalSection,
    ReadinessItem,
    ReadinessStatus,
    SubmissionCycle,
)
from proposals.sections import DECLARED_DONE, Section
from proposals.workflow import Action, State

Row = dict[str, Any]
REVISION_TIME = timedelta(days=2)
REJECTION = "Usulan tidak sesuai dengan prioritas pusat tahun ini dan lahannya belum siap dikerjakan."
UNITS = ("jiwa", "KK", "siswa", "petani")


def key(*parts: object) -> str:
    """A UUID that follows from what it stands for."""
    return md5("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


class Contents:
    """Writes the rows of whole chunks, table by table."""

    def __init__(self, cycle: SubmissionCycle, material: Material, files: dict[str, StoredFile]) -> None:
        self._cycle, self._material, self._files = cycle, material, files
        self._blank = row_of(Proposal(), without=frozenset({"id"}))

    def write(self, chunk: tuple[Planned, ...]) -> None:
        """Insert the chunk (seven statements)."""
        write(Proposal, [self._proposal(planned) for planned in chunk])
        tables: tuple[tuple[Any, Callable[[Planned], Iterator[Row]]], ...] = (
            (ProposalSection, self._sections),
            (CostItem, self._costs),
            (Location, self._locations),
            (OutputIndicator, self._indicators),
            (ReadinessItem, self._readiness),
            (Attachment, self._attachments),
        )
        for model, rows_of in tables:
            write(model, [row for planned in chunk for row in rows_of(planned)])

    def _proposal(self, planned: Planned) -> Row:
        random, material, office = planned.random("words"), self._material, planned.office
        village = random.choice(material.villages)
        return {
            **self._blank,
            **standing_columns(planned),
            "id": planned.pk,
            "cycle_id": self._cycle.pk,
            "agency_id": office.agency.pk,
            "number": planned.number,
            "title": material.title(random, village),
            "funding_source_id": planned.source.pk,
            "ministry_id": planned.ministry.pk,
            "program": "Program prioritas daerah",
            "fiscal_year": self._cycle.year + 1,
            "responsible_name": office.head.user.name,
            "responsible_nip": office.head.membership.nip,
            "responsible_title": office.head.membership.full_title,
            "contact_name": office.operator.user.name,
            "contact_phone": f"0800-0000-{random.randint(0, 9999):04d}",
            **{field: material.text(random, field) for field in TEXTS},
            "legal_basis": random.choice(material.laws),
            "national_mission_id": random.choice(material.national).pk,
            "regional_mission_id": random.choice(material.regional).pk,
            "alignment_note": random.choice(material.alignment_notes),
            "beneficiary_count": random.randint(40, 25_000),
            "beneficiary_unit": random.choice(UNITS),
            "beneficiary_source": "Data kependudukan kecamatan semester I 2025",
            "requested_amount": planned.budget.total,
            "sustainability_plan": material.text(random, "implementation"),
        }

    def _sections(self, planned: Planned) -> Iterator[Row]:
        for section in Section:
            is_done = section in DECLARED_DONE and not _unfinished(planned)
            yield {"proposal_id": planned.pk, "code": section.value, "version": 0, "is_done": is_done}

    def _costs(self, planned: Planned) -> Iterator[Row]:
        for position, row in enumerate(planned.budget.rows, start=1):
            uuid = key(planned.number, position)
            yield {"proposal_id": planned.pk, "uuid": uuid, "position": position, "version": 1, **row}

    def _locations(self, planned: Planned) -> Iterator[Row]:
        random = planned.random("places")
        for position in range(1, random.choice((1, 1, 1, 2, 3)) + 1):
            village = random.choice(self._material.villages)
            place = {"village_id": village.pk, "place_name": f"Dusun {random.randint(1, 9)}"}
            yield {"proposal_id": planned.pk, "position": position, **place}

    def _indicators(self, planned: Planned) -> Iterator[Row]:
        rows = planned.random("indicators").choice(self._material.indicators)
        for position, row in enumerate(rows, start=1):
            yield {"proposal_id": planned.pk, "position": position, **row}

    def _readiness(self, planned: Planned) -> Iterator[Row]:
        if _unfinished(planned):
            return
        random = planned.random("readiness")
        for requirement in self._material.requirements(planned.source):
            status = random.choices(ReadinessStatus.values, (70, 20, 5, 5))[0]
            yield {
                "proposal_id": planned.pk,
                "requirement_id": requirement.pk,
                "status": status,
                "expected_on": date(self._cycle.year, 12, 15) if status == ReadinessStatus.IN_PROGRESS else None,
                "reason": "Dikerjakan oleh OPD lain" if status == ReadinessStatus.NOT_NEEDED else "",
            }

    def _attachments(self, planned: Planned) -> Iterator[Row]:
        if _unfinished(planned):
            return
        for slot in self._material.slots(planned.source):
            content_type = "image/jpeg" if slot.code == "site_photos" else "application/pdf"
            file = self._files[content_type]
            yield {
                "uuid": key(planned.number, slot.code),
                "proposal_id": planned.pk,
                "slot_id": slot.pk,
                "filename": f"{slot.code}-{planned.number}{'.jpg' if content_type == 'image/jpeg' else '.pdf'}",
                "content_type": content_type,
                "size": file.size,
                "sha256": file.sha256,
                "version_no": 1,
                "scan_state": "",
                "uploaded_by_id": planned.office.operator.user.pk,
                "uploaded_at": planned.course.created_at,
            }


def _unfinished(planned: Planned) -> bool:
    """Whether the last sections have not been begun; what was handed in is complete."""
    return planned.course.state == State.DRAFT and planned.is_thin


def standing_columns(planned: Planned) -> Row:
    """What the course has left in the proposal's own columns, as ``services.effects`` would."""
    course, budget = planned.course, planned.budget
    submitted = [at for action, at in course.moves if action in SUBMISSIONS]
    returned_at = course.when(Action.RETURN)
    decided_at = course.when(Action.APPROVE) or course.when(Action.REJECT)
    is_sent = course.state == State.SENT
    return {
        "state": course.state.value,
        "version": 1 + len(course.moves),
        "round_number": course.rounds,
        "last_version_no": course.versions,
        "assigned_to_id": planned.reviewer.user.pk if course.rounds else None,
        "created_at": course.created_at,
        "created_by_id": planned.office.operator.user.pk,
        "updated_at": course.last_at,
        "submitted_at": submitted[-1] if submitted else None,
        "first_submitted_at": submitted[0] if submitted else None,
        "handed_over_at": course.last_at if course.moves else None,
        "returned_at": returned_at,
        "revision_due_at": due_at(course),
        "decided_at": decided_at,
        "decision_reason": REJECTION if course.state == State.REJECTED else "",
        "approved_amount": budget.total if course.when(Action.APPROVE) else None,
        "sent_at": course.last_at if is_sent else None,
        "central_outcome": CentralOutcome.WAITING.value if is_sent else "",
    }


def due_at(course: Course) -> Any:
    """The due date that the return named; the resubmission, if any, came before it."""
    returned_at = course.when(Action.RETURN)
    if returned_at is None:
        return None
    return max(returned_at + REVISION_TIME, course.when(Action.RESUBMIT) or returned_at)
