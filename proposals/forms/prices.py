"""Standar satuan harga: the search, and the workbook that replaces a year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from proposals.forms.fields import CleanCharField, OptionField, WholeNumberField
from proposals.forms.fields.sentences import CHOOSE_FILE
from proposals.imports.opening import WorkbookRefused
from proposals.imports.prices_xlsx import Price, PriceList, read_prices

SALT = "proposals.reference-prices"
SHOWN_PROBLEMS = 50
SHOWN_PRICES = 25
LONGEST_SIGNED = 2_000_000  # characters; the page must be able to come back
LOST = "Daftar harga yang tadi dibaca sudah tidak utuh. Unggah sekali lagi."


class PriceSearchForm(forms.Form):
    """Words of code or description, and a year."""

    words = CleanCharField(label="Cari", max_length=100, required=False)
    year = OptionField(label="Tahun", required=False)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "Semua tahun"), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]

    def narrowing(self) -> dict[str, str]:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PriceFileForm(forms.Form):
    """A workbook and the year it is for; ``prices`` after cleaning."""

    year = WholeNumberField(label="Tahun anggaran", min_value=2000, max_value=2099, grouped=False)
    file = forms.FileField(label="Berkas Excel", required=False, allow_empty_file=True)
    optional_fields: frozenset[str] = frozenset()

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = refusal
        self.prices: list[Price] = []

    def clean(self) -> dict[str, Any]:
        if problems := self._problems():
            shown = problems[:SHOWN_PROBLEMS]
            if rest := len(problems) - len(shown):
                shown.append(f"Dan {rest} hal lain. Perbaiki yang di atas lebih dulu.")
            self.add_error("file", ValidationError(shown))
        return self.cleaned_data

    def _problems(self) -> list[str]:
        if self.refusal:
            return [self.refusal]
        upload = self.cleaned_data.get("file")
        if not upload:
            return [CHOOSE_FILE]
        try:
            read: PriceList = read_prices(upload.file, upload.name, upload.size)
        except WorkbookRefused as refused:
            return [refused.sentence]
        self.prices = read.prices
        if not read.problems and len(self.signed) > LONGEST_SIGNED:
            return ["Isi berkas terlalu besar untuk satu kali unggah. Ringkas uraiannya, lalu unggah lagi."]
        return read.problems

    @property
    def signed(self) -> str:
        """The prices as the page carries them: nothing is stored before they come back."""
        return signing.dumps(self.prices, salt=SALT, compress=True)


def returned(signed: str) -> list[Price]:
    """Read the prices that a page of ours sent back; raises ``WorkbookRefused``."""
    try:
        return [tuple(price) for price in signing.loads(signed, salt=SALT, max_age=12 * 3600)]
    except signing.BadSignature:
        raise WorkbookRefused(LOST) from None
