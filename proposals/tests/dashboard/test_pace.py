"""Needed rate against actual, over the real November of 2025; pure."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from lebong_proposals.clock import WIB
from proposals.dashboard.pace import complete_days, pace
from proposals.workdays import Calendar

OPENS = datetime(2025, 11, 4, 14, tzinfo=WIB)
CLOSES = datetime(2025, 12, 1, tzinfo=WIB)
CALENDAR = Calendar()


def november(day, hour=9):
    return datetime(2025, 11, day, hour, tzinfo=WIB)


def pace_at(at, remaining=14, first=()):
    return pace(remaining, first, at=at, opens_at=OPENS, closes_at=CLOSES, calendar=CALENDAR)


def test_needed_rate_rounds_up_over_the_working_days_left():
    assert pace_at(november(26)).needed_sentence == (
        "Perlu 5 OPD per hari kerja agar semua OPD mengajukan tepat waktu."
    )


def test_actual_rate_is_that_of_the_last_five_complete_working_days():
    first = [november(18), november(19, 23), november(22), november(25), november(26)]

    found = pace_at(november(26), first=first)

    assert found.actual == Decimal("0.6")  # 19 November to 25 November, the weekend included
    assert found.actual_sentence == "Laju 5 hari kerja terakhir: 0,6 per hari."


def test_history_begins_after_the_day_of_the_opening():
    assert complete_days(november(7), OPENS, CALENDAR) == (date(2025, 11, 5), date(2025, 11, 6))


def test_there_is_no_rate_without_a_complete_day():
    assert pace_at(november(5)).actual_sentence == ""


@pytest.mark.parametrize(
    ("at", "remaining", "sentence"),
    [
        (november(29), 3, "Tidak ada hari kerja lagi sebelum batas; 3 OPD belum mengajukan."),
        (CLOSES, 3, "Batas pengajuan sudah lewat; 3 OPD tidak mengajukan."),
        (november(20), 0, ""),
    ],
)
def test_sentence_follows_what_is_left(at, remaining, sentence):
    assert pace_at(at, remaining).needed_sentence == sentence
