"""The only creator of audit entries, and the chain that shows whether one was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import TextChoices

from accounts.models import Agency, Membership, User
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AuditEntry, Proposal, SubmissionCycle
from proposals.signals import proposal_event

GENESIS = "0" * 64


class Verb(TextChoices):
    """The closed vocabulary; the label completes the sentence "{nama} …"."""

    CREATED = "created", "membuat usulan"
    SECTION_SAVED = "section_saved", "mengubah isian"
    ATTACHMENT_ADDED = "attachment_added", "mengunggah lampiran"
    ATTACHMENT_REMOVED = "attachment_removed", "menghapus lampiran"
    FILE_INFECTED = "file_infected", "menemukan program berbahaya dalam lampiran"
    DELETED = "deleted", "menghapus draf"
    RESTORED = "restored", "mengembalikan draf"
    SUBMITTED = "submitted", "mengirim usulan"
    RECALLED = "recalled", "menarik usulan"
    ASSISTANCE_STARTED = "assistance_started", "memulai asistensi"
    RETURNED = "returned", "mengembalikan usulan untuk diperbaiki"
    RESUBMITTED = "resubmitted", "mengirim ulang usulan"
    APPROVED = "approved", "menyetujui usulan"
    REJECTED = "rejected", "menolak usulan"
    REOPENED = "reopened", "membuka kembali usulan"
    SENT = "sent", "mencatat pengiriman ke pusat"
    RETURNED_BY_MINISTRY = "returned_by_ministry", "mencatat pengembalian oleh K/L"
    NOTE_ADDED = "note_added", "menulis catatan"
    NOTE_CHANGED = "note_changed", "mengubah catatan"
    NOTE_REMOVED = "note_removed", "menghapus catatan yang belum dikirim"
    NOTE_RESOLVED = "note_resolved", "menandai catatan selesai"
    NOTE_REOPENED = "note_reopened", "membuka kembali catatan"
    RESPONSE_SAVED = "response_saved", "menulis tanggapan"
    ASSIGNED = "assigned", "menugaskan asistor"
    CHECKLIST_SAVED = "checklist_saved", "mengisi daftar periksa"
    DECISION_PREPARED = "decision_prepared", "menyiapkan keputusan"
    DECISION_TAKEN_BACK = "decision_taken_back", "menarik keputusan yang disiapkan"
    PAPER_SAVED = "paper_saved", "menyimpan konsep"
    PAPER_LOCKED = "paper_locked", "mengunci"
    PAPER_SIGNED = "paper_signed", "mengunggah pindaian bertanda tangan"
    PRIORITY_SET = "priority_set", "mengubah urutan prioritas"
    COVER_SET = "cover_set", "mengatur pengganti asistor"
    REFERENCE_CHANGED = "reference_changed", "mengubah data rujukan"
    FILE_DOWNLOADED = "file_downloaded", "mengunduh lampiran"
    NIL_DECLARED = "nil_declared", "menyatakan tidak mengajukan usulan"
    NIL_WITHDRAWN = "nil_withdrawn", "membatalkan pernyataan tidak mengajukan"
    DISPATCH_CREATED = "dispatch_created", "membuat paket"
    DISPATCH_CHANGED = "dispatch_changed", "mengubah paket"
    DISPATCH_LOCKED = "dispatch_locked", "mengunci paket"
    DISPATCH_SENT = "dispatch_sent", "mencatat pengiriman paket"
    CLOCK_MOVED = "clock_moved", "memindahkan jam gladi"
    SIGNED_IN = "signed_in", "masuk"
    PASSWORD_CHANGED = "password_changed", "mengganti kata sandi"
    PASSWORD_RESET_ASKED = "password_reset_asked", "meminta tautan kata sandi"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in the words that stay when titles and names change later."""

    user: User | None
    name: str
    role: str
    agency: str

    @classmethod
    def of(cls, user: User, membership: Membership | None) -> Actor:
        if membership is None:
            return cls(user, user.name, "", "")
        return cls(user, user.name, membership.get_role_display(), membership.agency.name)


SYSTEM = Actor(None, "Sistem", "", "")


