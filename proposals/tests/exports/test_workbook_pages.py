"""Who may download the budget, and which one they get."""

import io

import pytest
from django.urls import reverse

from ops.testing.journeys import cost
from proposals.exports.xlsx import CONTENT_TYPE
from proposals.imports.budget_judgement import judge
from proposals.imports.budget_xlsx import read_workbook
from proposals.sections import Section
from proposals.tests.exports.sheet_calculator import Sheet


def address(name, proposal):
    return reverse(name, args=[proposal.number])


def descriptions(response):
    content = response.content
    return [row.values["description"] for row in judge(read_workbook(io.BytesIO(content), "rab.xlsx", len(content)))]


def test_an_agency_downloads_its_budget_as_it_is_now(make_proposal, maker, client_for, operator):
    draft = make_proposal()
    maker.save(draft, Section.BUDGET, {}, rows=[cost("Baru saja ditulis", "2", "m3", 1000)])

    response = client_for(operator).get(address("budget-export", draft))

    assert response.status_code == 200
    assert response["Content-Type"] == CONTENT_TYPE
    assert response["Content-Disposition"] == f'attachment; filename="RAB {draft.number}.xlsx"'
    assert descriptions(response) == ["Baru saja ditulis"]


def test_bappeda_downloads_what_was_handed_in(make_proposal, maker, client_for, operator, reviewer, leader):
    returned = make_proposal("revision_required")
    maker.save(returned, Section.BUDGET, {}, rows=[cost("Sedang diperbaiki", "2", "m3", 1000)])

    for person in (reviewer, leader):
        assert descriptions(client_for(person).get(address("budget-export", returned))) == ["Pasangan batu"]
    assert descriptions(client_for(operator).get(address("budget-export", returned))) == ["Sedang diperbaiki"]


@pytest.mark.parametrize("name", ["budget-export", "budget-template"])
def test_a_stranger_finds_nothing(make_proposal, client_for, stranger, reviewer, name):
    draft = make_proposal(complete=False)

    for person in (stranger, reviewer):
        assert client_for(person).get(address(name, draft)).status_code == 404


def test_the_template_carries_the_name_of_the_proposal(make_proposal, client_for, operator):
    draft = make_proposal(complete=False, title="=Rehabilitasi <b>")

    response = client_for(operator).get(address("budget-template", draft))

    sheet = Sheet(response.content)
    assert sheet.values["A2"] == f"{draft.number} · {draft.title}"
    assert response["Content-Disposition"] == f'attachment; filename="Templat RAB {draft.number}.xlsx"'


@pytest.mark.parametrize("name", ["budget-export", "budget-template"])
def test_downloads_are_read_only(make_proposal, client_for, operator, name):
    draft = make_proposal(complete=False)

    assert client_for(operator).post(address(name, draft)).status_code == 405
