"""What Bappeda has not sent stays within Bappeda: planted words are looked for on every page of the agency."""

import pytest
from django.urls import reverse

from notifications.models import OutboxMessage
from proposals.models import AuditEntry, NoteAudience, NoteKind
from proposals.sections import Section
from proposals.services.assistance import resolve_note

INTERNAL = "RAHASIA-INTERNAL-5D20"
UNSENT = "RAHASIA-TERTUNDA-7F3A"
SENT = "CATATAN-TERKIRIM-91C2"

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(make_proposal, maker):
    """In review with an internal note, a note that was sent, and two that were not."""
    proposal = make_proposal(state="in_assistance")
    maker.note(proposal, INTERNAL, audience=NoteAudience.INTERNAL, section=Section.BUDGET)
    maker.note(proposal, UNSENT, kind=NoteKind.SUGGESTION, section=Section.LOCATION)
    sent = maker.note(proposal, SENT)
    maker.act("return", proposal, maker.reviewer, due_at=proposal.cycle.closes_at, note_ids=frozenset({sent.pk}))
    return proposal


def pages(client, proposal):
    """Everything that the agency can open about a proposal, by route."""
    number = proposal.number
    sections = {f"proposal-section {section.slug}": ("proposal-section", number, section.slug) for section in Section}
    routes = {
        **{route: (route,) for route in ("opd-home", "proposal-list")},
        **{route: (route, number) for route in ("proposal-detail", "proposal-history", "receipt")},
        **sections,
    }
    if proposal.state == "revision_required":
        routes |= {route: (route, number) for route in ("revision", "proposal-check")}
    shown = {}
    for name, (route, *arguments) in routes.items():
        answer = client.get(reverse(route, args=arguments), follow=True)
        assert answer.status_code == 200, name
        shown[name] = answer.content.decode()
    return shown


def test_agency_reads_what_was_sent_and_nothing_else(client_for, operator, proposal):
    proposal.refresh_from_db()

    shown = pages(client_for(operator), proposal)

    assert SENT in shown["revision"]
    assert {name for name, text in shown.items() if "RAHASIA" in text} == set()


def test_agency_does_not_read_the_notes_of_the_running_round(client_for, agency_head, proposal, maker):
    maker.resubmit(proposal)
    maker.take(proposal)
    maker.note(proposal, "RAHASIA-BARU-B1E0")
    proposal.refresh_from_db()

    shown = pages(client_for(agency_head), proposal)

    assert {name for name, text in shown.items() if "RAHASIA" in text} == set()


def test_internal_notes_never_leave_even_with_the_approval(client_for, operator, proposal, maker, reviewer):
    maker.resubmit(proposal)
    maker.take(proposal)
    for note in proposal.notes.filter(kind=NoteKind.MANDATORY, audience=NoteAudience.AGENCY):
        resolve_note(note, actor=reviewer)
    maker.approve(proposal)
    proposal.refresh_from_db()

    shown = pages(client_for(operator), proposal)

    assert {name for name, text in shown.items() if INTERNAL in text} == set()
    assert proposal.notes.get(audience=NoteAudience.INTERNAL).released_at is None


def test_history_of_the_agency_does_not_tell_that_notes_are_being_written(client_for, operator, proposal):
    text = client_for(operator).get(reverse("proposal-history", args=[proposal.number])).content.decode()

    assert AuditEntry.objects.filter(proposal=proposal, verb="note_added").count() == 3
    assert "menulis catatan" not in text


def test_mail_carries_what_was_sent_and_nothing_else(proposal):
    letters = OutboxMessage.objects.filter(kind="returned")
    facts = [str(letter.facts) for letter in letters]

    assert any(SENT in text for text in facts)
    assert not any("RAHASIA" in text for text in facts)


def test_leadership_reads_no_internal_note(client_for, leader, proposal):
    client = client_for(leader)
    for route in ("proposal-detail", "proposal-history", "receipt"):
        answer = client.get(reverse(route, args=[proposal.number]), follow=True)
        assert "RAHASIA" not in answer.content.decode(), route
