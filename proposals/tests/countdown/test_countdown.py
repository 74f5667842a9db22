"""The countdown's level, number and sentences on the dates of ux 3.5, on other calendars and in the last hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebong_proposals.clock import WIB
from proposals.countdown import Countdown, Level, countdown
from proposals.workdays import Calendar

CLOSES_AT = datetime(2025, 12, 1, tzinfo=WIB)
PLAIN = Calendar()
FRIDAY = "Hari kerja terakhir: Jumat, 28 November 2025."
NON_WORKING = "Batas jatuh pada hari libur. Layanan tetap menerima usulan sampai pukul 23.59 WIB."


def wib(day, hour=8, minute=0, month=11):
    return datetime(2025, month, day, hour, minute, tzinfo=WIB)


def shown(counted: Countdown):
    return str(counted.level), counted.number, counted.unit, [str(sentence) for sentence in counted.sentences]


@pytest.mark.parametrize(
    ("at", "level", "number", "unit", "sentences"),
    [
        (wib(10), "calm", "15", "hari kerja lagi", [FRIDAY]),
        (wib(17), "notice", "10", "hari kerja lagi", [FRIDAY, "Sisihkan waktu untuk tanda tangan kepala OPD."]),
        (
            wib(21),
            "watch",
            "6",
            "hari kerja lagi",
            [FRIDAY, "Usulan yang dikirim setelah Senin, 24 November 2025 mungkin tidak sempat diperbaiki."],
        ),
        (wib(26), "urgent", "3", "hari kerja lagi", [FRIDAY, "Kirim sekarang bila sudah lengkap."]),
        (wib(27), "urgent", "2", "hari kerja lagi", [FRIDAY, "Kirim sekarang bila sudah lengkap."]),
        (wib(28), "critical", "1", "hari kerja", ["Hari ini hari kerja terakhir sebelum batas."]),
        (wib(29, 9), "critical", "39", "jam", [NON_WORKING]),
        (wib(30, 18, 48), "critical", "5 jam 12 menit", "", ["Batas: hari ini pukul 23.59 WIB."]),
        (wib(1, month=12), "closed", "", "", ["Batas pengajuan sudah lewat pada Minggu, 30 November 2025."]),
    ],
)
def test_countdown_shows_the_table_of_the_real_calendar(at, level, number, unit, sentences):
    assert shown(countdown(at, CLOSES_AT, PLAIN)) == (level, number, unit, sentences)


@pytest.mark.parametrize(
    ("at", "level", "number", "unit", "sentence"),
    [
        (wib(27, 15, 59), "urgent", "2", "hari kerja lagi", FRIDAY),
        (wib(27, 16), "critical", "1", "hari kerja", "Hari kerja terakhir: besok, Jumat, 28 November 2025."),
        (wib(28, 15, 59), "critical", "1", "hari kerja", "Hari ini hari kerja terakhir sebelum batas."),
        (wib(28, 16), "critical", "56", "jam", NON_WORKING),
        (wib(29, 23, 59), "critical", "24", "jam", NON_WORKING),
        (wib(30, 0), "critical", "24 jam", "", "Batas: hari ini pukul 23.59 WIB."),
        (wib(30, 0, 1), "critical", "23 jam 59 menit", "", "Batas: hari ini pukul 23.59 WIB."),
    ],
)
def test_countdown_changes_at_four_and_in_the_last_day(at, level, number, unit, sentence):
    counted = shown(countdown(at, CLOSES_AT, PLAIN))

    assert counted[:3] == (level, number, unit)
    assert counted[3][0] == sentence


@pytest.mark.parametrize(
    ("remaining", "number"),
    [
        (timedelta(hours=23, minutes=59, seconds=59), "23 jam 59 menit"),
        (timedelta(hours=5), "5 jam"),
        (timedelta(minutes=59, seconds=59), "59 menit"),
        (timedelta(minutes=1), "1 menit"),
        (timedelta(seconds=59), "kurang dari 1 menit"),
        (timedelta(microseconds=1), "kurang dari 1 menit"),
    ],
)
def test_last_hours_are_rounded_down_to_minutes(remaining, number):
    assert countdown(CLOSES_AT - remaining, CLOSES_AT, PLAIN).number == number


@pytest.mark.parametrize(
    ("at", "level", "number", "unit", "sentence"),
    [
        (wib(26), "urgent", "3", "hari kerja lagi", FRIDAY),
        (wib(27, 17), "critical", "1", "hari kerja", "Hari kerja terakhir: besok, Jumat, 28 November 2025."),
        (wib(28, 8), "critical", "16 jam", "", "Batas: hari ini pukul 23.59 WIB."),
        (wib(28, 20), "critical", "4 jam", "", "Batas: hari ini pukul 23.59 WIB."),
        (wib(29, 0), "closed", "", "", "Batas pengajuan sudah lewat pada Jumat, 28 November 2025."),
    ],
)
def test_countdown_before_a_cutoff_on_a_working_day(at, level, number, unit, sentence):
    closes_at = datetime(2025, 11, 29, tzinfo=WIB)
    counted = shown(countdown(at, closes_at, PLAIN))

    assert counted[:3] == (level, number, unit)
    assert counted[3][0] == sentence


@pytest.mark.parametrize(
    ("at", "level", "number", "sentence"),
    [
        (wib(26), "urgent", "2", "Hari kerja terakhir: Kamis, 27 November 2025."),
        (wib(26, 16), "critical", "1", "Hari kerja terakhir: besok, Kamis, 27 November 2025."),
        (wib(27), "critical", "1", "Hari ini hari kerja terakhir sebelum batas."),
        (wib(28), "critical", "64", NON_WORKING),
    ],
)
def test_countdown_with_a_holiday_on_the_last_friday(at, level, number, sentence):
    calendar = Calendar(holidays=frozenset({date(2025, 11, 28)}))

    counted = shown(countdown(at, CLOSES_AT, calendar))

    assert counted[:2] == (level, number)
    assert counted[3][0] == sentence


def test_weekend_before_a_cutoff_on_monday_counts_hours_to_it():
    closes_at = datetime(2025, 12, 2, tzinfo=WIB)

    counted = shown(countdown(wib(29, 9), closes_at, PLAIN))

    assert counted == ("critical", "63", "jam", ["Hari kerja terakhir: Senin, 1 Desember 2025."])


def test_cutoff_at_noon_tomorrow_says_tomorrow():
    closes_at = datetime(2025, 11, 28, 12, tzinfo=WIB)

    counted = shown(countdown(wib(27, 13), closes_at, PLAIN))

    assert counted == ("critical", "23 jam", "", ["Batas: besok pukul 11.59 WIB."])


def test_round_length_moves_the_day_after_which_there_is_no_time_for_revision():
    counted = countdown(wib(21), CLOSES_AT, PLAIN, round_days=1)

    assert str(counted.sentences[1]) == (
        "Usulan yang dikirim setelah Rabu, 26 November 2025 mungkin tidak sempat diperbaiki."
    )


def test_countdown_marks_what_is_bold():
    assert countdown(wib(10), CLOSES_AT, PLAIN).sentences[0].strong == "Jumat, 28 November 2025"
    assert countdown(wib(28), CLOSES_AT, PLAIN).sentences[0].strong == "Hari ini hari kerja terakhir sebelum batas."
    assert countdown(CLOSES_AT, CLOSES_AT, PLAIN).sentences[0].strong == "Batas pengajuan sudah lewat"


def test_countdown_heading_names_the_last_minute():
    assert countdown(wib(10), CLOSES_AT, PLAIN).headline == "Batas pengajuan: Minggu, 30 November 2025, pukul 23.59 WIB"


def test_countdown_hands_the_browser_what_it_needs_to_go_on():
    assert countdown(wib(26, 17), CLOSES_AT, PLAIN).data == {
        "closes-at": "2025-11-30T17:00:00+00:00",
        "at": "2025-11-26T17:00:00+07:00",
        "working-dates": '["2025-11-26","2025-11-27","2025-11-28"]',
        "cutoff-date": "2025-11-30",
        "cutoff-day": "Minggu, 30 November 2025",
        "last-minute": "23.59 WIB",
        "last-working-date": "2025-11-28",
        "last-working-day": "Jumat, 28 November 2025",
        "revisable-until": "Senin, 24 November 2025",
    }


def test_countdown_is_the_same_in_every_time_zone():
    local, utc = wib(29, 9), wib(29, 9).astimezone(UTC)

    assert shown(countdown(local, CLOSES_AT, PLAIN)) == shown(countdown(utc, CLOSES_AT.astimezone(UTC), PLAIN))


@given(st.integers(min_value=0, max_value=60 * 24 * 40), st.integers(min_value=0, max_value=60 * 24 * 40))
def test_levels_only_rise_as_time_passes(minutes, later):
    order = list(Level)
    at = CLOSES_AT - timedelta(minutes=minutes)

    before = countdown(at, CLOSES_AT, PLAIN).level
    after = countdown(at + timedelta(minutes=later), CLOSES_AT, PLAIN).level

    assert order.index(before) <= order.index(after)
