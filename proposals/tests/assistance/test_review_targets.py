"""The soft target of asistensi: how many working days, what the queue says, and when it is late."""

from datetime import date, datetime, timedelta

import pytest

from lebong_proposals.clock import WIB
from proposals.review_targets import ReviewTarget
from proposals.workdays import Calendar

CLOSES = datetime(2025, 12, 1, tzinfo=WIB)
CALENDAR = Calendar(frozenset({date(2025, 11, 19)}))


def november(day, hour=9):
    return datetime(2025, 11, day, hour, tzinfo=WIB)


def target(at):
    return ReviewTarget.of(2, CLOSES, at, CALENDAR)


@pytest.mark.parametrize(
    ("day", "hour", "days"), [(10, 9, 2), (21, 9, 2), (21, 16, 1), (24, 9, 1), (28, 17, 1), (30, 9, 1)]
)
def test_target_is_one_working_day_when_five_or_fewer_are_left(day, hour, days):
    assert target(november(day, hour)).days == days


@pytest.mark.parametrize(
    ("at", "submitted", "level", "text"),
    [
        (november(11), november(11), "on_time", "13 Nov 2025"),
        (november(12), november(11), "on_time", "besok"),
        (november(13), november(11), "today", "hari ini"),
        (november(14), november(11), "late", "lewat 1 hari kerja"),
        (november(17), november(11), "late", "lewat 2 hari kerja"),
        (november(15), november(12), "late", "lewat"),  # due on Friday, and today is Saturday
        (november(20), november(18), "on_time", "besok"),  # the 19th is a holiday
    ],
)
def test_queue_says_how_far_the_target_is(at, submitted, level, text):
    age = target(at).age(submitted, submitted)

    assert (age.level, age.due_text) == (level, text)


def test_waiting_counts_from_the_last_hand_over_and_the_target_from_the_submission():
    age = target(november(14)).age(november(10), november(13))

    assert (age.waiting_days, age.waiting_text, age.level) == (1, "1 hari kerja", "late")


@pytest.mark.parametrize("now", range(5, 31))
def test_threshold_for_queries_agrees_with_every_single_age(now):
    here = target(november(now))

    for hours in range(0, 24 * now, 7):
        submitted = november(now) - timedelta(hours=hours)
        assert (submitted < here.late_before()) == (here.age(submitted, submitted).level == "late")


@pytest.mark.parametrize("now", range(5, 31))
def test_thresholds_of_the_filters_agree_with_every_single_age(now):
    here = target(november(now))

    for hours in range(0, 24 * now, 7):
        submitted = november(now) - timedelta(hours=hours)
        age = here.age(submitted, submitted)
        due_today = here.late_before() <= submitted < here.due_after_today()
        assert due_today == (age.level == "today")
        assert (submitted < here.waiting_since(3)) == (age.waiting_days >= 3)
