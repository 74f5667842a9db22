"""Small real files for the demo's attachments: one page of PDF per document slot, a drawn placeholder for photos.

The same proposal, slot and edition always give the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from proposals.dates import plain_date
from proposals.demo.budget import priced, total
from proposals.demo.content import DemoProposal
from proposals.demo.photo import draw_photo
from proposals.money import format_number, format_quantity, format_rupiah, spell_rupiah
from proposals.reference_data import load

TEMPLATE = Path(__file__).parent / "document.typ"
HANDED_IN = date(2025, 11, 5)
Part = dict[str, str]


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file as somebody would upload it."""

    filename: str
    content: bytes


def make_file(proposal: DemoProposal, slot: str, *, number: str, edition: int = 1) -> DemoFile:
    """Make the attachment of one slot; a later edition is what replaces an earlier one."""
    name = f"{slot_labels()[slot].split(' (')[0]} {number}"
    suffix = f" perbaikan {edition - 1}" if edition > 1 else ""
    if slot == "site_photos":
        caption = f"{proposal.title} - contoh {edition}"
        return DemoFile(f"{name}{suffix}.jpg", draw_photo(caption, seed=proposal.order * 10 + edition))
    return DemoFile(f"{name}{suffix}.pdf", _render(_page(proposal, slot, number=number, edition=edition)))


@cache
def slot_labels() -> dict[str, str]:
    return {slot["code"]: slot["label"] for slot in load("attachment_slots")["slot"]}


@cache
def _agencies() -> dict[str, dict[str, Any]]:
    return {agency["code"]: agency for agency in load("agencies")["agency"]}


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


def _render(page: dict[str, Any]) -> bytes:
    data = json.dumps(page, sort_keys=True)
    return cast(bytes, _compiler().compile(TEMPLATE.read_bytes(), sys_inputs={"data": data}, format="pdf"))


def _page(proposal: DemoProposal, slot: str, *, number: str, edition: int) -> dict[str, Any]:
    agency = _agencies()[proposal.agency]
    letter = proposal.letter.get("number", "000/contoh/XI/2025")
    facts = {"Usulan": proposal.title, "Nomor usulan": number, "Nomor surat": letter}
    if edition > 1:
        facts["Edisi"] = f"Perbaikan ke-{edition - 1}"
    budget = (proposal.as_first_written("budget") if edition == 1 else proposal.sections["budget"])["rows"]
    return {
        "title": slot_labels()[slot],
        "office": agency["name"],
        "facts": [{"name": name, "value": value} for name, value in facts.items()],
        "parts": _parts(proposal, slot, budget),
        "rows": [_cells(row, amount) for row, amount in priced(budget)] if slot == "signed_budget" else [],
        "date": plain_date(proposal.letter.get("date", HANDED_IN)),
        "signatory": agency["head_title"],
    }


def _cells(row: dict[str, Any], amount: int) -> list[str]:
    quantity, unit_price = row["quantity"], row["unit_price"]
    return [
        row["description"],
        "" if quantity is None else format_quantity(quantity),
        row["unit"],
        "" if quantity is None else format_number(unit_price),
        "" if row["kind"] == "group" else format_number(amount),
    ]


def _parts(proposal: DemoProposal, slot: str, budget: list[dict[str, Any]]) -> list[Part]:
    background = proposal.sections["background"]
    if slot == "terms_of_reference":
        return [
            {"heading": "Dasar hukum", "text": background["legal_basis"]},
            {"heading": "Latar belakang", "text": background["problem_statement"]},
            {"heading": "Tujuan", "text": background["objectives"]},
            {"heading": "Cara pelaksanaan", "text": background["implementation"]},
        ]
    if slot == "signed_budget":
        amount = total(budget)
        return [{"heading": "", "text": f"Total {format_rupiah(amount)} ({spell_rupiah(amount)})."}]
    if slot == "request_letter":
        return [{"heading": "Yth. Kepala Badan Perencanaan Pembangunan Daerah", "text": _request(proposal)}]
    text = (
        f"Dokumen ini menyertai usulan “{proposal.title}”. Isinya diganti dokumen yang sebenarnya "
        "pada pemakaian sesungguhnya."
    )
    return [{"heading": "", "text": text}]


def _request(proposal: DemoProposal) -> str:
    return (
        f"Bersama ini kami sampaikan usulan tambahan anggaran ke Pemerintah Pusat berjudul “{proposal.title}” "
        f"senilai {format_rupiah(proposal.amount)} beserta kelengkapannya untuk dilaksanakan asistensi. "
        "Demikian disampaikan, atas perhatian dan kerja sama Bapak/Ibu diucapkan terima kasih."
    )
