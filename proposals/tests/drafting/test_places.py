"""Locations: a district narrows its villages, and doubtful coordinates are named but never refused."""

import pytest
from playwright.sync_api import expect

from lebong_proposals.tests.conftest import site, window  # noqa: F401 (fixtures)
from proposals.models import Regency, Village
from proposals.tests.drafting.conftest import row_fields

SWAPPED = "Lintang dan bujur lokasi 1 tampaknya tertukar. Periksa kembali."
OUTSIDE = "Koordinat lokasi 1 berada di luar Kabupaten Lebong. Periksa kembali."


def place(latitude, longitude):
    return row_fields({"village": Village.objects.first().pk, "latitude": latitude, "longitude": longitude})


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("-3,1", "102,2", ""),
        ("-3,6", "102,7", ""),
        ("102,2", "-3,1", SWAPPED),
        ("102,2", "5", "Lintang lokasi 1 paling besar 90."),
        ("102,2", "102,2", "Lintang lokasi 1 paling besar 90."),
        ("102,2", "timur", "Lintang lokasi 1 paling besar 90."),
        ("-3,1", "105,2", OUTSIDE),
        ("3,1", "102,2", OUTSIDE),
        ("-3,1", "", ""),
    ],
)
def test_coordinates_outside_the_regency_are_stored_with_a_warning(draft, desk, page_of, latitude, longitude, said):
    answer = desk.post(page_of(draft, "location"), place(latitude, longitude), follow=True)

    assert said in answer.text
    assert ("Periksa kembali." in answer.text) == ("Periksa kembali." in said)
    assert draft.locations.exists() == (not said.startswith("Lintang"))


def test_swapped_coordinates_that_cannot_be_stored_stay_in_their_boxes(draft, desk, page_of):
    answer = desk.post(page_of(draft, "location"), place("102,2", "-3,1"))

    assert answer.status_code == 422
    assert answer.text.count(SWAPPED) == 2  # in the summary and at the field
    assert 'value="102,2"' in answer.text
    assert 'value="-3,1"' in answer.text


def test_a_warning_stands_beside_the_coordinates_until_they_are_changed(draft, desk, page_of, at_most_queries):
    desk.post(page_of(draft, "location"), place("-3,1", "105,2"), follow=True)

    with at_most_queries(12):
        page = desk.get(page_of(draft, "location"))

    assert page.text.count(OUTSIDE) == 1


def test_swapped_coordinates_are_recognised_where_both_are_degrees_on_earth(draft, desk, page_of):
    Regency.objects.update(latitude_min=-4, latitude_max=-2, longitude_min=80, longitude_max=89)

    answer = desk.post(page_of(draft, "location"), place("85,5", "-3,1"), follow=True)

    assert SWAPPED in answer.text


def test_a_regency_without_limits_doubts_nothing(draft, desk, page_of):
    Regency.objects.update(latitude_min=None, latitude_max=None, longitude_min=None, longitude_max=None)

    assert "Periksa kembali" not in desk.post(page_of(draft, "location"), place("50", "5"), follow=True).text


@pytest.mark.slow
def test_a_district_narrows_the_villages_of_each_row(window, operator, draft):  # noqa: F811
    page = window(operator)
    page.goto(f"/usulan/{draft.number}/lokasi/")

    page.get_by_label("Kecamatan lokasi 1").select_option(label="Amen")
    villages = page.get_by_label("Desa/kelurahan lokasi 1")
    assert villages.locator("optgroup").evaluate_all("all => all.map((one) => one.label)") == ["Kecamatan Amen"]
    villages.select_option(label="Garut")
    page.get_by_label("Nama lokasi lokasi 1").fill("Saluran induk")
    page.get_by_role("button", name="Tambah lokasi").click()

    second = page.get_by_label("Kecamatan lokasi 2")
    expect(second).to_be_focused()
    expect(page.get_by_label("Kecamatan lokasi 1").locator("option:checked")).to_have_text("Amen")
    page.get_by_label("Desa/kelurahan lokasi 2").select_option(label="Tik Sirong")
    expect(second.locator("option:checked")).to_have_text("Topos")
    second.select_option(label="Uram Jaya")
    expect(page.get_by_label("Desa/kelurahan lokasi 2")).to_have_value("")
    page.get_by_label("Desa/kelurahan lokasi 2").select_option(label="Lemeu")
    page.get_by_role("button", name="Simpan dan kembali").last.click()
    page.wait_for_url(f"**/usulan/{draft.number}/")

    assert [row.village.name for row in draft.locations.order_by("pk")] == ["Garut", "Lemeu"]
