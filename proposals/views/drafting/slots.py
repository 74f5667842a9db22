"""The slots of the page "Lampiran", each with its files, their earlier versions and the paper that belongs in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from proposals.exports.signed import SIGNED_PAPERS, outdated_scans
from proposals.models import Attachment, AttachmentSlot, Proposal, ScanState
from proposals.snapshot import take

if TYPE_CHECKING:
    from proposals.exports.signed import OutdatedScan, SignedPaper

OTHERS = "Lampiran lain"


@dataclass(slots=True)
class SlotCard:
    """One slot as the page shows it; without a ``slot`` it is "Lampiran lain", which holds many files."""

    slot: AttachmentSlot | None
    files: list[Attachment] = field(default_factory=list)
    earlier: list[Attachment] = field(default_factory=list)
    paper: SignedPaper | None = None
    outdated: OutdatedScan | None = None

    @property
    def key(self) -> str:
        """What a form sends for this slot."""
        return str(self.slot.pk) if self.slot else ""

    @property
    def anchor(self) -> str:
        return self.key or "lain"

    @property
    def must_replace(self) -> bool:
        """Whether the file in the slot was found infected; the slot counts as empty."""
        return any(file.scan_state == ScanState.INFECTED for file in self.files)

    @property
    def label(self) -> str:
        return self.slot.label if self.slot else OTHERS


def slots_of(proposal: Proposal) -> list[AttachmentSlot]:
    """The slots of the proposal's funding line, required ones first (one query)."""
    source = Q(funding_source=None) | Q(funding_source=proposal.funding_source_id)
    return list(AttachmentSlot.objects.filter(source, is_active=True).order_by("-is_required", "order", "id"))


def cards_of(proposal: Proposal) -> list[SlotCard]:
    """Every slot with what stands and what stood in it, "Lampiran lain" last (four queries)."""
    cards = [SlotCard(slot) for slot in slots_of(proposal)]
    others = SlotCard(None)
    by_slot = {card.slot.pk: card for card in cards if card.slot}
    for file in proposal.attachments.order_by("uploaded_at"):
        card = by_slot.get(file.slot_id or 0, others)
        (card.files if file.replaced_at is None else card.earlier).append(file)
    _show_papers(proposal, cards)
    return [*cards, others]


def _show_papers(proposal: Proposal, cards: list[SlotCard]) -> None:
    """Give the slots of signed papers their paper and, where the scan is behind, the warning (two queries)."""
    signed = [card for card in cards if card.slot and card.slot.code in SIGNED_PAPERS]
    scans = outdated_scans(proposal, take(proposal)) if any(card.files for card in signed) else []
    outdated = {scan.slot_code: scan for scan in scans}
    for card in signed:
        code = card.slot.code if card.slot else ""
        card.paper, card.outdated = SIGNED_PAPERS.get(code), outdated.get(code)
