"""How a proposal's state is shown: label, icon, class and hint, derived states included.

The stored state alone does not say what people need to know: a complete draft that nobody sent is the most urgent
thing in the product, and a draft after the cutoff is history. What is derived is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict, Unpack

from proposals.workflow import State

Derived = Literal["", "complete_unsent", "not_submitted", "approved_with_suggestions"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a status tag shows; ``state`` and ``derived`` are the marks outside checks read."""

    state: State
    derived: Derived
    label: str
    icon: str
    css_class: str
    hint: str


@dataclass(frozen=True, slots=True)
class Look:
    """The fixed part of a standing: words, icon and class never differ between two pages."""

    label: str
    icon: str
    css_class: str


LOOKS: dict[State, Look] = {
    State.DRAFT: Look("Draf", "pencil", "state-tag-draft"),
    State.SUBMITTED: Look("Diajukan", "inbox", "state-tag-submitted"),
    State.IN_ASSISTANCE: Look("Asistensi putaran {round_number}", "speech", "state-tag-assistance"),
    State.REVISION_REQUIRED: Look("Dikembalikan", "return", "state-tag-returned"),
    State.APPROVED: Look("Disetujui", "check", "state-tag-approved"),
    State.REJECTED: Look("Ditolak", "cross", "state-tag-rejected"),
    State.SENT: Look("Dikirim ke pusat", "flag", "state-tag-sent"),
}
DERIVED_LOOKS: dict[Derived, Look] = {
    "complete_unsent": Look("Lengkap, belum dikirim", "warning", "state-tag-ready"),
    "not_submitted": Look("Tidak diajukan", "clock-off", "state-tag-rejected"),
    "approved_with_suggestions": Look("Disetujui dengan catatan", "check-dot", "state-tag-approved"),
}
WITHDRAWN = Look("Ditarik", "minus-circle", "state-tag-draft")

PLAIN_HINTS: dict[State, str] = {
    State.DRAFT: "Belum lengkap",
    State.SUBMITTED: "Menunggu asistensi",
    State.IN_ASSISTANCE: "Sedang ditelaah",
    State.REVISION_REQUIRED: "Perbaiki dan kirim ulang",
    State.APPROVED: "Siap dimasukkan ke paket pusat",
    State.REJECTED: "Lihat alasan",
    State.SENT: "",
}


class HintFacts(TypedDict, total=False):
    """What a page may know besides; the hint says less without it."""

    reviewer: str
    open_notes: int
    due_text: str
    letter_number: str


def standing(
    state: State | str,
    *,
    round_number: int = 0,
    is_complete: bool = False,
    window_open: bool = True,
    open_suggestions: int = 0,
    **facts: Unpack[HintFacts],
) -> Standing:
    """Derive what is shown from the stored state and the facts around it."""
    state = State(state)
    derived = _derive(state, is_complete=is_complete, window_open=window_open, open_suggestions=open_suggestions)
    look = DERIVED_LOOKS[derived] if derived else LOOKS[state]
    label = look.label.format(round_number=max(round_number, 1))
    hint = _derived_hint(derived, open_suggestions, facts) if derived else _hint(state, facts)
    return Standing(state, derived, label, look.icon, look.css_class, hint)


def withdrawn(name: str) -> Standing:
    """Describe a submitted version that was taken back; the proposal itself is a draft again."""
    return Standing(State.DRAFT, "", WITHDRAWN.label, WITHDRAWN.icon, WITHDRAWN.css_class, f"Ditarik oleh {name}")


def _derive(state: State, *, is_complete: bool, window_open: bool, open_suggestions: int) -> Derived:
    if state is State.DRAFT and not window_open:
        return "not_submitted"
    if state is State.DRAFT and is_complete:
        return "complete_unsent"
    if state is State.APPROVED and open_suggestions:
        return "approved_with_suggestions"
    return ""


def _derived_hint(derived: Derived, open_suggestions: int, facts: HintFacts) -> str:
    if derived == "complete_unsent":
        return "Bappeda belum dapat melihat usulan ini"
    if derived == "not_submitted":
        return "Batas pengajuan sudah lewat"
    until = f" sebelum {facts['due_text']}" if facts.get("due_text") else ""
    return f"Lengkapi {open_suggestions} catatan{until}"


def _hint(state: State, facts: HintFacts) -> str:
    if state is State.IN_ASSISTANCE and facts.get("reviewer"):
        return f"Sedang ditelaah oleh {facts['reviewer']}"
    if state is State.REVISION_REQUIRED and facts.get("open_notes"):
        return f"{facts['open_notes']} catatan perlu ditanggapi"
    if state is State.SENT and facts.get("letter_number"):
        return f"Nomor surat {facts['letter_number']}"
    return PLAIN_HINTS[state]
