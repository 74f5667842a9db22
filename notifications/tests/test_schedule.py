"""When reminders are due: the dates of ``ux.md`` 6.1, and cutoffs that fall otherwise."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.schedule import planned_slots
from proposals.workdays import Calendar

WIB = ZoneInfo("Asia/Jakarta")
PLAIN = Calendar()
NOVEMBER = datetime(2025, 12, 1, 0, 0, tzinfo=WIB)


def words(closes_at: datetime, calendar: Calendar = PLAIN) -> list[str]:
    return [
        f"{slot.rule.code} {slot.due_at.astimezone(WIB):%a %d %H.%M}" for slot in planned_slots(closes_at, calendar)
    ]


def test_november_2025_has_the_dates_of_the_specification():
    assert words(NOVEMBER) == [
        "H-20 Mon 10 08.00",
        "H-14 Fri 14 08.00",
        "H-7 Fri 21 08.00",
        "H-3 Thu 27 08.00",
        "HKT Fri 28 08.00",
        "HKT Fri 28 14.00",
        "H-1 Sat 29 08.00",
        "H Sun 30 08.00",
        "H Sun 30 18.00",
    ]


def test_a_saturday_cutoff_gives_both_moments_of_friday_to_the_last_working_day():
    closes_at = datetime(2025, 11, 30, 0, 0, tzinfo=WIB)

    assert words(closes_at)[-5:] == [
        "H-3 Wed 26 08.00",
        "HKT Fri 28 08.00",
        "HKT Fri 28 14.00",
        "H Sat 29 08.00",
        "H Sat 29 18.00",
    ]


def test_a_cutoff_on_a_working_day_has_no_last_working_day_of_its_own():
    closes_at = datetime(2025, 11, 28, 0, 0, tzinfo=WIB)

    assert [word.split()[0] for word in words(closes_at)] == ["H-20", "H-14", "H-7", "H-3", "H-1", "H", "H"]


def test_reminders_that_holidays_push_onto_one_morning_become_the_most_urgent_of_them():
    week_off = Calendar(frozenset(date(2025, 11, 24) + timedelta(days=n) for n in range(5)))

    assert words(NOVEMBER, week_off) == [
        "H-20 Mon 10 08.00",
        "H-14 Fri 14 08.00",
        "HKT Fri 21 08.00",
        "HKT Fri 21 14.00",
        "H-1 Sat 29 08.00",
        "H Sun 30 08.00",
        "H Sun 30 18.00",
    ]


def test_a_cutoff_in_the_afternoon_has_no_evening_reminder():
    closes_at = datetime(2025, 12, 3, 16, 0, tzinfo=WIB)

    assert words(closes_at)[-1] == "H Wed 03 08.00"


@pytest.mark.parametrize(
    "code, expires",
    [
        ("H-20", datetime(2025, 11, 14, 1, tzinfo=UTC)),
        ("H-3", datetime(2025, 11, 30, 1, tzinfo=UTC)),
        ("HKT", datetime(2025, 11, 28, 17, tzinfo=UTC)),
        ("H-1", datetime(2025, 11, 29, 17, tzinfo=UTC)),
        ("H", datetime(2025, 11, 30, 17, tzinfo=UTC)),
    ],
)
def test_a_reminder_is_of_no_use_after_its_span_its_day_or_the_cutoff(code, expires):
    slots = [slot for slot in planned_slots(NOVEMBER, PLAIN) if slot.rule.code == code]

    assert {slot.expires_at for slot in slots} == {expires}
