"""The page marks sections that changed although no note asked for it, and leads to the files on both sides."""

import pytest

from ops.testing.journeys import PDF
from ops.testing.scene import again
from proposals.sections import Section
from proposals.tests.comparing import story


@pytest.fixture(scope="module", autouse=True)
def sent_again(scene):
    return story.send_again(scene.maker)


@pytest.fixture
def resubmitted(db, sent_again):
    return again(sent_again)


def unasked(answer):
    return answer.context["shown"].unasked


def content_of(browser, uuid):
    return b"".join(browser.get(f"/lampiran/{uuid}/").streaming_content)


def test_sections_that_changed_without_a_note_are_marked(client_for, reviewer, compared, resubmitted):
    answer = compared(client_for(reviewer), resubmitted)

    assert unasked(answer) == {Section.BUDGET, Section.ATTACHMENTS}
    assert answer.text.count("Berubah tanpa catatan") == 2


def test_agency_sees_the_same_before_it_sends(mine, compared, returned, revise):
    revise(returned)

    assert unasked(compared(mine, returned)) == {Section.BUDGET, Section.ATTACHMENTS}


def test_nothing_is_marked_backwards(mine, compared, resubmitted):
    assert unasked(compared(mine, resubmitted, dari=2, ke=1)) == frozenset()


def test_files_of_both_sides_can_be_opened(client_for, reviewer, compared, resubmitted):
    browser = client_for(reviewer)
    answer = compared(browser, resubmitted)

    files = next(part for part in answer.context["shown"].parts if part.section is Section.ATTACHMENTS).files
    (replaced,) = (file for file in files if file.is_changed)
    assert [words for _, words in replaced.links] == ["Buka v1", "Buka v2"]
    assert [content_of(browser, uuid) for uuid, _ in replaced.links] == [PDF, PDF + b"%2\n"]
