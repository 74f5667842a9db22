"""What a note hangs on, in words: of two budget rows with one name it says which."""

import pytest
from django.urls import reverse

from ops.testing.journeys import cost
from ops.testing.scene import again
from proposals.sections import Section

DIGGING = "Galian dan perapian tebing"


def group(name):
    return cost(name, "0", "", 0) | {"kind": "group", "quantity": None, "unit_price": None}


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    """Two groups, each with a row of the same name: rows 2 and 4 as the RAB counts them."""
    made = scene.make("draft")
    digging = cost(DIGGING, "10", "m3", 1_000_000)
    rows = [group("Hulu"), digging, group("Hilir"), digging]
    scene.maker.save(made, Section.BUDGET, {}, rows=rows, is_done=True)
    scene.maker.submit(made)
    scene.maker.take(made)
    return made


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


@pytest.fixture
def noted(proposal, maker):
    """A note on the second of the two."""
    maker.note(proposal, "Volume terlalu besar.", section=Section.BUDGET, cost_item=proposal.cost_items.last().uuid)
    return proposal


def test_note_form_offers_rows_of_one_name_with_their_numbers(client_for, reviewer, proposal):
    page = client_for(reviewer).get(reverse("review-workspace", args=[proposal.number])).text

    assert f">{DIGGING} (baris 2)</option>" in page
    assert f">{DIGGING} (baris 4)</option>" in page


def test_heading_of_a_note_says_which_row(client_for, reviewer, noted):
    page = client_for(reviewer).get(reverse("review-workspace", args=[noted.number])).text

    assert f">1. {DIGGING} (baris 4)</h3>" in page


def test_paper_of_the_round_says_which_row(client_for, reviewer, noted, maker):
    maker.give_back(noted)

    page = client_for(reviewer).get(reverse("sheet", args=[noted.number, 1])).text

    assert f"{DIGGING} (baris 4)</span>" in page
