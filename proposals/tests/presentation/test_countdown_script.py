"""The browser's countdown says what the server's says, minute for minute, whatever the device's clock thinks."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from lebong_proposals.clock import WIB
from proposals.countdown import countdown
from proposals.workdays import Calendar

OPENS_AT = datetime(2025, 11, 10, 8, tzinfo=WIB)
STEP = timedelta(minutes=37)
SCRIPTS = Path(settings.BASE_DIR) / "static/js"


def moments(closes_at):
    """Every 37 minutes from the opening, and every minute of the last two hours."""
    at = OPENS_AT
    while at < closes_at + timedelta(hours=2):
        yield at
        at += STEP
    yield from (closes_at - timedelta(minutes=minute, seconds=30) for minute in range(120))
    yield closes_at - timedelta(hours=24)
    yield closes_at


def told(shown):
    sentences = [{"before": s.before, "strong": s.strong, "after": s.after} for s in shown.sentences]
    return {"level": str(shown.level), "number": shown.number, "unit": shown.unit, "sentences": sentences}


def camel(key):
    head, *rest = key.split("-")
    return head + "".join(part.capitalize() for part in rest)


@pytest.mark.parametrize(
    ("closes_at", "calendar"),
    [
        (datetime(2025, 12, 1, tzinfo=WIB), Calendar()),
        (datetime(2025, 11, 29, tzinfo=WIB), Calendar()),
        (datetime(2025, 12, 2, tzinfo=WIB), Calendar()),
        (datetime(2025, 11, 28, 12, tzinfo=WIB), Calendar()),
        (datetime(2025, 12, 1, tzinfo=WIB), Calendar(holidays=frozenset({datetime(2025, 11, 28, tzinfo=WIB).date()}))),
    ],
)
def test_script_says_what_the_server_says(page, closes_at, calendar):
    page.add_script_tag(path=SCRIPTS / "countdown_words.js")
    data = {camel(key): value for key, value in countdown(OPENS_AT, closes_at, calendar).data.items()}
    instants = list(moments(closes_at))

    said = page.evaluate(
        "([data, times]) => times.map((time) => window.titian.countdownWords(data, time))",
        [data, [round(at.timestamp() * 1000) for at in instants]],
    )

    assert said == [told(countdown(at, closes_at, calendar)) for at in instants]


def test_open_page_goes_on_from_the_servers_moment(page):
    closes_at = datetime(2025, 12, 1, tzinfo=WIB)
    before = countdown(datetime(2025, 11, 27, 15, 59, 30, tzinfo=WIB), closes_at, Calendar())
    after = countdown(datetime(2025, 11, 27, 16, 0, 30, tzinfo=WIB), closes_at, Calendar())
    page.clock.install(time="2030-01-01T00:00:00Z")
    page.set_content(render_to_string("includes/countdown.html", {"countdown": before}))
    for script in ("countdown_words.js", "countdown.js"):
        page.add_script_tag(path=SCRIPTS / script)
    section = page.locator(".countdown")
    assert section.get_attribute("data-level") == "urgent"

    page.clock.fast_forward(60_000)

    assert section.get_attribute("data-level") == str(after.level)
    assert section.locator(".number").inner_text() == after.number
    assert section.locator(".sentences").inner_text() == " ".join(str(sentence) for sentence in after.sentences)


def test_rendered_countdown_carries_the_marks_for_outside_checks(page):
    shown = countdown(OPENS_AT, datetime(2025, 12, 1, tzinfo=WIB), Calendar())
    page.set_content(render_to_string("includes/countdown.html", {"countdown": shown}))

    marks = json.loads(page.locator(".countdown").evaluate("(section) => JSON.stringify(section.dataset)"))

    assert marks["level"] == "calm"
    assert marks["closesAt"] == "2025-11-30T17:00:00+00:00"
