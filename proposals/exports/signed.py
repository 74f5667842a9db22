"""The two papers that are signed before a proposal is sent: what each stands for, and whether that has changed since.

The fingerprint of a paper is printed on it and kept in the record when its signed scan is uploaded. Comparing the two
tells a change of content from a change of anything else, such as a telephone number or a tick.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from proposals.audit import Verb
from proposals.dates import long_moment
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AuditEntry, Proposal
from proposals.snapshot import Content

FACT = "paper_sha256"
TERMS, BUDGET = "terms_of_reference", "signed_budget"
SIGNATORY = ("responsible_name", "responsible_nip", "responsible_title")
NOT_ON_PAPER = ("contact_name", "contact_phone")


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper that is printed, signed and uploaded: its name, the address that makes it, what it says."""

    name: str
    route: str
    part: Callable[[Content], Content]


@dataclass(frozen=True, slots=True)
class OutdatedScan:
    """A signed scan that no longer stands for what the proposal says."""

    slot_code: str
    paper: SignedPaper
    uploaded_at: datetime

    @property
    def sentence(self) -> str:
        return (
            f"{self.paper.name} berubah setelah berkas bertanda tangan diunggah pada {long_moment(self.uploaded_at)}. "
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
    on_paper = ("title", "program", "fiscal_year", "funding_source", *SIGNATORY)
    return {
        "number": content["number"],
        "agency": content["agency"],
        "identity": {name: content["identity"][name] for name in on_paper},
        "rows": rows,
        "total": content["budget"]["total"],
    }


def paper_fingerprint(slot_code: str, content: Content) -> str:
    """The fingerprint of the paper that belongs into a slot; empty for slots of other documents."""
    paper = SIGNED_PAPERS.get(slot_code)
    return sha256_hex(canonical_json(paper.part(content))) if paper else ""


def outdated_scans(proposal: Proposal, content: Content) -> list[OutdatedScan]:
    """Compare the signed scans in their slots with what the papers would say now (one query)."""
    uploads = AuditEntry.objects.annotate(file=KeyTextTransform("uuid", "facts")).filter(
        proposal=proposal, verb=Verb.ATTACHMENT_ADDED, file=Cast(OuterRef("uuid"), CharField())
    )
    stood_for = Subquery(uploads.values(text=KeyTextTransform(FACT, "facts"))[:1])
    scans = proposal.attachments.usable().filter(slot__code__in=SIGNED_PAPERS)
    return [
        OutdatedScan(code, SIGNED_PAPERS[code], uploaded_at)
        for code, uploaded_at, then in scans.values_list("slot__code", "uploaded_at", stood_for)
        if then and then != paper_fingerprint(code, content)
    ]


SIGNED_PAPERS = {
    TERMS: SignedPaper("KAK", "terms-pdf", terms_part),
    BUDGET: SignedPaper("RAB", "budget-pdf", budget_part),
}
