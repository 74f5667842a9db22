"""Dates and moments are typed as text in the usual ways and are always WIB."""

from datetime import UTC, date, datetime, time

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from lebong_proposals.clock import WIB
from proposals.date_entry import parse_date
from proposals.dates import day_date, plain_date, short_date
from proposals.forms.fields import ClockTimeField, IndonesianDateField, MomentField, UntilMomentField

INCOMPLETE_DATE = "Tulis tanggal lengkap, misalnya 17 11 2025."
INCOMPLETE_TIME = "Tulis jam lengkap, misalnya 23.59."


class WindowForm(forms.Form):
    letter_on = IndonesianDateField(label="Tanggal surat", required=False)
    opens_at = MomentField(label="Dibuka", required=False)
    closes_at = UntilMomentField(label="Batas pengajuan", required=False)


@pytest.mark.parametrize(
    "entry",
    [
        "2025-11-17",
        "17-11-2025",
        "17/11/2025",
        "17.11.2025",
        "17 11 2025",
        "17 November 2025",
        "17 november 2025",
        "17 Nov 2025",
        "17-Nov-2025",
        "17 Nop. 2025",
        " Senin, 17 November 2025 ",
    ],
)
def test_date_is_read_in_every_usual_way(entry):
    assert IndonesianDateField().clean(entry) == date(2025, 11, 17)


@pytest.mark.parametrize(
    "entry",
    [
        "31-02-2025",
        "30 Februari 2025",
        "17-11-25",
        "11-17-2025",
        "17 11",
        "kemarin",
        "0001-01-01",
        "9999-12-31",
        "17 Brumaire 2025",
        "20251117",
        "1" * 100_000,
    ],
)
def test_date_that_is_incomplete_or_does_not_exist_is_refused_with_an_example(entry):
    with pytest.raises(forms.ValidationError) as refused:
        IndonesianDateField().clean(entry)

    assert refused.value.messages == [INCOMPLETE_DATE]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_date_survives_being_written_and_read(day):
    for text in (day.isoformat(), plain_date(day), day_date(day), short_date(day), f"{day:%d/%m/%Y}"):
        assert parse_date(text) == day


@pytest.mark.parametrize(
    ("entry", "moment"),
    [("23.59", time(23, 59)), ("23:59", time(23, 59)), ("8.00", time(8)), ("pukul 08.30 WIB", time(8, 30)), ("", None)],
)
def test_time_is_read_with_full_stop_or_colon(entry, moment):
    assert ClockTimeField(required=False).clean(entry) == moment


@pytest.mark.parametrize("entry", ["24.00", "23.60", "23:59:60", "8", "siang", "2359"])
def test_time_that_is_incomplete_or_does_not_exist_is_refused_with_an_example(entry):
    with pytest.raises(forms.ValidationError) as refused:
        ClockTimeField().clean(entry)

    assert refused.value.messages == [INCOMPLETE_TIME]


def test_moment_is_wib():
    form = WindowForm({"opens_at_date": "4 November 2025", "opens_at_time": "14.00"})

    assert form.is_valid()
    assert form.cleaned_data["opens_at"] == datetime(2025, 11, 4, 7, tzinfo=UTC)


def test_last_minute_of_a_window_is_included():
    form = WindowForm({"closes_at_date": "30-11-2025", "closes_at_time": "23.59"})

    assert form.is_valid()
    assert form.cleaned_data["closes_at"] == datetime(2025, 12, 1, tzinfo=WIB)


def test_stored_end_of_a_window_is_shown_as_its_last_minute():
    form = WindowForm(initial={"closes_at": datetime(2025, 11, 30, 17, tzinfo=UTC)})

    widgets = form["closes_at"].subwidgets[0].data["subwidgets"]
    assert [widget["value"] for widget in widgets] == ["30 November 2025", "23.59"]


def test_unchanged_moment_is_no_change():
    data = {"closes_at_date": "30 November 2025", "closes_at_time": "23.59"}
    form = WindowForm(data, initial={"closes_at": datetime(2025, 12, 1, tzinfo=WIB)})

    assert form.changed_data == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"opens_at_date": "4 November 2025"}, INCOMPLETE_TIME),
        ({"opens_at_time": "14.00"}, INCOMPLETE_DATE),
        ({"opens_at_date": "31 November 2025", "opens_at_time": "14.00"}, INCOMPLETE_DATE),
    ],
)
def test_half_a_moment_is_refused(data, sentence):
    assert WindowForm(data).errors == {"opens_at": [sentence]}


@pytest.mark.parametrize("blank", ["", " ", "\u00a0"])
def test_required_moment_is_asked_for_by_name(blank):
    with pytest.raises(forms.ValidationError) as refused:
        MomentField(label="Batas perbaikan").clean([blank, blank])

    assert refused.value.messages == ["Isi batas perbaikan."]


def test_refused_date_stays_as_typed_and_stored_date_is_written_out():
    assert WindowForm({"letter_on": "31-02-2025"})["letter_on"].value() == "31-02-2025"
    assert WindowForm(initial={"letter_on": date(2025, 11, 17)})["letter_on"].value() == "17 November 2025"


def test_each_box_of_a_moment_has_a_label():
    page = render_crispy_form(WindowForm())

    assert '<label for="id_closes_at_0" class="form-label">Batas pengajuan' in page
    assert '<label for="id_closes_at_1" class="visually-hidden">Pukul (WIB)</label>' in page
    assert page.count('id="id_closes_at_0"') == page.count('id="id_closes_at_1"') == 1
