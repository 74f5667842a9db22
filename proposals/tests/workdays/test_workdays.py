"""Which days count before a cutoff: weekdays, holidays, the hour offices close, and the last working day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebong_proposals.clock import WIB
from proposals.workdays import Calendar, calendar_days_left, cutoff_date, local_date

CLOSES_AT = datetime(2025, 12, 1, tzinfo=WIB)
PLAIN = Calendar()
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))
CALENDARS = st.builds(
    Calendar, holidays=st.frozensets(DAYS, max_size=20), extra_working_days=st.frozensets(DAYS, max_size=5)
)


def wib(day, hour=8, minute=0, month=11):
    return datetime(2025, month, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("day", "left"),
    [(4, 19), (10, 15), (17, 10), (21, 6), (26, 3), (27, 2), (28, 1), (29, 0), (30, 0)],
)
def test_working_days_left_match_the_calendar_of_november_2025(day, left):
    assert PLAIN.working_days_left(wib(day), CLOSES_AT) == left


@pytest.mark.parametrize(
    ("hour", "minute", "left"),
    [(0, 0, 2), (15, 59, 2), (16, 0, 1), (23, 59, 1)],
)
def test_today_counts_only_until_offices_close(hour, minute, left):
    assert PLAIN.working_days_left(wib(27, hour, minute), CLOSES_AT) == left


def test_holiday_before_the_cutoff_is_not_counted():
    calendar = Calendar(holidays=frozenset({date(2025, 11, 26)}))

    assert calendar.working_days_left(wib(24), CLOSES_AT) == 4


def test_extra_working_day_wins_over_weekend_and_holiday():
    saturday = date(2025, 11, 29)
    calendar = Calendar(holidays=frozenset({saturday}), extra_working_days=frozenset({saturday}))

    assert calendar.is_working_day(saturday)
    assert calendar.last_working_day(CLOSES_AT) == saturday


@pytest.mark.parametrize(
    ("closes_at", "day"),
    [
        (datetime(2025, 12, 1, tzinfo=WIB), date(2025, 11, 30)),
        (datetime(2025, 11, 30, 17, tzinfo=UTC), date(2025, 11, 30)),
        (datetime(2025, 12, 1, 0, 0, 1, tzinfo=WIB), date(2025, 12, 1)),
        (datetime(2025, 11, 28, 16, tzinfo=WIB), date(2025, 11, 28)),
    ],
)
def test_cutoff_date_is_the_last_day_on_which_proposals_are_taken(closes_at, day):
    assert cutoff_date(closes_at) == day


def test_last_working_day_steps_back_over_weekend_and_holiday():
    calendar = Calendar(holidays=frozenset({date(2025, 11, 28)}))

    assert PLAIN.last_working_day(CLOSES_AT) == date(2025, 11, 28)
    assert calendar.last_working_day(CLOSES_AT) == date(2025, 11, 27)


def test_nothing_is_left_from_the_closing_instant_on():
    friday_noon = wib(28, 12)

    assert PLAIN.working_days_left(friday_noon - timedelta(microseconds=1), friday_noon) == 1
    assert PLAIN.working_days_left(friday_noon, friday_noon) == 0


def test_moments_are_read_in_wib_whatever_their_zone():
    late_thursday_in_utc = datetime(2025, 11, 27, 17, 30, tzinfo=UTC)

    assert local_date(late_thursday_in_utc) == date(2025, 11, 28)
    assert PLAIN.working_days_left(late_thursday_in_utc, CLOSES_AT) == 1


def test_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2025, 11, 27, 8))  # noqa: DTZ001 - the naive moment is what is tested


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (wib(27, 8), wib(27, 23), 0),
        (wib(27, 23), wib(28, 0), 1),
        (wib(28, 10), wib(30, 10), 0),
        (wib(28, 10), wib(1, 9, month=12), 1),
        (wib(29, 10), wib(1, 9, month=12), 1),
        (wib(28), wib(27), 0),
    ],
)
def test_age_counts_the_working_days_that_have_come_since(since, until, days):
    assert PLAIN.working_days_elapsed(since, until) == days


@pytest.mark.parametrize(
    ("at", "days", "result"),
    [
        (wib(27, 14, 30), 1, wib(28, 14, 30)),
        (wib(27, 14, 30), 2, wib(1, 14, 30, month=12)),
        (wib(29, 9), 1, wib(1, 9, month=12)),
        (wib(29, 9), 0, wib(29, 9)),
        (datetime(2025, 11, 27, 18, tzinfo=UTC), 1, wib(1, 1, month=12)),
    ],
)
def test_adding_working_days_keeps_the_time_of_day(at, days, result):
    assert PLAIN.add_working_days(at, days) == result


def test_adding_working_days_backwards_is_refused():
    with pytest.raises(ValueError, match="forwards"):
        PLAIN.add_working_days(wib(27), -1)


def test_calendar_days_left_are_zero_on_the_cutoff_date_and_after_it():
    assert calendar_days_left(wib(27), CLOSES_AT) == 3
    assert calendar_days_left(wib(30, 23), CLOSES_AT) == 0
    assert calendar_days_left(wib(2, month=12), CLOSES_AT) == 0


@given(CALENDARS, DAYS)
def test_nearest_working_days_are_working_days_with_none_between(calendar, day):
    before, after = calendar.previous_working_day(day), calendar.next_working_day(day)

    assert before <= day <= after
    assert calendar.is_working_day(before)
    assert calendar.is_working_day(after)
    assert calendar.working_days_between(before, after) == (1 if before == after else 2)


@given(CALENDARS, DAYS, st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=400))
def test_counting_working_days_adds_up_over_a_split(calendar, first, head, tail):
    middle = first + timedelta(days=head)
    last = middle + timedelta(days=tail)

    whole = calendar.working_days_between(first, last)
    split = calendar.working_days_between(first, middle) + calendar.working_days_between(
        middle + timedelta(days=1), last
    )
    assert whole == split


@given(CALENDARS, DAYS, st.integers(min_value=1, max_value=30))
def test_adding_working_days_is_undone_by_counting_them(calendar, day, days):
    at = datetime(day.year, day.month, day.day, 9, tzinfo=WIB)

    assert calendar.working_days_elapsed(at, calendar.add_working_days(at, days)) == days


@given(CALENDARS, st.integers(min_value=0, max_value=60 * 24 * 30), st.integers(min_value=0, max_value=3000))
def test_working_days_left_never_grow_as_time_passes(calendar, minutes, later):
    at = CLOSES_AT - timedelta(minutes=minutes)

    assert calendar.working_days_left(at + timedelta(minutes=later), CLOSES_AT) <= calendar.working_days_left(
        at, CLOSES_AT
    )
