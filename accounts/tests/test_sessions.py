"""How long somebody stays signed in: a session is aged in its own stamps, nobody waits.

The ages stay a minute away from a limit wherever the seconds of the test itself could tip the scale.
"""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.session_stamps import ACTIVE_AT, SIGNED_IN_AT, now

PASSWORD = "gladi-titian-2025"
MINUTE, HOUR = 60, 3600
PAGE, TIME, STATE = "/bantuan/", "/waktu/", "/masuk/sesi/"
ENDED = "Anda keluar karena tidak ada aktivitas. Isian yang sudah tersimpan aman."
KEPT = "Masuk lagi. Isian Anda kami simpan sementara di peramban ini."
ORDINARY, DAY_BEFORE = "2025-11-28T23:59:59+07:00", "2025-11-29T00:00:00+07:00"
LAST_SECOND, CUTOFF = "2025-11-30T23:59:59+07:00", "2025-12-01T00:00:00+07:00"


@pytest.fixture
def browser(client_for, operator):
    """The operator's browser, signed in this moment."""
    operator.set_password(PASSWORD)
    operator.save()
    return client_for(operator)


@pytest.fixture
def age(browser):
    """Let time pass for the session: so long since its last use, and since it began."""

    def pass_by(idle=0, whole=0):
        session = browser.session
        session[ACTIVE_AT], session[SIGNED_IN_AT] = now() - idle, now() - max(idle, whole)
        session.save()
        return session[ACTIVE_AT]

    return pass_by


def is_signed_in(browser):
    return browser.get(STATE).json()["user"] != ""


@pytest.mark.parametrize(("moment", "hours"), [(ORDINARY, 2), (DAY_BEFORE, 4), (LAST_SECOND, 4), (CUTOFF, 2)], ids=str)
def test_an_idle_session_ends_after_two_hours_and_after_four_in_the_last_two_days(
    browser, age, clock_at, moment, hours
):
    clock_at(moment)
    age(idle=hours * HOUR - MINUTE)
    assert is_signed_in(browser)

    age(idle=hours * HOUR)
    assert not is_signed_in(browser)


@pytest.mark.parametrize("moment", [ORDINARY, LAST_SECOND])
def test_a_session_in_use_ends_after_twelve_hours(browser, age, clock_at, moment):
    clock_at(moment)
    age(whole=12 * HOUR - MINUTE)
    assert is_signed_in(browser)

    age(whole=12 * HOUR)
    assert not is_signed_in(browser)


def test_who_was_idle_for_too_long_is_led_to_the_sign_in_and_told_why(browser, age):
    age(idle=2 * HOUR)

    answer = browser.get("/beranda/")
    page = browser.get(answer["Location"]).content.decode()

    assert answer["Location"] == "/masuk/?next=/beranda/"
    assert ENDED in page


def test_an_ended_session_is_gone_from_the_database(browser, age):
    key = browser.session.session_key
    age(idle=2 * HOUR)

    browser.get(PAGE)

    assert not Session.objects.filter(session_key=key).exists()


def test_a_form_sent_after_the_end_says_that_the_browser_kept_the_text(browser, age, make_proposal):
    draft = make_proposal(complete=False)
    age(idle=2 * HOUR)

    answer = browser.post(f"/usulan/{draft.number}/latar-belakang/", {"objectives": "Terlambat"})

    assert KEPT in browser.get(answer["Location"]).content.decode()
    draft.refresh_from_db()
    assert draft.objectives == ""


def test_a_script_is_told_by_a_401_and_never_gets_the_sign_in_page(browser, age, make_proposal):
    draft = make_proposal(complete=False)
    paths = {
        "post": [f"/usulan/{draft.number}/latar-belakang/simpan/", f"/usulan/{draft.number}/lampiran/unggah/", STATE],
        "get": ["/beranda/", f"/usulan/{draft.number}/lokasi/"],
    }
    age(idle=2 * HOUR)

    answers = [
        getattr(browser, method)(path, headers={"HX-Request": "true"})
        for method, addresses in paths.items()
        for path in addresses
    ]

    assert {(answer.status_code, answer.headers["HX-Trigger"], answer.content) for answer in answers} == {
        (401, "sesi-berakhir", b"")
    }


