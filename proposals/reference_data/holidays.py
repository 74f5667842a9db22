"""Public holidays and joint leave of a year, so that working days can be counted without a list kept by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from holidays import country_holidays

Kind = Literal["holiday", "joint_leave"]
CATEGORIES: dict[Kind, str] = {"joint_leave": "government", "holiday": "public"}


class HolidayDataMissingError(LookupError):
    """The joint leave of a year is not known yet, so its working days cannot be counted."""


def days_off(year: int) -> Iterator[tuple[date, str, Kind]]:
    """Yield every day off of a year with its Indonesian name, in order of date.

    Raise HolidayDataMissingError for a year whose joint leave (set by decree, usually in the autumn before) is unknown.
    """
    found: dict[date, tuple[str, Kind]] = {}
    for kind, category in CATEGORIES.items():
        calendar = country_holidays("ID", years=year, categories=(category,), language="id")
        if not calendar:
            raise HolidayDataMissingError(
                f"Data hari libur dan cuti bersama tahun {year} belum tersedia. "
                "Perbarui paket holidays atau isi tabel hari libur."
            )
        found |= {day: (name, kind) for day, name in calendar.items()}
    for day, (name, kind) in sorted(found.items()):
        yield day, name, kind
