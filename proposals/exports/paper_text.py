"""What people write on a paper beside what the round says: kept in the row until a lock freezes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lebong_proposals import clock
from proposals.exports.blocks import person
from proposals.exports.round_content import SIGNER_FIELDS, PaperContent, Signer, proposed_signers
from proposals.exports.round_words import proposed_conclusions
from proposals.models import AssistancePaper, AssistanceSession, PaperKind

COLUMNS = ("held_on", "place", "attendees", "conclusions", "signers")


def nobody() -> list[Signer]:
    return [dict.fromkeys(SIGNER_FIELDS, ""), dict.fromkeys(SIGNER_FIELDS, "")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """When, where, who, what was concluded, who signs: the agency first, then Bappeda."""

    held_on: date | None = None
    place: str = ""
    attendees: str = ""
    conclusions: str = ""
    signers: list[Signer] = field(default_factory=nobody)

    @classmethod
    def of(cls, paper: AssistancePaper) -> PaperText:
        return cls(**{column: getattr(paper, column) for column in COLUMNS})

    def put_on(self, paper: AssistancePaper) -> bool:
        """Write it to a row that is not saved yet; say whether anything changed."""
        if PaperText.of(paper) == self:
            return False
        for column in COLUMNS:
            setattr(paper, column, getattr(self, column))
        return True

    @property
    def missing(self) -> list[str]:
        """What minutes need before they are locked, in the words of the form."""
        named = {"tanggal": self.held_on, "tempat": self.place, "peserta": self.attendees}
        signed = {"nama penanda tangan": all(signer["name"] and signer["title"] for signer in self.signers)}
        return [what for what, there in (named | {"kesimpulan": self.conclusions} | signed).items() if not there]

    def words(self) -> dict[str, Any]:
        """As ``paper_content`` takes it."""
        return {
            "held_on": self.held_on.isoformat() if self.held_on else "",
            "place": self.place,
            "attendees": self.attendees,
            "conclusions": self.conclusions,
            "signers": self.signers,
        }


def text_of_draft(paper: AssistancePaper, session: AssistanceSession, found: PaperContent) -> PaperText:
    """What stands on a draft; what it concluded from a decision that was taken back since is proposed anew."""
    text = PaperText.of(paper)
    if paper.session_id == session.pk or paper.kind == PaperKind.SHEET:
        return text
    return replace(text, conclusions=proposed_conclusions(found))


def proposed_text(session: AssistanceSession, kind: PaperKind, found: PaperContent) -> PaperText:
    """What a new paper starts with; a sheet has only its signers (one query)."""
    signers = proposed_signers(session, kind)
    held_on = clock.wib_date(session.closed_at or session.started_at)
    if kind == PaperKind.SHEET:
        return PaperText(held_on=held_on, signers=signers)
    present = [*(person(each["name"], each["title"], "") for each in signers), f"{session.reviewer.name}, asistor"]
    return PaperText(
        held_on=held_on,
        place=", ".join(part for part in (found["letterhead"]["office"], found["seat"]) if part),
        attendees="\n".join(dict.fromkeys(line for line in present if line)),
        conclusions=proposed_conclusions(found),
        signers=signers,
    )
