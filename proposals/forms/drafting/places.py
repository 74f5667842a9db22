"""Lokasi dan penerima manfaat: rows of village, place and coordinates, and who benefits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from proposals.forms.drafting.rows import Row, RowList
from proposals.forms.drafting.section import SectionForm
from proposals.forms.fields import CleanCharField, CoordinateField, WholeNumberField
from proposals.forms.fields.sentences import INVALID_CHOICE
from proposals.models import Proposal, Regency, Village, VillageKind
from proposals.number_format import format_quantity
from proposals.sections import Section

SWAPPED = "Lintang dan bujur lokasi {} tampaknya tertukar. Periksa kembali."
# What each is called, how many degrees of it there are on earth, and what one in the regency looks like.
DEGREES = {"latitude": ("lintang", 90, "-3,123456"), "longitude": ("bujur", 180, "102,123456")}


@dataclass(frozen=True, slots=True)
class Box:
    """The degrees between which the regency lies; without limits it holds everything."""

    name: str
    south: Decimal | None
    north: Decimal | None
    west: Decimal | None
    east: Decimal | None

    @classmethod
    def of(cls, regency: Regency) -> Self:
        return cls(
            regency.name, regency.latitude_min, regency.latitude_max, regency.longitude_min, regency.longitude_max
        )

    def holds(self, latitude: Decimal, longitude: Decimal) -> bool:
        return _within(self.south, latitude, self.north) and _within(self.west, longitude, self.east)


class LocationRows(RowList):
    title = "Lokasi"
    fields = ("village", "place_name", "latitude", "longitude")
    anchor = "id_locations"
    maximum = 50
    too_many = "Satu usulan paling banyak berisi 50 lokasi."

    def __init__(self, rows: list[Row], proposal: Proposal) -> None:
        super().__init__(rows, proposal)
        self.villages = {str(village.pk): village for village in Village.objects.select_related("district")}

    @classmethod
    def stored_rows(cls, proposal: Proposal) -> Iterator[dict[str, str]]:
        for place in proposal.locations.all():
            yield {
                "village": str(place.village_id or ""),
                "place_name": place.place_name,
                "latitude": _degrees(place.latitude),
                "longitude": _degrees(place.longitude),
            }

    def judge(self, row: Row) -> None:
        n = row.number
        chosen = row.raw.get("village", "")
        if chosen and chosen not in self.villages:
            row.errors["village"] = INVALID_CHOICE
        row.values = {
            "village": self.villages.get(chosen),
            "place_name": self.clean_cell(row, "place_name", CleanCharField(required=False), f"nama lokasi {n}") or "",
            **self._coordinates(row),
        }
        self._doubt(row)

    @classmethod
    def stored(cls, proposal: Proposal) -> Self:
        """Show the stored rows, with what is doubtful about their coordinates."""
        shown = super().stored(proposal)
        for row in shown.rows:
            row.values = shown._coordinates(row)
            shown._doubt(row)
        return shown

    def _coordinates(self, row: Row) -> dict[str, Any]:
        found = {name: self._degrees(row, name) for name in DEGREES}
        if "latitude" in row.errors and self._is_swapped(row):
            row.errors["latitude"] = SWAPPED.format(row.number)
        return found

    def _is_swapped(self, row: Row) -> bool:
        """Whether degrees that no place on earth has lie in the regency when they are read the other way round."""
        try:
            latitude = _field_of("latitude").clean(row.raw.get("longitude", ""))
            longitude = _field_of("longitude").clean(row.raw["latitude"])
        except ValidationError:
            return False
        return latitude is not None and self._box.holds(latitude, longitude)

    def _doubt(self, row: Row) -> None:
        """Warn, never refuse: maps disagree at the border, and a work may lie beyond it (``domain.md`` 3.2)."""
        latitude, longitude = row.values["latitude"], row.values["longitude"]
        if latitude is None or longitude is None or self._box.holds(latitude, longitude):
            return
        if self._box.holds(longitude, latitude):
            said = SWAPPED.format(row.number)
        else:
            said = f"Koordinat lokasi {row.number} berada di luar {self._box.name}. Periksa kembali."
        row.notes["latitude"] = said

    @cached_property
    def _box(self) -> Box:
        return Box.of(self.proposal.cycle.regency)

    def _degrees(self, row: Row, name: str) -> Any:
        return self.clean_cell(row, name, _field_of(name), f"{DEGREES[name][0]} lokasi {row.number}")

    def options(self) -> Iterator[tuple[Row, SafeString]]:
        """Each row with the options of its combined select, districts as groups."""
        for row in self.rows:
            yield row, self._options(row.raw.get("village", ""))

    def _options(self, chosen: str) -> SafeString:
        by_district: dict[str, list[tuple[str, str, str]]] = {}
        for key, village in self.villages.items():
            prefix = "Kel. " if village.kind == VillageKind.URBAN_VILLAGE else ""
            entry = (key, " selected" if key == chosen else "", prefix + village.name)
            by_district.setdefault(village.district.name, []).append(entry)
        groups = (
            (name, format_html_join("", '<option value="{}"{}>{}</option>', villages))
            for name, villages in by_district.items()
        )
        return format_html_join("", '<optgroup label="Kecamatan {}">{}</optgroup>', groups)


class LocationForm(SectionForm):
    section = Section.LOCATION
    purpose = "Di mana kegiatan dilaksanakan dan siapa yang menerima manfaatnya."
    row_list = LocationRows
    optional_fields = frozenset({"beneficiary_source"})
    units = ("jiwa", "KK", "hektare", "siswa", "kelompok tani", "unit usaha")

    beneficiary_count = WholeNumberField(label="Jumlah penerima manfaat", required=False)
    beneficiary_unit = CleanCharField(
        label="Satuan penerima manfaat", max_length=60, required=False, help_text="Misalnya jiwa, KK, atau hektare"
    )
    beneficiary_source = CleanCharField(label="Sumber data", max_length=300, required=False)

    def __init__(self, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(proposal, **kwargs)
        self.fields["beneficiary_unit"].widget.attrs["list"] = "beneficiary-units"

    @property
    def unit_options(self) -> SafeString:
        """Suggestions for the unit; any other can be typed."""
        options = format_html_join("", '<option value="{}"></option>', ((unit,) for unit in self.units))
        return format_html('<datalist id="beneficiary-units">{}</datalist>', options)


def _field_of(name: str) -> CoordinateField:
    _, limit, example = DEGREES[name]
    return CoordinateField(required=False, min_value=-limit, max_value=limit, example=example)


def _within(low: Decimal | None, value: Decimal, high: Decimal | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _degrees(value: Any) -> str:
    return "" if value is None else format_quantity(value).replace("\u2212", "-")
