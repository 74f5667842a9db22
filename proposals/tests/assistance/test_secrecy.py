"""What Bappeda has not sent stays within Bappeda: planted words are looked for on every page of the agency."""

import re
from functools import partial

import pytest
from django.urls import reverse

from notifications.models import OutboxMessage
from ops.testing.journeys import cost
from ops.testing.scene import again
from proposals.models import AuditEntry, DecisionKind, NoteAudience, NoteKind
from proposals.policy import Intent
from proposals.sections import Section
from proposals.services import prepared
from proposals.services.assistance import reopen_note, resolve_note

INTERNAL = "RAHASIA-INTERNAL-5D20"
UNSENT = "RAHASIA-TERTUNDA-7F3A"
SENT = "CATATAN-TERKIRIM-91C2"
DIFFERENT = r'"X-CSRFToken":"[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|nonce[^ >]*|data-(at|session)="[^"]*"'

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def noted(scene):
    """In review with an internal note, a note that was sent, and two that were not."""
    scene.clock_at("2025-11-12T10:00+07:00")
    maker, proposal = scene.maker, scene.make("in_assistance")
    maker.note(proposal, INTERNAL, audience=NoteAudience.INTERNAL, section=Section.BUDGET)
    maker.note(proposal, UNSENT, kind=NoteKind.SUGGESTION, section=Section.LOCATION)
    sent = maker.note(proposal, SENT)
    maker.act("return", proposal, maker.reviewer, due_at=proposal.cycle.closes_at, note_ids=frozenset({sent.pk}))
    return proposal


@pytest.fixture
def proposal(db, noted):
    return again(noted)


@pytest.fixture(scope="module", autouse=True)
def returned(scene):
    return scene.make("revision_required")


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


def lines_of(client, paths):
    """Pages line by line, without what differs in any two answers."""
    return {
        (path, number, line)
        for path in paths
        for number, line in enumerate(re.sub(DIFFERENT, "", client.get(path).content.decode()).splitlines())
    }


def paths_of(number, *pages):
    return ["/usulan/", *(f"/usulan/{number}/{page}" for page in ("", "riwayat/", "berita-acara/", "banding/")), *pages]


def test_nothing_moves_for_the_agency_while_bappeda_writes(client_for, operator, returned, maker):
    """No word, no number, no order: what is counted or sorted betrays as well as what is written."""
    proposal = again(returned)
    maker.resubmit(proposal)
    maker.take(proposal)
    for note in proposal.notes.all():
        resolve_note(note, actor=maker.reviewer)
    client, paths = (
        client_for(operator),
        paths_of(proposal.number, "/beranda/", f"/usulan/{proposal.number}/tanda-terima/"),
    )
    before = lines_of(client, paths)

    maker.note(proposal, UNSENT, kind=NoteKind.SUGGESTION)
    maker.note(proposal, INTERNAL, audience=NoteAudience.INTERNAL)
    proposal.refresh_from_db()
    intent = Intent(seen_version=proposal.version, approved_amount=1)
    prepared.prepare(proposal, actor=maker.reviewer, kind=DecisionKind.APPROVE, intent=intent)

    assert lines_of(client, paths) ^ before == set()


@pytest.mark.parametrize("was_settled", [False, True])
def test_settling_is_said_with_the_decision(was_settled, client_for, operator, leader, returned, maker):
    """Neither the agency nor the leadership sees what the running round settles or takes up again."""
    proposal = again(returned)
    (note,) = proposal.notes.all()
    maker.resubmit(proposal)
    maker.take(proposal)
    maker.note(proposal, section=Section.LOCATION)
    settle, take_up = (partial(deed, note, actor=maker.reviewer) for deed in (resolve_note, reopen_note))
    deeds = (take_up, settle, take_up) if was_settled else (settle, take_up, settle)
    if was_settled:
        settle()
    maker.act("return", proposal, maker.reviewer, due_at=proposal.cycle.closes_at)
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan baru."})
    maker.resubmit(proposal)
    maker.take(proposal)
    readers, paths = (client_for(operator), client_for(leader)), paths_of(proposal.number)
    before = [lines_of(reader, paths) for reader in readers]

    for deed in deeds:
        deed()
        assert [lines_of(reader, paths) for reader in readers] == before

    maker.give_back(proposal)
    told = "Latar belakang dan tujuan · Wajib diperbaiki · " + ("Terbuka" if was_settled else "Selesai")
    assert f"Catatan {note.number} · {told}" in readers[1].get(paths[1]).content.decode()


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_nothing_moves_for_others_while_the_agency_revises(client_for, who, request, returned, maker):
    proposal = again(returned)
    paths = paths_of(proposal.number, "/dasbor/", "/dasbor/opd/dpupr/")
    if who == "reviewer":
        paths += ["/asistensi/?antrean=semua", f"/asistensi/{proposal.number}/"]
    client = client_for(request.getfixturevalue(who))
    before = lines_of(client, paths)

    maker.answer(proposal)
    maker.fill(proposal, title="Judul yang belum dikirim")
    maker.save(proposal, Section.BUDGET, {}, rows=[cost("Pasangan batu", "9", "m3", 1_000_000)])

    assert lines_of(client, paths) ^ before == set()
