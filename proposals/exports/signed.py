"""The two papers that are signed before a proposal is sent: what each stands for, and whether that has changed since.

The fingerprint of a paper is printed on it and kept in the record when its signed scan is uploaded. Comparing the two
tells a change of content from a change of anything else, such as a telephone number or a tick.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform

from proposals.audit import Verb
from proposals.dates import long_moment
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AuditEntry, Proposal
from proposals.snapshot import Content

FACT = "paper_sha256"
TERMS, BUDGET = "terms_of_reference", "signed_budget"
NOT_ON_PAPER = ("contact_name", "contact_phone")


@dataclass(frozen=True, slots=True)
class OutdatedScan:
    """A signed scan that no longer stands for what the proposal says."""

    slot_id: int | None
    paper: str
    uploaded_at: datetime

    @property
    def sentence(self) -> str:
        return (
            f"{self.paper} berubah setelah berkas bertanda tangan diunggah pada {long_moment(self.uploaded_at)}. "
            "Cetak, tanda tangani, dan unggah ulang bila perlu."
        )


def terms_part(content: Content) -> Content:
    """Exactly what a KAK says."""
    identity = {name: value for name, value in content["identity"].items() if name not in NOT_ON_PAPER}
    return {
        **{name: content[name] for name in ("number", "agency", "background", "alignment", "location", "indicators")},
        "identity": identity,
        "sustainability_plan": content["readiness"]["sustainability_plan"],
        "total": content["budget"]["total"],
    }


def budget_part(content: Content) -> Content:
    """Exactly what a RAB says; the identity of its rows is not on paper."""
    rows = [{name: value for name, value in row.items() if name != "uuid"} for row in content["budget"]["rows"]]
    on_paper = ("title", "program", "fiscal_year", "funding_source", *_SIGNATORY)
    return {
        "number": content["number"],
        "agency": content["agency"],
        "identity": {name: content["identity"][name] for name in on_paper},
        "rows": rows,
        "total": content["budget"]["total"],
    }


def paper_fingerprint(slot_code: str, content: Content) -> str:
    """The fingerprint of the paper that belongs into a slot; empty for slots of other documents."""
    part = _PARTS.get(slot_code)
    return sha256_hex(canonical_json(part(content))) if part else ""


def outdated_scans(proposal: Proposal, content: Content) -> list[OutdatedScan]:
    """Compare the signed scans in their slots with what the papers would say now (one query)."""
    uploads = AuditEntry.objects.filter(
        proposal=proposal,
        verb=Verb.ATTACHMENT_ADDED,
        occurred_at=OuterRef("uploaded_at"),
        facts__sha256=OuterRef("sha256"),
    )
    scans = (
        proposal.attachments.current()
        .filter(slot__code__in=_PARTS)
        .annotate(code=F("slot__code"), paper=Subquery(uploads.values(text=KeyTextTransform(FACT, "facts"))[:1]))
        .order_by("slot__order")
    )
    return [
        OutdatedScan(scan.slot_id, _NAMES[scan.code], scan.uploaded_at)
        for scan in scans
        if scan.paper and scan.paper != paper_fingerprint(scan.code, content)
    ]


_SIGNATORY = ("responsible_name", "responsible_nip", "responsible_title")
_PARTS: dict[str, Callable[[Content], Content]] = {TERMS: terms_part, BUDGET: budget_part}
_NAMES = {TERMS: "KAK", BUDGET: "RAB"}
