"""How people get to the page of differences, and what the reviewer is told about changes nobody asked for."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.sections import Section
from proposals.snapshot import of_version
from proposals.tests.comparing import story
from proposals.unasked_changes import unasked_changes


@pytest.fixture(scope="module", autouse=True)
def told(scene):
    return {"returned": story.give_back(scene.maker), "resubmitted": story.send_again(scene.maker)}


@pytest.fixture
def returned(db, told):
    return again(told["returned"])


@pytest.fixture
def resubmitted(db, told):
    return again(told["resubmitted"])


@pytest.fixture
def address(resubmitted):
    return reverse("proposal-diff", args=[resubmitted.number])


@pytest.mark.parametrize("who", ["operator", "reviewer", "leader"])
def test_record_leads_from_a_version_to_what_changed(who, request, client_for, resubmitted, address):
    text = client_for(request.getfixturevalue(who)).get(reverse("proposal-history", args=[resubmitted.number])).text

    assert text.count(f'href="{address}') == 1
    assert f'href="{address}?ke=2">Bandingkan dengan sebelumnya' in text


def test_read_view_leads_to_it_once_there_are_two_versions(
    mine, client_for, reviewer, make_proposal, resubmitted, address
):
    page = reverse("proposal-detail", args=[resubmitted.number])
    once = make_proposal("submitted")

    assert all(f'href="{address}"' in browser.get(page).text for browser in (mine, client_for(reviewer)))
    assert "/banding/" not in mine.get(reverse("proposal-detail", args=[once.number])).text


def test_agency_that_revises_finds_everything_it_changed(mine, returned):
    address = reverse("proposal-diff", args=[returned.number])

    assert f'href="{address}?ke=draf"' in mine.get(reverse("revision", args=[returned.number])).text
    assert f'href="{address}"' in mine.get(reverse("proposal-detail", args=[returned.number])).text


def unasked(proposal):
    version = proposal.versions.order_by("-version_no")[0]
    return unasked_changes(version, of_version(version), proposal.notes.select_related("session"))


def test_sections_without_a_note_that_changed_are_named(resubmitted, django_assert_num_queries):
    with django_assert_num_queries(3):  # the version, its notes, the version before
        found = unasked(resubmitted)

    assert found == {Section.BUDGET, Section.ATTACHMENTS}


def test_notes_of_the_new_round_excuse_nothing(resubmitted, maker):
    maker.take(resubmitted)
    maker.note(resubmitted, section=Section.BUDGET)

    assert unasked(resubmitted) == {Section.BUDGET, Section.ATTACHMENTS}


def test_internal_notes_excuse_nothing(make_proposal, maker, revise):
    proposal = make_proposal("in_assistance")
    maker.note(proposal, section=Section.ALIGNMENT, audience="internal")
    maker.give_back(proposal)
    maker.save(proposal, Section.ALIGNMENT, {"alignment_note": "Ditulis ulang."}, is_done=True)
    maker.resubmit(proposal)

    assert unasked(proposal) == {Section.ALIGNMENT}


def test_first_version_has_no_change(make_proposal):
    assert unasked(make_proposal("submitted")) == frozenset()


@pytest.fixture
def workspace(client_for, reviewer):
    """``workspace(proposal)``: the reviewer's page."""
    return lambda proposal: client_for(reviewer).get(reverse("review-workspace", args=[proposal.number]))


def test_workspace_marks_sections_that_changed_without_a_note(workspace, resubmitted, address):
    text = workspace(resubmitted).text

    assert text.count("Berubah tanpa catatan") == 2
    assert f'href="{address}#bagian-rab">Lihat perubahan' in text
    assert f'href="{address}">Perbandingan</a>' in text


def test_note_leads_to_what_changed_since(workspace, resubmitted, address):
    text = workspace(resubmitted).text

    assert f'href="{address}?dari=1&amp;ke=2#bagian-latar-belakang">' in text


def test_workspace_of_a_first_round_speaks_of_no_change(workspace, make_proposal):
    text = workspace(make_proposal("in_assistance")).text

    assert "Berubah tanpa catatan" not in text
    assert "/banding/" not in text
