"""Two people of one agency at once, on two real connections: one save wins, the other learns of it."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from ops.testing.journeys import LETTER
from proposals.models import FundingSource, Proposal
from proposals.policy import Intent
from proposals.sections import Section
from proposals.services.drafting import EditConflict, EditRefused, create_proposal, save_section
from proposals.services.transitions import TransitionRefused, perform
from proposals.workflow import Action, Refusal

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20  # seconds


def at_once(*actions):
    """Let each action run on a connection of its own, all from the same instant; give back what each left."""
    barrier = threading.Barrier(len(actions))
    left = [None] * len(actions)

    def run(position, action):
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            left[position] = action()
        except (EditConflict, EditRefused, TransitionRefused) as refused:
            left[position] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return left


def saving(proposal, actor, section, field, text, seen_version):
    return lambda: save_section(proposal, section, {field: text}, actor=actor, seen_version=seen_version)


def test_of_two_saves_of_one_section_one_wins_and_one_conflicts(make_proposal, operator, agency_head):
    draft = make_proposal(complete=False)
    texts = {"A": operator, "B": agency_head}

    left = at_once(*[saving(draft, actor, Section.BACKGROUND, "objectives", text, 0) for text, actor in texts.items()])

    draft.refresh_from_db()
    conflict = next(each for each in left if isinstance(each, EditConflict))
    assert sorted(conflict.fields["objectives"]) == ["A", "B"]
    assert conflict.fields["objectives"][0] == draft.objectives
    assert draft.sections.get(code="background").version == 1
    assert draft.audit_entries.filter(verb="section_saved").count() == 1


def test_saves_of_two_sections_both_win(make_proposal, operator, agency_head):
    draft = make_proposal(complete=False)
    version = draft.version

    at_once(
        saving(draft, operator, Section.BACKGROUND, "objectives", "Tujuan", 0),
        saving(draft, agency_head, Section.ALIGNMENT, "alignment_note", "Keterkaitan", 0),
    )

    draft.refresh_from_db()
    assert (draft.objectives, draft.alignment_note) == ("Tujuan", "Keterkaitan")
    assert draft.version == version + 2


def test_nothing_is_written_into_what_is_just_being_handed_in(make_proposal, operator, agency_head):
    draft = make_proposal()
    seen = draft.sections.get(code="background").version
    intent = Intent(seen_version=draft.version, key=uuid4(), declaration=LETTER)

    saved, submitted = at_once(
        saving(draft, agency_head, Section.BACKGROUND, "objectives", "Terlambat?", seen),
        lambda: perform(Action.SUBMIT, draft, actor=operator, intent=intent),
    )

    draft.refresh_from_db()
    if isinstance(saved, EditRefused):
        assert saved.refusal is Refusal.LOCKED
        assert draft.state == "submitted"
        assert "Terlambat?" not in draft.versions.get().content
    else:
        assert submitted.refusal is Refusal.STALE
        assert draft.state == "draft"
        assert draft.objectives == "Terlambat?"


def test_two_drafts_begun_at_once_get_two_numbers(agency_cycle, operator, agency_head):
    source = FundingSource.objects.get(code="apbn_ministry")

    def beginning(actor):
        return lambda: create_proposal(actor=actor, agency_cycle=agency_cycle, title="x", funding_source=source)

    at_once(beginning(operator), beginning(agency_head))

    assert set(Proposal.objects.values_list("number", flat=True)) == {"2025-0001", "2025-0002"}
