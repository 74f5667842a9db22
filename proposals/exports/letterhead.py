"""What stands at the head and foot of every paper: the office that issues it, the number, the fingerprint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from accounts.models import Agency
from proposals.exports.blocks import wrapped
from proposals.exports.pdf import render
from proposals.models import Regency

Letterhead = dict[str, str]
# A paper leaves the screen whose banner says so.
REHEARSAL = "Gladi, bukan pengajuan sungguhan. "
RUNNING_TITLE = 80  # characters that fit into the head of a page


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished document: the name under which it is saved, and its bytes."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a paper says beside its body: ``kind`` heads it, ``number`` and ``fingerprint`` stand on each page."""

    kind: str
    title: str
    number: str
    fingerprint: str
    letterhead: Letterhead
    mark: str = ""
    is_rehearsal: bool = False

    def paper(self, template: str, filename: str, body: dict[str, Any], at: date) -> Paper:
        """Set the paper; ``at`` is the date of the document."""
        data = {
            "kind": self.kind,
            "title": wrapped(self.title),
            "running_title": wrapped(shorten(self.title, RUNNING_TITLE, placeholder="…")),
            "number": self.number,
            "fingerprint": self.fingerprint,
            "letterhead": self.letterhead,
            "mark": self.mark,
            "remark": REHEARSAL if self.is_rehearsal else "",
            **body,
        }
        return Paper(filename, render(template, data, at))


def agency_letterhead(regency: Regency, agency: Agency) -> Letterhead:
    """The head of what an agency issues."""
    return _letterhead(regency, agency.name, agency.address, agency.phone, "")


def planning_letterhead(regency: Regency) -> Letterhead:
    """The head of what Bappeda issues."""
    name = regency.planning_agency_name.removesuffix(regency.name).strip()
    return _letterhead(regency, name, "", regency.contact_phone, regency.contact_email)


def _letterhead(regency: Regency, office: str, address: str, phone: str, email: str) -> Letterhead:
    place = address or ", ".join(part for part in (regency.seat, regency.province) if part)
    reached = [place, f"Telepon {phone}" if phone else "", f"Surel {email}" if email else ""]
    return {
        "government": f"Pemerintah {regency.name}",
        "office": office,
        "address": " · ".join(part for part in reached if part),
        "issuer": regency.product_name,
    }
