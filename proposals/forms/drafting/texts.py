"""Identitas, Latar belakang dan tujuan, Penyelarasan prioritas (``ux.md`` 2.3)."""

from __future__ import annotations

from typing import Any

from django import forms

from proposals.forms.drafting.section import SectionForm
from proposals.forms.fields import CleanCharField, LongTextField, NipField, ObjectField, PhoneField, WholeNumberField
from proposals.models import FundingSource, Ministry, NationalMission, Proposal, RegionalMission
from proposals.sections import Section

TITLE_HINT = "Tulis kegiatan dan lokasinya, misalnya: Rehabilitasi Jaringan Irigasi Air Kotok, Kecamatan Amen"
TITLE_LENGTH = 150
YEARS_AHEAD = 5


def funding_sources() -> Any:
    """The funding lines that can be chosen."""
    return FundingSource.objects.filter(is_active=True)


def formula_warning(source: FundingSource) -> str:
    """Doubt a funding line that is shared out by a formula; it is allowed all the same (``domain.md`` 1.4)."""
    if not source.is_formula_transfer:
        return ""
    return (
        f"{source.label} dibagi menurut rumus, sehingga biasanya tidak diusulkan per kegiatan. "
        "Pastikan sumber dana ini sudah benar."
    )


class IdentityForm(SectionForm):
    section = Section.IDENTITY
    purpose = "Apa yang diusulkan, ke mana, dan siapa yang bertanggung jawab."
    optional_fields = frozenset({"program", "other_funding"})

    title = CleanCharField(label="Judul usulan", max_length=TITLE_LENGTH, help_text=TITLE_HINT)
    funding_source = ObjectField(FundingSource.objects.none(), label="Sumber dana yang dituju")
    ministry = ObjectField(Ministry.objects.all(), label="Kementerian/lembaga tujuan", required=False)
    program = CleanCharField(
        label="Program/kegiatan/subkegiatan", max_length=300, required=False, help_text="Sesuai nomenklatur"
    )
    fiscal_year = WholeNumberField(label="Tahun anggaran", required=False, grouped=False)
    other_funding = CleanCharField(
        label="Sumber dana lain",
        max_length=300,
        required=False,
        help_text="Sebutkan bila kegiatan ini juga diusulkan ke sumber dana lain",
    )
    responsible_name = CleanCharField(label="Nama penanggung jawab", max_length=150, required=False)
    responsible_nip = NipField(label="NIP penanggung jawab", required=False, help_text="18 angka")
    responsible_title = CleanCharField(label="Jabatan penanggung jawab", max_length=200, required=False)
    contact_name = CleanCharField(
        label="Nama narahubung",
        max_length=150,
        required=False,
        help_text="Dipakai Bappeda bila ada yang perlu ditanyakan",
    )
    contact_phone = PhoneField(label="Nomor WhatsApp narahubung", required=False)

    def __init__(self, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(proposal, **kwargs)
        self.fields["funding_source"].queryset = funding_sources()  # type: ignore[attr-defined]
        year: Any = self.fields["fiscal_year"]
        year.min_value, year.max_value = proposal.cycle.year, proposal.cycle.year + YEARS_AHEAD

    @property
    def formula_warning(self) -> str:
        """The doubt about the stored funding line."""
        return formula_warning(self.proposal.funding_source)

    def notes(self) -> list[str]:
        """Say it again after saving, about the line that was chosen."""
        warning = formula_warning(self.cleaned_data["funding_source"])
        return [*super().notes(), *([warning] if warning else [])]


class BackgroundForm(SectionForm):
    section = Section.BACKGROUND
    purpose = "Mengapa kegiatan ini perlu, dan apa yang ingin dicapai."

    problem_statement = LongTextField(
        label="Masalah yang dihadapi",
        max_length=3000,
        required=False,
        help_text="Apa masalahnya, di mana, siapa yang terdampak, sejak kapan. Pakai angka.",
    )
    legal_basis = LongTextField(label="Dasar hukum atau penugasan", required=False, rows=4)
    objectives = LongTextField(label="Tujuan", required=False, rows=4)
    consequences = LongTextField(label="Akibat bila tidak didanai", required=False, rows=4)
    implementation = LongTextField(label="Cara pelaksanaan dan jadwal", required=False)


class AlignmentForm(SectionForm):
    section = Section.ALIGNMENT
    purpose = "Prioritas nasional dan daerah yang didukung usulan ini."
    optional_fields = frozenset({"national_priority"})

    national_mission = ObjectField(
        NationalMission.objects.all(),
        label="Asta Cita",
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih Asta Cita yang paling sesuai."},
    )
    national_priority = CleanCharField(label="Prioritas nasional/RPJMN", max_length=300, required=False)
    regional_mission = ObjectField(RegionalMission.objects.all(), label="Sasaran RPJMD", required=False)
    alignment_note = LongTextField(
        label="Penjelasan keterkaitan",
        max_length=1000,
        required=False,
        help_text="Satu paragraf: bagaimana usulan ini mendukung pilihan di atas",
    )

    def name_after(self, regency_name: str) -> None:
        """The regional plan is a regency's own."""
        field: Any = self.fields["regional_mission"]
        field.label = f"Sasaran RPJMD {regency_name}".strip()
        field.spoken_label = f"sasaran RPJMD {regency_name}".strip()
        field.empty_label = f"Pilih {field.spoken_label}"
