"""What a proposal still lacks, as named pieces: for the form, the check page, the reminder and the dashboard.

Rules: ``domain.md`` 1.1 and ``ux.md`` 2.3. Pure over the content of ``snapshot.take`` and the demands of the funding
source, which are read once for any number of proposals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from proposals.models import (
    AttachmentSlot,
    CostKind,
    IndicatorKind,
    Proposal,
    ReadinessRequirement,
    ReadinessStatus,
)
from proposals.sections import DECLARED_DONE, Section
from proposals.snapshot import Content, declared_sections, take

REQUIRED_TEXTS = {
    Section.IDENTITY: {
        "title": "Isi judul usulan.",
        "ministry": "Pilih kementerian/lembaga tujuan.",
        "fiscal_year": "Isi tahun anggaran.",
        "responsible_name": "Isi nama penanggung jawab.",
        "responsible_nip": "Isi NIP penanggung jawab.",
        "responsible_title": "Isi jabatan penanggung jawab.",
        "contact_name": "Isi nama narahubung.",
        "contact_phone": "Isi nomor WhatsApp narahubung.",
    },
    Section.BACKGROUND: {
        "problem_statement": "Isi masalah yang dihadapi.",
        "legal_basis": "Isi dasar hukum atau penugasan.",
        "objectives": "Isi tujuan.",
        "consequences": "Isi akibat bila tidak didanai.",
        "implementation": "Isi cara pelaksanaan dan jadwal.",
    },
    Section.ALIGNMENT: {
        "national_mission": "Pilih Asta Cita yang paling sesuai.",
        "regional_mission": "Pilih sasaran RPJMD.",
        "alignment_note": "Isi penjelasan keterkaitan.",
    },
    Section.LOCATION: {
        "beneficiary_count": "Isi jumlah penerima manfaat.",
        "beneficiary_unit": "Isi satuan penerima manfaat.",
    },
}

# What a row of each kind cannot be sent without; a unit may be empty (``ux.md`` 2.4).
COST_CELLS = {
    CostKind.GROUP: {"description": "uraian"},
    CostKind.ITEM: {"description": "uraian", "quantity": "volume", "unit_price": "harga satuan"},
    CostKind.TAX: {"description": "uraian", "rate": "tarif pajak"},
    CostKind.ROUNDING: {"description": "uraian", "unit_price": "kelipatan pembulatan"},
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One piece that is missing: its section, the id of its field on the page, and what to do.

    ``row`` is the number of a budget's row that it is about; the page has to be told, for it may show others.
    """

    section: Section
    field: str
    text: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Demands:
    """What the funding source asks for."""

    requirements: tuple[ReadinessRequirement, ...]
    slots: tuple[AttachmentSlot, ...]


class DemandTable:
    """The demands of every funding source, read once (two queries) and asked by proposal."""

    def __init__(self) -> None:
        self._requirements = list(ReadinessRequirement.objects.filter(is_active=True))
        self._slots = list(AttachmentSlot.objects.filter(is_active=True))

    def of(self, proposal: Proposal) -> Demands:
        source = proposal.funding_source_id
        return Demands(
            tuple(row for row in self._requirements if row.funding_source_id in (None, source)),
            tuple(row for row in self._slots if row.funding_source_id in (None, source)),
        )


@dataclass(frozen=True, slots=True)
class Completeness:
    """The missing pieces in the order of the task list, and which sections are finished."""

    missing: tuple[Missing, ...]
    done: frozenset[Section]

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def next_section(self) -> Section | None:
        return next((section for section in Section if section not in self.done), None)


def assess(
    proposal: Proposal, demands: Demands, content: Content | None = None, declared: frozenset[str] | None = None
) -> Completeness:
    """Judge the working copy.

    With ``proposal`` from ``snapshot.with_content`` this asks no query; ``judging`` gives content and declared
    sections for many at once.
    """
    content = content if content is not None else take(proposal)
    if declared is None:
        declared = declared_sections(proposal)
    missing = tuple(_missing(proposal, content, demands, declared))
    lacking = {piece.section for piece in missing}
    return Completeness(missing, frozenset(section for section in Section if section not in lacking))


def _missing(proposal: Proposal, content: Content, demands: Demands, declared: Collection[str]) -> Iterator[Missing]:
    for section in Section:
        yield from _missing_texts(section, content)
        yield from _RULES.get(section, _nothing)(proposal, content, demands)
        if section in DECLARED_DONE and section.value not in declared:
            yield Missing(section, "is_done", f"Tandai bagian {section.label} sebagai selesai.")


