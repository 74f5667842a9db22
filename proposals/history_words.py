"""The words of the record: what an entry is about, what changed from what to what, and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proposals.audit import Verb
from proposals.models import AuditEntry, PaperKind
from proposals.money import format_rupiah
from proposals.presentation import FIELD_LABELS, value_text
from proposals.sections import Section

LABELS = FIELD_LABELS | {
    "is_done": "Bagian ini sudah selesai",
    "requested_amount": "Total usulan",
    "rows": "Baris",
    "row_order": "Urutan baris",
    "readiness_dropped": "Syarat yang tidak berlaku lagi",
    "files_without_slot": "Berkas yang menjadi lampiran lain",
}
ICONS = {
    Verb.CREATED: "plus",
    Verb.SECTION_SAVED: "pencil",
    Verb.ATTACHMENT_ADDED: "paperclip",
    Verb.ATTACHMENT_REMOVED: "trash",
    Verb.FILE_INFECTED: "cross",
    Verb.FILE_DOWNLOADED: "download",
    Verb.DELETED: "trash",
    Verb.RESTORED: "refresh",
    Verb.SUBMITTED: "inbox",
    Verb.RESUBMITTED: "inbox",
    Verb.RECALLED: "minus-circle",
    Verb.ASSISTANCE_STARTED: "speech",
    Verb.ASSIGNED: "user",
    Verb.CHECKLIST_SAVED: "check",
    Verb.DECISION_PREPARED: "check-dot",
    Verb.RETURNED: "return",
    Verb.APPROVED: "check",
    Verb.REJECTED: "cross",
    Verb.REOPENED: "refresh",
    Verb.SENT: "flag",
    Verb.RETURNED_BY_MINISTRY: "return",
    Verb.PRIORITY_SET: "arrow-up",
    Verb.PAPER_SAVED: "pencil",
    Verb.PAPER_LOCKED: "file",
    Verb.PAPER_SIGNED: "upload",
}
NOTES = frozenset(
    {
        *(Verb.NOTE_ADDED, Verb.NOTE_CHANGED, Verb.NOTE_REMOVED, Verb.NOTE_RESOLVED, Verb.NOTE_REOPENED),
        Verb.RESPONSE_SAVED,
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed; texts are empty where the reader may know only that it did."""

    label: str
    old: str = ""
    new: str = ""

    @property
    def is_shown(self) -> bool:
        return bool(self.old or self.new)


def icon_of(entry: AuditEntry) -> str:
    """Name the picture of an entry."""
    return ICONS.get(Verb(entry.verb), "speech" if entry.verb in NOTES else "info")


def changes_of(entry: AuditEntry, *, with_values: bool) -> list[Change]:
    """List what a save changed; nothing for other entries."""
    if entry.verb != Verb.SECTION_SAVED:
        return []
    found = []
    for field, (old, new) in entry.facts.get("changes", {}).items():
        label = LABELS.get(field, field)
        found.append(Change(label, _text(field, old), _text(field, new)) if with_values else Change(label))
    return found


def subject_of(entry: AuditEntry) -> str:
    """Say what the sentence of an entry is about; empty where the verb says it all."""
    facts = entry.facts
    if entry.verb == Verb.SECTION_SAVED:
        return _section(facts)
    if entry.verb in NOTES:
        return f"nomor {facts.get('note')} pada {_section(facts)}"
    word = _SUBJECTS.get(Verb(entry.verb))
    return word(facts) if word else ""


def _section(facts: dict[str, Any]) -> str:
    return Section(facts["section"]).label if facts.get("section") else "usulan"


def _text(field: str, value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(line) for line in value)
    return value_text(field, value)


def _file(facts: dict[str, Any]) -> str:
    return f"{facts.get('slot')}: {facts.get('filename')}"


def _copied(facts: dict[str, Any]) -> str:
    number = facts.get("copied_from")
    return f"dengan menyalin {number}" if number else ""


def _receipt(facts: dict[str, Any]) -> str:
    return f"dengan tanda terima {facts.get('receipt_no')}"


def _recalled(facts: dict[str, Any]) -> str:
    return _with_reason(facts, f"(tanda terima {facts.get('receipt_no')})")


def _round(facts: dict[str, Any]) -> str:
    return f"putaran {facts.get('round')}"


def _assigned(facts: dict[str, Any]) -> str:
    return _with_reason(facts, f"kepada {facts.get('reviewer_name')}")


def _returned(facts: dict[str, Any]) -> str:
    return f"dengan {facts.get('notes')} catatan"


def _approved(facts: dict[str, Any]) -> str:
    amount = facts.get("approved_amount")
    return "" if amount is None else f"dengan nilai {format_rupiah(amount)}"


def _checked(facts: dict[str, Any]) -> str:
    return f"putaran {facts.get('round')}, {len(facts.get('changes', {}))} butir"


def _prepared(facts: dict[str, Any]) -> str:
    return str(facts.get("decision", ""))


def _sent(facts: dict[str, Any]) -> str:
    return f"kepada {facts.get('ministry')} dengan surat nomor {facts.get('letter_number')}"


def _reason(facts: dict[str, Any]) -> str:
    return _with_reason(facts, "")


def _order(facts: dict[str, Any]) -> str:
    return f"menjadi {', '.join(facts.get('order', []))}"


def _with_reason(facts: dict[str, Any], words: str) -> str:
    reason = facts.get("reason")
    return f"{words}. Alasan: {reason}".strip() if reason else words


def _paper(facts: dict[str, Any]) -> str:
    return f"{PaperKind(facts['paper']).label} {facts.get('number')}"


def _signed_paper(facts: dict[str, Any]) -> str:
    return f"{_paper(facts)}: {facts.get('filename')}"


_SUBJECTS = {
    Verb.CREATED: _copied,
    Verb.PAPER_SAVED: _paper,
    Verb.PAPER_LOCKED: _paper,
    Verb.PAPER_SIGNED: _signed_paper,
    Verb.ATTACHMENT_ADDED: _file,
    Verb.ATTACHMENT_REMOVED: _file,
    Verb.FILE_INFECTED: _file,
    Verb.FILE_DOWNLOADED: _file,
    Verb.SUBMITTED: _receipt,
    Verb.RESUBMITTED: _receipt,
    Verb.RECALLED: _recalled,
    Verb.ASSISTANCE_STARTED: _round,
    Verb.ASSIGNED: _assigned,
    Verb.RETURNED: _returned,
    Verb.APPROVED: _approved,
    Verb.REJECTED: _reason,
    Verb.REOPENED: _reason,
    Verb.SENT: _sent,
    Verb.RETURNED_BY_MINISTRY: _reason,
    Verb.NIL_DECLARED: _reason,
    Verb.CHECKLIST_SAVED: _checked,
    Verb.DECISION_PREPARED: _prepared,
    Verb.PRIORITY_SET: _order,
}