def record(
    verb: Verb,
    *,
    actor: Actor,
    at: datetime,
    proposal: Proposal | None = None,
    cycle: SubmissionCycle | None = None,
    agency: Agency | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry at the end of its chain and announce it; the caller's transaction is required.

    The chain is the proposal's, else the cycle's, else the system's; an advisory lock on it, held to the end of the
    transaction, keeps the sequence without gaps. Three queries, and what the receivers of the signal add.
    """
    agency = agency or (proposal.agency if proposal else None)
    entry = AuditEntry(
        occurred_at=at,
        verb=verb,
        proposal=proposal,
        cycle=cycle or (proposal.cycle if proposal else None),
        agency=agency,
        actor=actor.user,
        actor_name=actor.name,
        actor_role=actor.role,
        actor_agency=actor.agency,
        facts=dict(facts or {}),
    )
    chained(entry, last_link(chain_of(proposal, cycle)))
    entry.save(force_insert=True)
    proposal_event.send(sender=AuditEntry, entry=entry, proposal=proposal, facts=entry.facts)
    return entry


class Link(NamedTuple):
    """The end of a chain, which the next entry follows."""

    chain: str
    sequence: int = 0
    hash: str = GENESIS


def chain_of(proposal: Proposal | None, cycle: SubmissionCycle | None = None) -> str:
    if proposal is not None:
        return f"proposal:{proposal.number}"
    return f"cycle:{cycle.year}" if cycle is not None else "system"


def last_link(chain: str) -> Link:
    """Find the end of a chain, and hold the chain to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [chain])
    last = AuditEntry.objects.filter(chain=chain).order_by("-sequence").values_list("sequence", "hash").first()
    return Link(chain, *last) if last else Link(chain)


def chained(entry: AuditEntry, link: Link) -> Link:
    """Give an unsaved entry its place after a link, and its hash; return the link that it makes."""
    entry.chain, entry.sequence, entry.previous_hash = link.chain, link.sequence + 1, link.hash
    entry.payload = _payload(entry)
    entry.hash = sha256_hex(entry.previous_hash + entry.payload)
    return Link(entry.chain, entry.sequence, entry.hash)


def _payload(entry: AuditEntry) -> str:
    """The canonical text that is hashed and stored; it repeats every column that says something."""
    return canonical_json(
        {
            "chain": entry.chain,
            "sequence": entry.sequence,
            "occurred_at": entry.occurred_at,
            "verb": str(entry.verb),
            "proposal": entry.proposal_id,
            "cycle": entry.cycle_id,
            "agency": entry.agency_id,
            "actor": entry.actor_id,
            "actor_name": entry.actor_name,
            "actor_role": entry.actor_role,
            "actor_agency": entry.actor_agency,
            "facts": entry.facts,
        }
    )


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry of a chain that does not follow from what stands before it."""

    entry_id: int
    chain: str
    sequence: int
    what: str


@dataclass(slots=True)
class Verification:
    """What a walk over all chains found; ``checked`` counts entries."""

    checked: int
    chains: int
    first_break: Break | None


def verify() -> Verification:
    """Walk every chain in order, in one streamed query; stop at the first entry that is wrong."""
    checked = chains = 0
    chain, sequence, previous = "", 0, GENESIS
    for entry in _in_chain_order():
        if entry.chain != chain:
            chain, sequence, previous = entry.chain, 0, GENESIS
            chains += 1
        checked += 1
        if what := _wrong(entry, sequence, previous):
            return Verification(checked, chains, Break(entry.pk, entry.chain, entry.sequence, what))
        sequence, previous = entry.sequence, entry.hash
    return Verification(checked, chains, None)


def _in_chain_order() -> Iterator[AuditEntry]:
    return AuditEntry.objects.order_by("chain", "sequence").iterator(chunk_size=2000)


def _wrong(entry: AuditEntry, sequence: int, previous: str) -> str:
    if entry.sequence != sequence + 1:
        return f"sequence {entry.sequence} follows {sequence}"
    if entry.previous_hash != previous:
        return "previous_hash is not the hash of the entry before it"
    if entry.payload != _payload(entry):
        return "a column differs from the hashed payload"
    if entry.hash != sha256_hex(entry.previous_hash + entry.payload):
        return "hash does not match the payload"
    return ""