def _missing_texts(section: Section, content: Content) -> Iterator[Missing]:
    for field, sentence in REQUIRED_TEXTS.get(section, {}).items():
        value = content[section.value][field]
        if value is None or value == "" or value == []:
            yield Missing(section, field, sentence)


def _nothing(proposal: Proposal, content: Content, demands: Demands) -> Iterator[Missing]:
    yield from ()


def _location(proposal: Proposal, content: Content, demands: Demands) -> Iterator[Missing]:
    rows = content["location"]["rows"]
    if not rows:
        yield Missing(Section.LOCATION, "locations", "Isi paling sedikit satu lokasi.")
    elif not any(row["village"] for row in rows):
        sentence = "Pilih desa/kelurahan untuk paling sedikit satu lokasi."
        yield Missing(Section.LOCATION, "locations", sentence)


def _budget(proposal: Proposal, content: Content, demands: Demands) -> Iterator[Missing]:
    rows = content["budget"]["rows"]
    has_items = any(row["kind"] == CostKind.ITEM for row in rows)
    if not has_items:
        yield Missing(Section.BUDGET, "budget", "RAB harus berisi paling sedikit satu baris.")
    for number, row in enumerate(rows, start=1):
        lacking = [word for field, word in COST_CELLS[row["kind"]].items() if row[field] in ("", None)]
        if lacking:
            sentence = f"Isi {' dan '.join(lacking)} baris {number} RAB."
            yield Missing(Section.BUDGET, "budget", sentence, number)
    total = content["budget"]["total"]
    if has_items and total <= 0:
        yield Missing(Section.BUDGET, "budget", "Total RAB harus lebih dari nol.")
    ceiling = proposal.funding_source.ceiling
    if ceiling is not None and total > ceiling:
        over = f"{total - ceiling:,}".replace(",", ".")
        yield Missing(
            Section.BUDGET,
            "budget",
            f"Total usulan melebihi pagu sumber dana ini sebesar Rp{over}. Kurangi volume atau pilih sumber dana lain.",
        )


def _indicators(proposal: Proposal, content: Content, demands: Demands) -> Iterator[Missing]:
    rows = content["indicators"]["rows"]
    for number, row in enumerate(rows, start=1):
        if not row["name"]:
            yield Missing(Section.INDICATORS, "indicators", f"Isi indikator baris {number}.")
    kinds = {row["kind"] for row in rows if row["name"] and row["target"]}
    if not {IndicatorKind.OUTPUT.value, IndicatorKind.OUTCOME.value} <= kinds:
        yield Missing(
            Section.INDICATORS, "indicators", "Isi paling sedikit satu indikator keluaran dan satu indikator hasil."
        )


def _readiness(proposal: Proposal, content: Content, demands: Demands) -> Iterator[Missing]:
    answers = {row["code"]: row for row in content["readiness"]["rows"]}
    for requirement in demands.requirements:
        place, label = f"requirement-{requirement.pk}", f"“{requirement.label}”"
        answer = answers.get(requirement.code)
        if answer is None:
            yield Missing(Section.READINESS, place, f"Pilih keadaan syarat {label}.")
        elif answer["status"] == ReadinessStatus.IN_PROGRESS and not answer["expected_on"]:
            yield Missing(Section.READINESS, f"{place}-expected_on", f"Isi perkiraan selesai {label}.")
        elif answer["status"] == ReadinessStatus.NOT_NEEDED and not answer["reason"]:
            yield Missing(Section.READINESS, f"{place}-reason", f"Isi alasan {label}.")
    if proposal.funding_source.is_physical and not content["readiness"]["sustainability_plan"]:
        yield Missing(Section.READINESS, "sustainability_plan", "Isi keberlanjutan dan pemeliharaan.")


def _attachments(proposal: Proposal, content: Content, demands: Demands) -> Iterator[Missing]:
    filled = {row["slot"] for row in content["attachments"]["rows"]}
    for slot in demands.slots:
        if slot.is_required and slot.code not in filled:
            yield Missing(Section.ATTACHMENTS, f"slot-{slot.pk}", f"Unggah {slot.label}.")


_RULES = {
    Section.LOCATION: _location,
    Section.BUDGET: _budget,
    Section.INDICATORS: _indicators,
    Section.READINESS: _readiness,
    Section.ATTACHMENTS: _attachments,
}
