"""What can be set side by side: the submitted versions, and for the agency its present draft.

Who may read what (``product.md`` D9): an agency all of its own, others the submitted versions that were not taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from proposals.dates import short_date
from proposals.models import AssistanceSession, Proposal, SubmittedVersion

DRAFT = "draf"


class NotComparable(ValueError):
    """What was asked for cannot be set side by side; ``reason`` says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison; without a version it is the draft.

    ``key`` is its name in the address, ``name`` in a sentence, ``label`` in the list to choose from.
    """

    key: str
    name: str
    label: str
    version: SubmittedVersion | None = None

    @property
    def was_reviewed(self) -> bool:
        """Whether a round of review was about it."""
        return getattr(self.version, "reviewed_in", None) is not None


def readable_versions(proposal: Proposal, *, is_owner: bool) -> QuerySet[SubmittedVersion]:
    """The submitted versions that a person may read, in order."""
    versions = proposal.versions.all() if is_owner else proposal.versions.valid()
    return versions.order_by("version_no")


def sides_of(proposal: Proposal, *, is_owner: bool) -> list[Side]:
    """List what a person may compare, in order of time (one query; the contents stay in the database)."""
    reviews = AssistanceSession.objects.filter(version=OuterRef("pk")).order_by("round_number")
    versions = readable_versions(proposal, is_owner=is_owner).defer("content").select_related("withdrawal")
    found = [
        _side(proposal, version)
        for version in versions.annotate(reviewed_in=Subquery(reviews.values("round_number")[:1]))
    ]
    if is_owner and proposal.is_editable_state:
        found.append(Side(DRAFT, "draf sekarang", "Draf sekarang"))
    return found


def _side(proposal: Proposal, version: SubmittedVersion) -> Side:
    number, sent_on = version.version_no, short_date(version.accepted_at)
    if hasattr(version, "withdrawal"):
        return Side(str(number), f"versi ke-{number} yang ditarik", f"Ditarik (v{number}), {sent_on}", version)
    # A version that nobody has taken yet belongs to the round that comes.
    round_number: int = version.reviewed_in or proposal.round_number + 1  # type: ignore[attr-defined]
    name = f"putaran {round_number} (versi ke-{number})"
    return Side(str(number), name, f"Putaran {round_number} (v{number}), {sent_on}", version)


def chosen(sides: Sequence[Side], old: str, new: str) -> tuple[Side, Side]:
    """Find both sides by their names in the address; the last two where nothing is asked. Raises ``NotComparable``."""
    if not any(side.version for side in sides):
        raise NotComparable("Usulan ini belum pernah dikirim, jadi belum ada yang dapat dibandingkan.")
    if len(sides) < 2:
        raise NotComparable("Usulan ini baru dikirim satu kali. Perbandingan tersedia setelah usulan dikirim ulang.")
    keys = [side.key for side in sides]
    new = new or keys[-1]
    if new not in keys or (old and old not in keys):
        raise NotComparable("Versi yang diminta tidak ada. Pilih dua versi di bawah ini.")
    old = old or keys[max(keys.index(new) - 1, 0)]
    if old == new:
        raise NotComparable("Pilih dua versi yang berbeda untuk dibandingkan.")
    return sides[keys.index(old)], sides[keys.index(new)]
