"""How far an agency has come, in one word, and how many have come how far, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from proposals.workflow import State


class Stage(StrEnum):
    """The furthest any proposal of an agency has come; the order of the members is the order of progress."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    REJECTED = "rejected"
    SUBMITTED = "submitted"
    IN_ASSISTANCE = "in_assistance"
    RETURNED = "revision_required"
    APPROVED = "approved"
    SENT = "sent"
    NIL = "nil_declared"

    @property
    def look(self) -> Look:
        return _LOOKS[self]

    @property
    def rank(self) -> int:
        """Where the stage stands in a list that begins with who has done least."""
        return list(Stage).index(self)


@dataclass(frozen=True, slots=True)
class Look:
    """Word, icon, class of the tag, and colour of the bar."""

    label: str
    icon: str
    css_class: str
    fill: str


_LOOKS = {
    Stage.NOT_STARTED: Look("Belum mulai", "minus-circle", "state-tag-rejected", "fill-brick"),
    Stage.DRAFT: Look("Draf", "pencil", "state-tag-draft", "fill-grey"),
    Stage.REJECTED: Look("Ditolak", "cross", "state-tag-rejected", "fill-ink-2"),
    Stage.SUBMITTED: Look("Diajukan", "inbox", "state-tag-submitted", "fill-sky"),
    Stage.IN_ASSISTANCE: Look("Asistensi", "speech", "state-tag-assistance", "fill-purple"),
    Stage.RETURNED: Look("Dikembalikan", "return", "state-tag-returned", "fill-orange"),
    Stage.APPROVED: Look("Disetujui", "check", "state-tag-approved", "fill-leaf"),
    Stage.SENT: Look("Dikirim ke pusat", "flag", "state-tag-sent", "fill-forest"),
    Stage.NIL: Look("NIHIL", "info", "state-tag-draft", "fill-gold"),
}
COMPLETE_UNSENT = Look("Lengkap, belum dikirim", "warning", "state-tag-ready", "fill-gold")
NOT_SUBMITTED = Look("Tidak diajukan", "clock-off", "state-tag-rejected", "fill-brick")

# These always have their bar; the others appear with their first agency.
ALWAYS_SHOWN = (
    Stage.NOT_STARTED,
    Stage.DRAFT,
    Stage.SUBMITTED,
    Stage.IN_ASSISTANCE,
    Stage.RETURNED,
    Stage.APPROVED,
    Stage.SENT,
)
HANDED_IN = frozenset({*State} - {State.DRAFT})


def furthest(counts: Mapping[State, int], *, is_nil: bool) -> Stage:
    """Name an agency's stage from the number of its proposals in each state; NIHIL only while nothing overrides it."""
    if is_nil:
        return Stage.NIL
    return max((Stage(state.value) for state, number in counts.items() if number), default=Stage.NOT_STARTED, key=_rank)


def _rank(stage: Stage) -> int:
    return stage.rank


@dataclass(frozen=True, slots=True)
class Tally:
    """How many agencies are asked, have handed something in, have not begun, have declared NIHIL."""

    total: int
    submitted: int
    not_started: int
    nil: int

    @property
    def remaining(self) -> int:
        """Agencies from which something is still expected."""
        return self.total - self.submitted - self.nil


def headline(tally: Tally) -> str:
    """Say it in the sentence that is the page's title (``ux.md`` 2.11, ``product.md`` D4)."""
    nil = f", {tally.nil} NIHIL" if tally.nil else ""
    if tally.submitted == 0:
        return f"Belum ada OPD yang mengajukan{nil}."
    if tally.submitted == tally.total:
        return f"Semua {tally.total} OPD sudah mengajukan."
    begun = f"{tally.submitted} dari {tally.total} OPD sudah mengajukan{nil}."
    if tally.remaining == 0:
        return begun
    rest = f"{tally.not_started} OPD belum mulai." if tally.not_started else "Semua OPD sudah mulai."
    return f"{begun} {rest}"
