"""The wording of moments: WIB whatever zone they come in, Indonesian names, full stops, the cutoff's last minute."""

from datetime import UTC, date, datetime

import pytest

from lebong_proposals.clock import WIB
from proposals import dates

MOMENT = datetime(2025, 11, 27, 7, 6, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        (dates.long_moment, "Kamis, 27 November 2025, pukul 14.06 WIB"),
        (dates.short_moment, "27 Nov 2025, 14.06 WIB"),
        (dates.stamp, "Kamis, 27 November 2025, pukul 14.06.31 WIB"),
        (dates.day_date, "Kamis, 27 November 2025"),
        (dates.plain_date, "27 November 2025"),
        (dates.short_date, "27 Nov 2025"),
        (dates.clock_time, "14.06 WIB"),
    ],
)
def test_moment_is_worded_in_wib(wording, expected):
    assert wording(MOMENT) == expected


def test_moment_after_wib_midnight_has_the_next_day():
    assert dates.day_date(datetime(2025, 11, 29, 17, 0, tzinfo=UTC)) == "Minggu, 30 November 2025"


def test_plain_date_stays_the_same_day():
    assert dates.day_date(date(2025, 11, 30)) == "Minggu, 30 November 2025"


def test_cutoff_is_named_by_its_last_minute():
    closes_at = datetime(2025, 12, 1, tzinfo=WIB)

    assert dates.cutoff_text(closes_at) == "Minggu, 30 November 2025, pukul 23.59 WIB"
    assert dates.cutoff_day(closes_at) == "Minggu, 30 November 2025"


def test_cutoff_at_noon_is_named_by_the_minute_before():
    assert dates.cutoff_text(datetime(2025, 11, 28, 12, tzinfo=WIB)) == "Jumat, 28 November 2025, pukul 11.59 WIB"


def test_every_month_and_day_has_its_indonesian_name():
    months = [dates.plain_date(date(2025, month, 3)) for month in range(1, 13)]
    days = [dates.day_date(date(2025, 12, day)).split(",")[0] for day in range(1, 8)]

    assert months == [
        *("3 Januari 2025", "3 Februari 2025", "3 Maret 2025", "3 April 2025", "3 Mei 2025", "3 Juni 2025"),
        *("3 Juli 2025", "3 Agustus 2025", "3 September 2025", "3 Oktober 2025", "3 November 2025"),
        "3 Desember 2025",
    ]
    assert days == ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


def test_short_months_carry_no_full_stop():
    assert [dates.short_date(date(2025, month, 3)) for month in (5, 8, 12)] == [
        "3 Mei 2025",
        "3 Agu 2025",
        "3 Des 2025",
    ]
