"""The eight sections of a proposal, in the order of the task list, with their names in addresses and on pages."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """A section's code; ``slug`` is its Indonesian address, ``label`` its name on the page."""

    IDENTITY = "identity"
    BACKGROUND = "background"
    ALIGNMENT = "alignment"
    LOCATION = "location"
    BUDGET = "budget"
    INDICATORS = "indicators"
    READINESS = "readiness"
    ATTACHMENTS = "attachments"

    @property
    def slug(self) -> str:
        return _TEXTS[self][0]

    @property
    def label(self) -> str:
        return _TEXTS[self][1]

    @property
    def hint(self) -> str:
        return _TEXTS[self][2]

    @classmethod
    def from_slug(cls, slug: str) -> Section | None:
        return next((section for section in cls if section.slug == slug), None)


_TEXTS = {
    Section.IDENTITY: ("identitas", "Identitas", "Judul, sumber dana, penanggung jawab"),
    Section.BACKGROUND: ("latar-belakang", "Latar belakang dan tujuan", "Masalah, dasar hukum, tujuan"),
    Section.ALIGNMENT: ("penyelarasan", "Penyelarasan prioritas", "Asta Cita, RPJMN, RPJMD"),
    Section.LOCATION: ("lokasi", "Lokasi dan penerima manfaat", "Kecamatan, desa, jumlah penerima"),
    Section.BUDGET: ("rab", "Rencana Anggaran Biaya (RAB)", "Rincian, volume, harga satuan"),
    Section.INDICATORS: ("indikator", "Indikator", "Keluaran dan hasil"),
    Section.READINESS: ("kesiapan", "Kesiapan", "Daftar periksa kesiapan"),
    Section.ATTACHMENTS: ("lampiran", "Lampiran", "KAK, RAB, surat, foto"),
}

# Free text cannot tell by itself that it is finished; for these the person says so.
DECLARED_DONE = frozenset({Section.BACKGROUND, Section.ALIGNMENT, Section.INDICATORS})
GROUPS = (
    ("Isi usulan", (Section.IDENTITY, Section.BACKGROUND, Section.ALIGNMENT, Section.LOCATION)),
    ("Biaya dan bukti", (Section.BUDGET, Section.INDICATORS, Section.READINESS, Section.ATTACHMENTS)),
)
