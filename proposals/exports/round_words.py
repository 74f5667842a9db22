"""The words of a round on paper: dates and amounts spelled out, the opening sentence, what the result comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from proposals.dates import DAYS, MONTHS, plain_date
from proposals.models import SessionResult
from proposals.money import format_rupiah, spell_quantity, spell_rupiah

UNKNOWN = "……………………"
# ux.md 2.9
OPENING = (
    "Pada hari ini, {day}, tanggal {date} bulan {month} tahun {year}, bertempat di {place}, telah dilaksanakan "
    "asistensi usulan “{title}” Nomor {number} dari {agency}, dengan hasil sebagai berikut:"
)
RESULT_WORDS = {
    SessionResult.RETURNED: "Dikembalikan untuk diperbaiki",
    SessionResult.APPROVED: "Disetujui",
    SessionResult.REJECTED: "Ditolak",
}


def opening_sentence(content: Mapping[str, Any]) -> str:
    """The sentence that opens the minutes; what is not known yet is left to be written."""
    day = date.fromisoformat(content["held_on"]) if content["held_on"] else None
    return OPENING.format(
        day=DAYS[day.weekday()] if day else UNKNOWN,
        date=spell_quantity(Decimal(day.day)) if day else UNKNOWN,
        month=MONTHS[day.month - 1] if day else UNKNOWN,
        year=spell_quantity(Decimal(day.year)) if day else UNKNOWN,
        place=content["place"] or UNKNOWN,
        title=content["proposal"]["title"],
        number=content["proposal"]["number"],
        agency=content["proposal"]["agency"],
    )


def amount_in_words(amount: int) -> str:
    """Write an amount with its words: "Rp261.000.000 (dua ratus enam puluh satu juta rupiah)"."""
    return f"{format_rupiah(amount)} ({spell_rupiah(amount)})"


def proposed_conclusions(content: Mapping[str, Any]) -> str:
    """What a round concludes by its result; people may word it otherwise."""
    agency, result = content["proposal"]["agency"], content["result"]
    left = [note for note in content["notes"] if not note["is_settled"]]
    if result == SessionResult.RETURNED:
        due = f", paling lambat {content['revision_due']}" if content["revision_due"] else ""
        return (
            f"Usulan dikembalikan kepada {agency} untuk diperbaiki sesuai {_count(left)} pada berita "
            f"acara ini{due}.\nPerbaikan dan tanggapan disampaikan melalui {content['letterhead']['issuer']}."
        )
    if result == SessionResult.REJECTED:
        return "Usulan tidak dapat diteruskan kepada Pemerintah Pusat.\nAlasan: " + (content["reason"] or UNKNOWN)
    amount = content["approved_amount"]
    said = f" dengan nilai {amount_in_words(amount)}" if amount is not None else ""
    text = f"Usulan disetujui{said} untuk diteruskan kepada {content['proposal']['ministry'] or 'Pemerintah Pusat'}."
    if left:
        due = content["suggestions_due"]
        by = f" sebelum {plain_date(date.fromisoformat(due))}" if due else ""
        text += f"\n{agency} menindaklanjuti {_count(left)} yang masih terbuka{by}."
    return text


def _count(notes: list[Any]) -> str:
    return f"{len(notes)} catatan"
