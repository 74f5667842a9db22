"""What was not sent appears nowhere on the other side: pages, papers, workbooks, mails, search.

The addresses are the resolver's, so that a new page is looked at the day it is made. That each secret is found on its
own side proves that it could have leaked.
"""

import pytest

from lebong_proposals import clock
from lebong_proposals.tests.access_world import NO_STATE, PERSONS, addresses, expected
from lebong_proposals.tests.secret_world import OF_AGENCY, OF_BAPPEDA, STATES, SecretWorld, agencys, read, secrets_in
from notifications import compose, letters
from notifications.models import OutboxMessage
from proposals.models import AssistancePaper
from proposals.sections import Section
from proposals.workflow import State

pytestmark = pytest.mark.slow

KEEPS = {"operator": "OPD", "agency_head": "OPD"} | dict.fromkeys(
    ("reviewer", "other_reviewer", "approver", "admin"), "BAPPEDA"
)
SHOWN = {200, 409}


@pytest.fixture
def world(maker, client_for, request):
    people = {person: client_for(request.getfixturevalue(person)) for person in PERSONS if person != "anonymous"}
    return SecretWorld(maker, people)


def places(world, person):
    """Every address of the resolver that shows this person something, and what the parameters hide."""
    rows = expected()
    for address in addresses():
        for state in STATES if address.is_of_a_proposal else (NO_STATE,):
            row = rows.get(("GET", address.path, state))
            if row and row.of(person) in SHOWN:
                yield address.filled(world.values(address, state))
    for proposal in world.proposals.values():
        yield f"/asistensi/ringkasan/?usulan={proposal.number}"
        yield f"/usulan/{proposal.number}/banding/?tampil=semua"
        yield f"/usulan/{proposal.number}/lembar-asistensi/1.pdf"
        yield from (f"/usulan/{proposal.number}/{section.slug}/" for section in Section)
        yield from (f"/lampiran/{file.pk}/" for file in proposal.attachments.all())
    yield "/asistensi/?antrean=semua"
    yield from (
        f"/periksa-dokumen/{paper.check_code}/" for paper in AssistancePaper.objects.filter(check_code__isnull=False)
    )


def found_by(world, person):
    """The secrets that a person comes upon, with the addresses where."""
    client, found = world.clients[person], {}
    for place in places(world, person):
        for secret in secrets_in(read(client.get(place))):
            found.setdefault(secret, set()).add(place)
    return found


def foreign(person, found):
    return {secret: where for secret, where in found.items() if secret[0] != KEEPS.get(person)}


@pytest.mark.parametrize("person", PERSONS)
def test_nobody_comes_upon_what_the_other_side_has_not_sent(world, person):
    found = found_by(world, person)

    assert foreign(person, found) == {}
    own = {which for whose, which in found if whose == KEEPS.get(person)}
    everything = {"OPD": OF_AGENCY, "BAPPEDA": OF_BAPPEDA}.get(KEEPS.get(person), set())
    assert own == everything


def test_search_and_mail_betray_nothing_that_was_not_sent(world):
    number = world.returned.number

    def finds(words):
        return {
            person
            for person, client in world.clients.items()
            for path in ("/usulan/", "/asistensi/")
            if number in client.get(path, {"antrean": "semua", "cari": words}).content.decode()
        }

    around = compose.surroundings(clock.now())
    mails = {
        (message.recipient.username, *secret)
        for message in OutboxMessage.objects.select_related("recipient")
        for secret in secrets_in(str(compose.render(message.kind, letters.words(message, around), around)))
    }

    assert finds(agencys("JUDUL")) == {"operator", "agency_head"}
    assert finds(world.submitted_title) == {"reviewer", "other_reviewer", "approver", "leader", "admin"}
    assert mails == set()
    assert OutboxMessage.objects.count() > len(STATES)


@pytest.mark.parametrize("person", ["reviewer", "approver", "leader"])
def test_file_of_the_working_copy_is_not_there_for_others(world, person):
    new = world.returned.attachments.order_by("-uploaded_at").first()

    own, others = (world.clients[who].get(f"/lampiran/{new.pk}/") for who in ("operator", person))

    assert (own.status_code, others.status_code) == (200, 404)
    assert read(own).startswith("%PDF")
    assert world.proposals[State.DRAFT].attachments.exists()
