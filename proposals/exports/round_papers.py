"""Lembar Asistensi and Berita Acara Asistensi as PDF, set from their content alone: a locked one never changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from proposals.dates import plain_date
from proposals.exports.blocks import CELL, facts, kept_nip, prose, wrapped
from proposals.exports.letterhead import Frame, Paper
from proposals.exports.qr_code import square_code
from proposals.exports.round_content import PaperContent
from proposals.exports.round_words import RESULT_WORDS, UNKNOWN, amount_in_words, opening_sentence
from proposals.fingerprint import short_fingerprint
from proposals.models import PaperKind, SessionResult

DRAFT = "KONSEP"
# A row up to this many characters stays on one page; a longer one has to break, or it would run off the paper.
KEPT_WHOLE = 900
SIGNATURE = 24


def round_paper(content: PaperContent, fingerprint: str, *, check_url: str = "", is_draft: bool = False) -> Paper:
    """Set a paper; ``check_url`` goes into the code of a locked one, and a draft may not have its number yet."""
    kind = PaperKind(content["kind"])
    frame = Frame(
        kind=kind.label,
        title=content["proposal"]["title"],
        number=content["number"] or UNKNOWN,
        fingerprint=fingerprint,
        letterhead=content["letterhead"],
        mark=DRAFT if is_draft else "",
        is_rehearsal=content["is_rehearsal"],
    )
    body = {
        "subtitle": f"Putaran {content['round']} · Usulan nomor {content['proposal']['number']}",
        "check": _check(check_url, fingerprint),
        **(_sheet(content) if kind is PaperKind.SHEET else _minutes(content)),
    }
    name = _draft_name(content) if is_draft else content["number"].replace("/", "-")
    day = date.fromisoformat(content["held_on"] or content["closed_on"] or content["started_on"])
    return frame.paper(kind.value, f"{name}.pdf", body, day)


def _draft_name(content: PaperContent) -> str:
    """What a draft is saved as: not as the paper that it may become."""
    kind, number = PaperKind(content["kind"]).label, content["proposal"]["number"]
    return f"{DRAFT.capitalize()} {kind} {number} putaran {content['round']}"


def verified_lines(content: PaperContent) -> list[tuple[str, str]]:
    """Each checking body with who checked when; what is not known is left to be written."""
    lines = ((body["name"], _or_dots(body["by"]), _day(body["on"])) for body in content["bodies"])
    return [(name, f"Diverifikasi oleh {by} pada {on}") for name, by, on in lines]


def answered_line(content: PaperContent) -> str:
    """Who of the agency answered, and when it was sent."""
    answered = content["answered"]
    return f"Ditanggapi oleh {_or_dots(answered['by'])} pada {_day(answered['on'])}"


def _sheet(content: PaperContent) -> dict[str, Any]:
    """The sheet that regencies know (``domain.md`` 2.1): head, one line for each checking body, the table."""
    about = content["proposal"]
    program, activity, subactivity = about["levels"]
    head = [
        ("Organisasi", about["agency"]),
        ("Unit", about["unit"]),
        ("Program", program),
        ("Kegiatan", activity),
        ("Sub Kegiatan", subactivity),
        ("Pagu", amount_in_words(about["amount"])),
        ("Sumber Dana", about["funding_source"]),
    ]
    return {
        "landscape": True,
        "year": str(about["year"] or ""),
        "head": facts(head),
        "verified": verified_lines(content),
        "answered": answered_line(content),
        "rows": _rows(content),
        "signers": _signers(content, ("PPTK/penanggung jawab OPD", "Tim Asistensi")),
        "signed_at": f"{content['seat']}, {_day(content['held_on'])}",
    }  # fmt: skip


def _minutes(content: PaperContent) -> dict[str, Any]:
    about = content["proposal"]
    pairs = [
        ("Usulan", f"{about['number']}, {about['title']}"),
        ("OPD", about["agency"]),
        ("Kementerian/lembaga tujuan", about["ministry"]),
        ("Sumber dana yang dituju", about["funding_source"]),
        ("Nilai usulan", amount_in_words(about["amount"])),
        ("Versi yang diperiksa", f"Tanda terima {about['receipt_no']}"),
        ("Asistensi", f"Putaran {content['round']}, {_span(content['started_on'], content['closed_on'])}"),
    ]
    return {
        "opening": prose(opening_sentence(content)),
        "parties": [wrapped(name) for name in content["attendees"]],
        "result": facts([*pairs, ("Hasil", result_line(content))]),
        "introduction": prose(content["introduction"]) if content["introduction"] else None,
        "rows": _rows(content),
        "conclusions": prose(content["conclusions"]),
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        "signers": _signers(content, ("Yang menyampaikan usulan", "Yang melaksanakan asistensi")),
        "signed_at": f"{content['seat']}, {_day(content['held_on'])}",
    }


def result_line(content: PaperContent) -> str:
    """How the round ended, in words."""
    words = RESULT_WORDS[SessionResult(content["result"])] if content["result"] else "Belum selesai"
    if content["result"] == SessionResult.APPROVED and content["approved_amount"] is not None:
        return f"{words} dengan nilai {amount_in_words(content['approved_amount'])}"
    if content["result"] == SessionResult.RETURNED and content["revision_due"]:
        return f"{words}, paling lambat {content['revision_due']}"
    return words


def _rows(content: PaperContent) -> list[dict[str, Any]]:
    """The notes in the order of the sections; each line names its section, which no page break parts from it."""
    return [_row(note) for note in content["notes"]]


def _row(note: dict[str, Any]) -> dict[str, Any]:
    answer = "\n".join(_answer(each) for each in note["responses"])
    comment = f"{note['kind']}: {note['body']}"
    return {
        "number": str(note["number"]),
        "section": wrapped(note["section"], CELL),
        "subject": wrapped(note["subject"], CELL) if note["subject"] != note["section"] else "",
        "comment": wrapped(comment, CELL),
        "team": wrapped(note["team"], CELL),
        "answer": wrapped(answer, CELL),
        "status": note["status"],
        "whole": len(comment) <= KEPT_WHOLE and len(answer) <= KEPT_WHOLE,
    }


def _answer(response: dict[str, Any]) -> str:
    return f"{response['kind']}. {response['body']}".strip() if response["body"] else f"{response['kind']}."


def _signers(content: PaperContent, roles: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {
            "role": role,
            "title": wrapped(signer["title"], SIGNATURE),
            "name": wrapped(signer["name"], SIGNATURE),
            "rank": wrapped(signer["rank"], SIGNATURE),
            "nip": kept_nip(signer["nip"]),
        }
        for role, signer in zip(roles, content["signers"], strict=True)
    ]


def _check(url: str, fingerprint: str) -> dict[str, str] | None:
    if not url:
        return None
    return {"code": square_code(url), "url": wrapped(url), "fingerprint": short_fingerprint(fingerprint)}


def _day(iso: str) -> str:
    return plain_date(date.fromisoformat(iso)) if iso else UNKNOWN


def _span(first: str, last: str) -> str:
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _or_dots(name: str) -> str:
    return name or UNKNOWN
