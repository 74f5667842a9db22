"""How the content of a proposal reads: labels, values in words, tables, files, section by section.

One summary serves the check page, the read view, the workspace and the prints, whatever the content was taken from:
the working copy and a submitted version have one shape (``snapshot``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proposals.content_tables import TABLES, Table
from proposals.models import ScanState
from proposals.money import format_number, format_rupiah
from proposals.number_format import format_nip
from proposals.sections import Section
from proposals.snapshot import Content

FIELD_LABELS = {
    "title": "Judul usulan",
    "funding_source": "Sumber dana yang dituju",
    "ministry": "Kementerian/lembaga tujuan",
    "program": "Program/kegiatan/subkegiatan",
    "fiscal_year": "Tahun anggaran",
    "other_funding": "Sumber dana lain",
    "responsible_name": "Nama penanggung jawab",
    "responsible_nip": "NIP penanggung jawab",
    "responsible_title": "Jabatan penanggung jawab",
    "contact_name": "Nama narahubung",
    "contact_phone": "Nomor WhatsApp narahubung",
    "problem_statement": "Masalah yang dihadapi",
    "legal_basis": "Dasar hukum atau penugasan",
    "objectives": "Tujuan",
    "consequences": "Akibat bila tidak didanai",
    "implementation": "Cara pelaksanaan dan jadwal",
    "national_mission": "Asta Cita",
    "national_priority": "Prioritas nasional/RPJMN",
    "regional_mission": "Sasaran RPJMD",
    "alignment_note": "Penjelasan keterkaitan",
    "beneficiary_count": "Jumlah penerima manfaat",
    "beneficiary_unit": "Satuan penerima manfaat",
    "beneficiary_source": "Sumber data",
    "sustainability_plan": "Keberlanjutan dan pemeliharaan",
}
SHOWN_FIELDS = {
    Section.IDENTITY: (
        *("title", "funding_source", "ministry", "program", "fiscal_year", "other_funding"),
        *("responsible_name", "responsible_nip", "responsible_title", "contact_name", "contact_phone"),
    ),
    Section.BACKGROUND: ("problem_statement", "legal_basis", "objectives", "consequences", "implementation"),
    Section.ALIGNMENT: ("national_mission", "national_priority", "regional_mission", "alignment_note"),
    Section.LOCATION: ("beneficiary_count", "beneficiary_unit", "beneficiary_source"),
    Section.READINESS: ("sustainability_plan",),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: its field, its label and its value as text (empty when it was left out)."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: its slot's name, the name people gave it, its size in bytes, and the scanner's mark if any."""

    uuid: str
    label: str
    filename: str
    size: int
    scan_state: str = ""

    @property
    def is_infected(self) -> bool:
        return self.scan_state == ScanState.INFECTED


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """Everything that one section says."""

    section: Section
    rows: tuple[Row, ...]
    table: Table | None = None
    files: tuple[File, ...] = ()


def summary(content: Content, marks: Mapping[str, str] | None = None) -> list[SectionSummary]:
    """Word a content section by section, in the order of the task list; no query.

    ``marks`` is what the scanner says of its files, from ``marked_files.marks_of``.
    """
    return [
        SectionSummary(
            section,
            tuple(_row(field, content[section.value].get(field)) for field in SHOWN_FIELDS.get(section, ())),
            TABLES[section](content[section.value]) if section in TABLES else None,
            _files(content, marks or {}) if section is Section.ATTACHMENTS else (),
        )
        for section in Section
    ]


def _row(field: str, value: Any) -> Row:
    return Row(field, FIELD_LABELS[field], value_text(field, value))


def value_text(field: str, value: Any) -> str:
    """Write one stored value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return str(value["label"])
    if field == "responsible_nip":
        return format_nip(value)
    if field == "requested_amount":
        return format_rupiah(value)
    if field == "is_done":
        return "Ya, sudah selesai" if value else "Belum, saya lanjutkan nanti"
    if isinstance(value, int) and field != "fiscal_year":
        return format_number(value)
    return str(value)


def _files(content: Content, marks: Mapping[str, str]) -> tuple[File, ...]:
    return tuple(
        File(row["uuid"], row["label"], row["filename"], row["size"], marks.get(row["uuid"], ""))
        for row in content[Section.ATTACHMENTS.value]["rows"]
    )
