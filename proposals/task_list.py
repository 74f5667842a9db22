"""The eight sections of a proposal as tasks, each with what is said about it (``ux.md`` 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from proposals.completeness import Completeness
from proposals.dates import clock_time
from proposals.models import Proposal, ReviewNote
from proposals.sections import GROUPS, Section


@dataclass(frozen=True, slots=True)
class SectionTask:
    """One section: its status in words, the tag's class (none for what is finished), who saved it last and when."""

    section: Section
    status: str
    css_class: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """A heading with its sections."""

    heading: str
    tasks: tuple[SectionTask, ...]


def task_list(proposal: Proposal, judged: Completeness, open_notes: Iterable[ReviewNote]) -> tuple[TaskGroup, ...]:
    """Describe the sections of a proposal from ``judging.judgeable``; no query.

    ``open_notes`` are those that a revision asks about; they come before everything else.
    """
    plain_hint = "Tanpa catatan" if proposal.round_number else ""
    saved = {row["code"]: row for row in proposal.judged_rows["sections"]}  # type: ignore[attr-defined]
    notes = Counter(note.section for note in open_notes)
    tasks = {
        section: _task(section, judged, saved[section.value], notes[section.value], plain_hint) for section in Section
    }
    return tuple(TaskGroup(heading, tuple(tasks[section] for section in part)) for heading, part in GROUPS)


def _task(section: Section, judged: Completeness, row: dict[str, object], notes: int, hint: str) -> SectionTask:
    if notes:
        return SectionTask(section, f"Ada {notes} catatan", "state-tag-returned")
    if section in judged.done:
        return SectionTask(section, "Selesai", hint=hint)
    if not row["version"]:
        return SectionTask(section, "Belum mulai", "state-tag-draft", hint)
    if row["is_done"]:
        # Called finished, yet something is missing: it was taken out later, or the rules ask for more.
        return SectionTask(section, "Ada yang perlu diperbaiki", "state-tag-returned", hint)
    saved_at = datetime.fromisoformat(str(row["updated_at"]))
    time = clock_time(saved_at).removesuffix(" WIB")
    return SectionTask(section, "Sedang diisi", "state-tag-submitted", f"{row['updated_by']}, {time}")