@pytest.mark.parametrize("path", [TIME, STATE])
def test_what_an_open_page_asks_by_itself_is_no_activity(browser, age, path):
    before = age(idle=HOUR)

    assert browser.get(path).status_code == 200

    assert browser.session[ACTIVE_AT] == before


def test_a_page_that_only_polls_does_not_keep_the_session(browser, age):
    age(idle=2 * HOUR)

    browser.get(TIME)

    assert not is_signed_in(browser)


def test_a_page_and_an_autosave_are_activity(browser, age, make_proposal):
    draft = make_proposal(complete=False)
    calls = [
        lambda: browser.get(PAGE),
        lambda: browser.post(
            f"/usulan/{draft.number}/latar-belakang/simpan/", {"objectives": "Air", "seen_version": "0"}
        ),
    ]
    for call in calls:
        age(idle=HOUR)

        assert call().status_code == 200

        assert browser.session[ACTIVE_AT] >= now() - MINUTE


def test_activity_is_written_at_most_every_five_minutes(browser, age):
    before = age(idle=4 * MINUTE)
    with CaptureQueriesContext(connection) as captured:
        browser.get(PAGE)
    assert browser.session[ACTIVE_AT] == before
    assert [query["sql"] for query in captured if 'UPDATE "django_session"' in query["sql"]] == []

    age(idle=5 * MINUTE)
    browser.get(PAGE)
    assert browser.session[ACTIVE_AT] >= now() - MINUTE


def test_who_says_to_stay_is_kept_at_once_but_not_beyond_the_longest(browser, age):
    age(idle=HOUR, whole=11 * HOUR)

    answer = browser.post(STATE, headers={"HX-Request": "true"}).json()

    assert browser.session[ACTIVE_AT] >= now() - MINUTE
    assert HOUR - MINUTE < answer["seconds"] <= HOUR


@pytest.mark.parametrize(("moment", "hours"), [(ORDINARY, 2), (DAY_BEFORE, 4)])
def test_a_page_carries_the_seconds_that_are_left(browser, age, clock_at, moment, hours):
    clock_at(moment)
    age(idle=4 * MINUTE)

    page = browser.get(PAGE).content.decode()

    seconds = int(page.partition('data-session="')[2].partition('"')[0])
    assert abs(seconds - (hours * HOUR - 4 * MINUTE)) <= MINUTE


def test_signing_in_again_in_place_gives_a_new_session_with_full_time(browser, age, operator):
    age(idle=2 * HOUR)
    token = browser.get(STATE).json()["token"]

    wrong = browser.post(STATE, {"username": operator.username, "password": "salah-sekali-2025"})
    right = browser.post(STATE, {"username": operator.username, "password": PASSWORD})

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert wrong.json()["message"].startswith("Surel atau kata sandi tidak cocok.")
    state = right.json()
    assert state["user"] == operator.username
    assert state["token"] != token
    assert abs(state["seconds"] - 2 * HOUR) <= MINUTE


def test_nobody_signs_in_over_the_session_of_somebody_else(browser, operator, stranger):
    stranger.set_password(PASSWORD)
    stranger.save()

    answer = browser.post(STATE, {"username": stranger.username, "password": PASSWORD})

    assert answer.json()["user"] == operator.username


def test_eleven_wrong_passwords_in_place_are_held_like_those_of_the_sign_in(browser, age, operator):
    age(idle=2 * HOUR)
    wrong = {"username": operator.username, "password": "salah-sekali-2025"}

    statuses = [browser.post(STATE, wrong).status_code for _ in range(11)]

    assert statuses[0] == 422
    assert statuses[-1] == 429
