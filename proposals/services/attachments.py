"""Files of a draft: put into a slot, replaced, taken out; older ones stay in the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from proposals import audit
from proposals.exports.signed import FACT, SIGNED_PAPERS, paper_fingerprint
from proposals.files.refusal import FileRefused, Reason
from proposals.models import Attachment, AttachmentSlot, Proposal, ScanState
from proposals.sections import Section
from proposals.services import editing
from proposals.services.editing import Edit, EditRefused
from proposals.snapshot import take
from proposals.workflow import Refusal, Verdict

if TYPE_CHECKING:
    from proposals.files.storage import StoredFile

__all__ = ["MAX_FILES", "Attached", "EditRefused", "attach", "remove"]

MAX_FILES = 20
TOO_MANY = f"Satu usulan paling banyak berisi {MAX_FILES} berkas. Hapus berkas yang tidak diperlukan."


@dataclass(frozen=True, slots=True)
class Attached:
    """The file that stands in the slot now; it is not new where the same content stood there already."""

    file: Attachment
    is_new: bool


@transaction.atomic
def attach(
    proposal: Proposal,
    *,
    slot: AttachmentSlot | None,
    stored: StoredFile,
    filename: str,
    content_type: str,
    actor: User,
    scan_state: ScanState = ScanState.OFF,
) -> Attached:
    """Put a stored file into a slot, in the place of the one there; without a slot it is one more "Lampiran lain".

    The same content in the same slot is accepted once. Content that was found infected anywhere is taken again only
    when the scanner has just called it clean: "not scanned" is no answer to that. Raises ``EditRefused``.
    """
    edit = editing.open_section(proposal, Section.ATTACHMENTS, actor)
    history, is_infected = _files(edit.proposal, stored.sha256)
    current = [file for file in history if file.replaced_at is None]
    in_slot = [file for file in current if file.slot_id == (slot.pk if slot else None)]
    twin = next((file for file in in_slot if file.sha256 == stored.sha256), None)
    if twin is not None and twin.scan_state != ScanState.INFECTED:
        return Attached(twin, is_new=False)
    if is_infected and scan_state != ScanState.CLEAN:
        raise EditRefused(Verdict(FileRefused(Reason.UNSAFE, filename).sentence, Refusal.INCOMPLETE), edit.at)
    replaced = in_slot[0] if slot is not None and in_slot else None
    if replaced is None and len(current) >= MAX_FILES:
        raise EditRefused(Verdict(TOO_MANY, Refusal.INCOMPLETE), edit.at)
    if replaced is not None:
        _mark_replaced(replaced, edit)
    file = Attachment.objects.create(
        proposal=edit.proposal,
        slot=slot,
        filename=filename,
        content_type=content_type,
        size=stored.size,
        sha256=stored.sha256,
        scan_state=scan_state,
        version_no=_next_version(history, slot),
        uploaded_by=actor,
        uploaded_at=edit.at,
    )
    _close(edit, audit.Verb.ATTACHMENT_ADDED, file, replaced, _paper(edit, slot, proposal))
    return Attached(file, is_new=True)


@transaction.atomic
def remove(attachment: Attachment, *, actor: User) -> None:
    """Take a file out of its slot; it stays in the history and in submitted versions. Raises ``EditRefused``."""
    edit = editing.open_section(attachment.proposal, Section.ATTACHMENTS, actor)
    file = edit.proposal.attachments.current().select_related("slot").filter(pk=attachment.pk).first()
    if file is None:
        return
    _mark_replaced(file, edit)
    _close(edit, audit.Verb.ATTACHMENT_REMOVED, file, None)


def _files(proposal: Proposal, sha256: str) -> tuple[list[Attachment], bool]:
    """Read a proposal's files, and whether these bytes were found infected in it or elsewhere (one query)."""
    found_out = Q(sha256=sha256, scan_state=ScanState.INFECTED)
    found = Attachment.objects.filter(Q(proposal=proposal) | found_out)
    is_infected = any(file.sha256 == sha256 and file.scan_state == ScanState.INFECTED for file in found)
    return [file for file in found if file.proposal_id == proposal.pk], is_infected


def _mark_replaced(file: Attachment, edit: Edit) -> None:
    file.replaced_at = edit.at
    file.save(update_fields=["replaced_at"])


def _next_version(history: list[Attachment], slot: AttachmentSlot | None) -> int:
    """Versions are counted per slot; a loose file is always its first."""
    return 1 if slot is None else sum(file.slot_id == slot.pk for file in history) + 1


def _paper(edit: Edit, slot: AttachmentSlot | None, opened: Proposal) -> dict[str, Any]:
    """What a signed scan stands for from now on, for the two slots that take one.

    The content that came with the proposal serves as long as the locked row is at the same version; else one query.
    """
    if slot is None or slot.code not in SIGNED_PAPERS:
        return {}
    is_current = hasattr(opened, "content_rows") and opened.version == edit.proposal.version
    return {FACT: paper_fingerprint(slot.code, take(opened if is_current else edit.proposal))}


def _close(
    edit: Edit,
    verb: audit.Verb,
    file: Attachment,
    replaced: Attachment | None,
    more: dict[str, Any] | None = None,
) -> None:
    edit.close()
    edit.proposal.save(update_fields=["version", "updated_at"])
    facts = {
        "uuid": str(file.pk),
        "slot": file.slot.label if file.slot else "Lampiran lain",
        "filename": file.filename,
        "size": file.size,
        "sha256": file.sha256,
        "version_no": file.version_no,
        "replaced": replaced.filename if replaced else None,
        **(more or {}),
    }
    edit.record(verb, facts)
