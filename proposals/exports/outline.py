"""The headings of a KAK in the order that ministries know (``domain.md`` 1.1), each with what the agency wrote."""

from __future__ import annotations

from typing import Any

from proposals.content_tables import TABLES
from proposals.exports.blocks import Block, enumeration, facts, prose, table
from proposals.exports.budget_lines import in_words
from proposals.money import format_number, format_rupiah
from proposals.presentation import value_text
from proposals.sections import Section
from proposals.snapshot import Content

LOCATION_WIDTHS = (3, 2.1, 3, 2.9)
INDICATOR_WIDTHS = (3.6, 1.5, 1.3, 1.6, 1.6, 2.4)
READINESS_WIDTHS = (4.4, 1.6, 2, 3)


def chapters(content: Content, budget: Block) -> list[dict[str, Any]]:
    """Give the twelve chapters; ``budget`` is what stands under the tenth, a sum or the whole table."""
    background, identity = content["background"], content["identity"]
    bodies = (
        ("Dasar Hukum", [enumeration(background["legal_basis"])]),
        ("Gambaran Umum dan Permasalahan", [prose(background["problem_statement"])]),
        ("Akibat bila Tidak Didanai", [prose(background["consequences"])]),
        ("Maksud dan Tujuan", [prose(background["objectives"])]),
        ("Penerima Manfaat", [prose(_beneficiaries(content["location"]))]),
        ("Keluaran (Output) dan Hasil (Outcome)", [table(_table(content, Section.INDICATORS), INDICATOR_WIDTHS)]),
        ("Strategi Pencapaian dan Jadwal", [prose(background["implementation"])]),
        ("Kurun Waktu Pelaksanaan", [prose(_year(identity["fiscal_year"]))]),
        ("Lokasi", [table(_table(content, Section.LOCATION), LOCATION_WIDTHS)]),
        ("Rencana Anggaran Biaya", [budget]),
        ("Keselarasan Kebijakan", _alignment(content["alignment"])),
        ("Keberlanjutan dan Pemeliharaan", [prose(content["readiness"]["sustainability_plan"])]),
    )
    return [
        {"heading": f"{number}. {heading}", "blocks": blocks}
        for number, (heading, blocks) in enumerate(bodies, start=1)
    ]


def budget_in_short(content: Content) -> Block:
    """The tenth chapter of a KAK: the sum, since the RAB is a paper of its own."""
    total = content["budget"]["total"]
    return prose(f"{format_rupiah(total)} {in_words(total)}. Rinciannya ada dalam Rencana Anggaran Biaya (RAB).")


def appendices(content: Content) -> list[dict[str, Any]]:
    """What follows the chapters in the whole proposal: readiness and the list of files."""
    files = [(row["label"], row["filename"]) for row in content["attachments"]["rows"]]
    readiness = table(_table(content, Section.READINESS), READINESS_WIDTHS)
    return [
        {"heading": "Kesiapan", "blocks": [readiness]},
        {"heading": "Lampiran", "blocks": [facts(files) if files else prose("Belum ada lampiran.")]},
    ]


def _table(content: Content, section: Section) -> Any:
    return TABLES[section](content[section.value])


def _beneficiaries(location: dict[str, Any]) -> str:
    if location["beneficiary_count"] is None:
        return ""
    counted = f"{format_number(location['beneficiary_count'])} {location['beneficiary_unit']}".strip()
    source = location["beneficiary_source"]
    return f"{counted} (sumber data: {source})." if source else f"{counted}."


def _year(year: int | None) -> str:
    return f"Tahun anggaran {year}." if year else ""


def _alignment(alignment: dict[str, Any]) -> list[Block]:
    pairs = [
        ("Asta Cita", value_text("national_mission", alignment["national_mission"])),
        ("Prioritas nasional/RPJMN", alignment["national_priority"]),
        ("Sasaran RPJMD", value_text("regional_mission", alignment["regional_mission"])),
    ]
    return [facts(pairs), prose(alignment["alignment_note"])]
