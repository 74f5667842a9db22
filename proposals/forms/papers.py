"""The forms of a round's papers: what people write on the minutes, and the signed scan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.dates import plain_date
from proposals.exports.paper_text import PaperText
from proposals.files.inspect import FileRefused, inspect
from proposals.files.kinds import Kind
from proposals.files.names import display_name
from proposals.files.scanning import Scan
from proposals.forms.fields import CleanCharField, IndonesianDateField, LongTextField, NipField

FUTURE = "Tanggal asistensi tidak boleh setelah hari ini."
CHOOSE_FILE = "Pilih berkas pindaian."
ONLY_SCANS = "Unggah pindaian berupa PDF, JPG, atau PNG."
UNSCANNED = "Pemindai virus sedang tidak dapat dihubungi. Pindaian belum disimpan; unggah lagi beberapa menit lagi."
SCANS = frozenset({Kind.PDF, Kind.JPG, Kind.PNG})
SIDES = (("agency", "OPD"), ("planning", "Bappeda"))
WORDS_LENGTH = 6000


def _side(place: str) -> dict[str, forms.Field]:
    """The four fields of one signer, in the order of ``SIGNER_FIELDS``."""
    return {
        "name": CleanCharField(label=f"Nama penanda tangan {place}", max_length=150, required=False),
        "rank": CleanCharField(label=f"Pangkat/golongan penanda tangan {place}", max_length=60, required=False),
        "nip": NipField(label=f"NIP penanda tangan {place}", required=False),
        "title": CleanCharField(
            label=f"Jabatan penanda tangan {place}",
            max_length=200,
            required=False,
            help_text="Tulis “Plt.” di depan jabatan pelaksana tugas.",
        ),
    }


class MinutesForm(forms.Form):
    """Berita acara asistensi. A draft may have gaps; ``complete`` asks for all that a lock needs."""

    held_on = IndonesianDateField(label="Hari dan tanggal", required=False, help_text="Misalnya 12 November 2025.")
    place = CleanCharField(label="Tempat", max_length=160, required=False)
    attendees = LongTextField(
        label="Peserta", max_length=WORDS_LENGTH, rows=5, required=False, help_text="Satu orang per baris."
    )
    conclusions = LongTextField(label="Kesimpulan", max_length=WORDS_LENGTH, rows=6, required=False)
    optional_fields = frozenset(f"{side}_{field}" for side, _ in SIDES for field in ("rank", "nip"))

    def __init__(self, *args: Any, since: date, today: date, complete: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since, self.today = since, today
        for side, place in SIDES:
            self.fields |= {f"{side}_{name}": field for name, field in _side(place).items()}
        for name, field in self.fields.items():
            field.required = complete and name not in self.optional_fields

    @classmethod
    def initial_of(cls, text: PaperText) -> dict[str, Any]:
        """What the form shows for a text."""
        signers = zip(SIDES, text.signers, strict=True)
        signed = {f"{side}_{field}": value for (side, _), signer in signers for field, value in signer.items()}
        plain = {name: getattr(text, name) for name in ("held_on", "place", "attendees", "conclusions")}
        return plain | signed

    def clean_held_on(self) -> date | None:
        day: date | None = self.cleaned_data["held_on"]
        if day is not None and day > self.today:
            raise ValidationError(FUTURE)
        if day is not None and day < self.since:
            raise ValidationError(f"Tanggal asistensi tidak boleh sebelum putaran dimulai, {plain_date(self.since)}.")
        return day

    def text(self) -> PaperText:
        """What was written, once it is valid."""
        values = self.cleaned_data
        return PaperText(
            held_on=values["held_on"],
            place=values["place"],
            attendees=values["attendees"],
            conclusions=values["conclusions"],
            signers=[{field: values[f"{side}_{field}"] for field in _side(place)} for side, place in SIDES],
        )


class ScanForm(forms.Form):
    """Pindaian bertanda tangan."""

    file = forms.FileField(
        label="Pindaian bertanda tangan",
        error_messages={"required": CHOOSE_FILE, "missing": CHOOSE_FILE, "invalid": CHOOSE_FILE},
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text="PDF, JPG, atau PNG.",
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            found = inspect(upload.file, upload.name, upload.size)
        except FileRefused as refused:
            raise ValidationError(refused.sentence, code="refused") from None
        if found.kind not in SCANS:
            raise ValidationError(ONLY_SCANS, code="refused")
        # Nothing scans it later, and no limit presses: it can wait for the scanner.
        if found.scan is Scan.AWAY:
            raise ValidationError(UNSCANNED, code="refused")
        return upload

    @property
    def filename(self) -> str:
        """The name as it is stored and shown."""
        return display_name(self.cleaned_data["file"].name)
