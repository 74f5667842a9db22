"""The papers an agency prints: KAK and RAB to sign before sending, and the whole proposal."""

from __future__ import annotations

from typing import Any

from proposals.dates import long_moment, plain_date, stamp
from proposals.exports.blocks import Block, facts, kept_nip, person, wrapped
from proposals.exports.budget_lines import budget_block, in_words
from proposals.exports.letterhead import Frame, Paper, agency_letterhead
from proposals.exports.outline import appendices, budget_in_short, chapters
from proposals.exports.signed import BUDGET, TERMS, paper_fingerprint
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import Proposal, SubmittedVersion
from proposals.money import format_rupiah
from proposals.presentation import value_text
from proposals.snapshot import Content

DRAFT = "DRAF"
SIGNATURE = 24  # the longest word, in characters, that the place for a signature surely holds


def terms_paper(proposal: Proposal, content: Content, *, is_rehearsal: bool = False) -> Paper:
    """The KAK of the working copy, with the place for a signature."""
    kind, fingerprint = "Kerangka Acuan Kerja (KAK)", paper_fingerprint(TERMS, content)
    frame = _frame(proposal, content, kind, fingerprint, is_rehearsal=is_rehearsal)
    body = {
        "head": _head(proposal, content),
        "chapters": chapters(content, budget_in_short(content)),
        "signature": _signature(proposal, content),
    }
    return frame.paper("terms", f"KAK-{proposal.number}.pdf", body, proposal.updated_at)


def budget_paper(proposal: Proposal, content: Content, *, is_rehearsal: bool = False) -> Paper:
    """The RAB of the working copy, with the place for a signature."""
    kind, fingerprint = "Rencana Anggaran Biaya (RAB)", paper_fingerprint(BUDGET, content)
    frame = _frame(proposal, content, kind, fingerprint, is_rehearsal=is_rehearsal)
    identity = content["identity"]
    head = [
        ("Instansi pelaksana", content["agency"]["name"]),
        ("Program/kegiatan/subkegiatan", identity["program"]),
        ("Sumber dana yang dituju", value_text("funding_source", identity["funding_source"])),
        ("Tahun anggaran", value_text("fiscal_year", identity["fiscal_year"])),
    ]
    body = {
        "head": facts(head),
        "budget": budget_block(content["budget"]),
        "signature": _signature(proposal, content),
    }
    return frame.paper("budget", f"RAB-{proposal.number}.pdf", body, proposal.updated_at)


def proposal_paper(
    proposal: Proposal, content: Content, version: SubmittedVersion | None, *, is_rehearsal: bool = False
) -> Paper:
    """The whole proposal: a submitted version, or without one the working copy marked as a draft."""
    fingerprint = version.content_sha256 if version else sha256_hex(canonical_json(content))
    marks = {"mark": "" if version else DRAFT, "is_rehearsal": is_rehearsal}
    frame = _frame(proposal, content, "Usulan Tambahan Anggaran", fingerprint, **marks)
    at = version.accepted_at if version else proposal.updated_at
    said = f"Diterima {stamp(at)}, tanda terima {version.receipt_no}." if version else _unsent(proposal)
    body = {
        "standing": said,
        "head": _head(proposal, content),
        "chapters": [*chapters(content, budget_block(content["budget"])), *appendices(content)],
        "people": _people(content, version),
    }
    name = f"Usulan-{proposal.number}.pdf" if version else f"Draf-Usulan-{proposal.number}.pdf"
    return frame.paper("proposal", name, body, at)


def _frame(proposal: Proposal, content: Content, kind: str, fingerprint: str, **marks: Any) -> Frame:
    return Frame(
        kind=kind,
        title=content["identity"]["title"],
        number=proposal.number,
        fingerprint=fingerprint,
        letterhead=agency_letterhead(proposal.cycle.regency, proposal.agency),
        **marks,
    )


def _unsent(proposal: Proposal) -> str:
    return f"Draf, belum dikirim. Isi per {long_moment(proposal.updated_at)}."


def _head(proposal: Proposal, content: Content) -> Block:
    """The block at the head of a KAK (``domain.md`` 1.1)."""
    identity, regency = content["identity"], proposal.cycle.regency
    total = content["budget"]["total"]
    pairs = [
        ("Provinsi/kabupaten", f"{regency.province}, {regency.name}"),
        ("Instansi pelaksana", content["agency"]["name"]),
        ("Kementerian/lembaga tujuan", value_text("ministry", identity["ministry"])),
        ("Sumber dana yang dituju", value_text("funding_source", identity["funding_source"])),
        ("Program/kegiatan/subkegiatan", identity["program"]),
        ("Tahun anggaran", value_text("fiscal_year", identity["fiscal_year"])),
        ("Nilai usulan", f"{format_rupiah(total)} {in_words(total)}"),
    ]
    if identity["other_funding"]:
        pairs.append(("Sumber dana lain", identity["other_funding"]))
    return facts(pairs)


def _signature(proposal: Proposal, content: Content) -> dict[str, Any]:
    identity = content["identity"]
    return {
        "place": proposal.cycle.regency.seat,
        "title": wrapped(identity["responsible_title"], SIGNATURE),
        "name": wrapped(identity["responsible_name"], SIGNATURE),
        "nip": kept_nip(identity["responsible_nip"]),
    }


def _people(content: Content, version: SubmittedVersion | None) -> Block:
    identity = content["identity"]
    pairs = [
        ("Penanggung jawab", person(*(identity[f"responsible_{part}"] for part in ("name", "title", "nip")))),
        ("Narahubung", ", ".join(part for part in (identity["contact_name"], identity["contact_phone"]) if part)),
    ]
    if version:
        pairs += [
            ("Disetujui oleh", person(version.official_name, version.official_title, version.official_nip)),
            ("Surat usulan", f"Nomor {version.letter_number}, {plain_date(version.letter_date)}"),
            ("Dikirim oleh", version.submitted_by_name),
        ]
    return facts(pairs)
