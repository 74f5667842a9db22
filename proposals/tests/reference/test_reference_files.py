"""The files of reference data agree with each other and with what is publicly known of the regency."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from proposals.reference_data import cycle_years, load
from proposals.reference_data.holidays import HolidayDataMissingError, days_off

REQUIRED_AGENCIES = {
    "bpbd",
    "dinkes",
    "disdikbud",
    "diskominfo",
    "disnakertrans",
    "disparpora",
    "disperindag",
    "disperkan",
    "dispusip",
    "dkp",
    "dlh",
    "dinsos",
    "dp3appkb",
    "dpupr",
    "pmd",
    "rsud",
}


def codes(subject, key):
    return [row["code"] for row in load(subject)[key]]


def test_sixteen_technical_agencies_owe_an_answer():
    required = {row["code"] for row in load("agencies")["agency"] if row["is_required"]}

    assert required == REQUIRED_AGENCIES


def test_every_district_has_its_own_agency():
    subdistricts = {row["name"] for row in load("agencies")["agency"] if row["kind"] == "subdistrict"}

    assert subdistricts == {f"Kecamatan {row['name']}" for row in load("districts")["district"]}


def test_regency_has_twelve_districts_with_93_desa_and_11_kelurahan():
    districts = load("districts")["district"]
    kinds = Counter(village["kind"] for district in districts for village in district["villages"])

    assert len(districts) == 12
    assert kinds == {"village": 93, "urban_village": 11}


def test_village_names_are_unique_within_their_district():
    for district in load("districts")["district"]:
        names = [village["name"] for village in district["villages"]]
        assert len(names) == len(set(names)), district["name"]


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        ("agencies", "agency"),
        ("ministries", "ministry"),
        ("districts", "district"),
        ("funding_sources", "funding_source"),
    ],
)
def test_codes_are_unique(subject, key):
    found = codes(subject, key)

    assert len(found) == len(set(found))


def test_agencies_name_only_known_ministries():
    named = {ministry for agency in load("agencies")["agency"] for ministry in agency["ministries"]}

    assert named == set(codes("ministries", "ministry"))


@pytest.mark.parametrize(("subject", "key"), [("readiness_requirements", "requirement"), ("attachment_slots", "slot")])
def test_checklists_name_known_funding_sources_and_repeat_no_code(subject, key):
    rows = load(subject)[key]
    found = [(row.get("funding_source"), row["code"]) for row in rows]

    assert {source for source, _ in found if source} <= set(codes("funding_sources", "funding_source"))
    assert len(found) == len(set(found))


def test_formula_transfers_are_those_that_no_project_can_be_proposed_for():
    formula = {row["code"] for row in load("funding_sources")["funding_source"] if row["is_formula_transfer"]}

    assert formula == {"dbh", "fiscal_incentive"}


def test_asta_cita_has_eight_missions_in_order():
    assert [row["number"] for row in load("national_missions")["mission"]] == list(range(1, 9))


def test_regional_missions_are_marked_provisional():
    assert all(row["is_provisional"] for row in load("regional_missions")["mission"])


def test_cycle_2025_closes_when_the_last_minute_of_30_november_is_over_in_wib():
    cycle = load("cycle_2025")

    assert cycle["closes_at"] == cycle["national_closes_at"] == datetime(2025, 11, 30, 17, 0, tzinfo=UTC)
    assert cycle["opens_at"] == datetime(2025, 11, 4, 7, 0, tzinfo=UTC)


def test_every_cycle_file_is_named_after_its_year():
    assert cycle_years() == [load(f"cycle_{year}")["year"] for year in cycle_years()]


def test_november_2025_has_no_day_off():
    assert [day for day, _, _ in days_off(2025) if day.month == 11] == []


def test_joint_leave_is_told_from_holidays():
    kinds = {day: kind for day, _, kind in days_off(2025)}

    assert (kinds[date(2025, 12, 25)], kinds[date(2025, 12, 26)]) == ("holiday", "joint_leave")


def test_year_without_joint_leave_data_is_refused_loudly():
    with pytest.raises(HolidayDataMissingError, match="2040"):
        list(days_off(2040))
