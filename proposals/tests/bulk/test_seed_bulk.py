"""`seed_bulk` writes a cycle that the rest of the system cannot tell from one that people made."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from lebong_proposals import clock
from ops.testing.owners_clone import owners_clone
from proposals.completeness import DemandTable, assess
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.invariants import check_proposals
from proposals.models import CostItem, Proposal, ReviewNote, SubmittedVersion
from proposals.snapshot import take, with_content
from proposals.workflow import State

pytestmark = pytest.mark.slow

SIZE = ("--proposals", "40", "--agencies", "8")
LONG = "2025-0001"


def seed(*arguments):
    output = StringIO()
    call_command("seed_bulk", *SIZE, *arguments, stdout=output)
    return output.getvalue()


def everything():
    """What the seed decides: contents, fingerprints of versions, notes."""
    contents = [take(proposal) for proposal in with_content(Proposal.objects.order_by("number"))]
    versions = SubmittedVersion.objects.order_by("receipt_no").values_list(
        "receipt_no", "content_sha256", "accepted_at"
    )
    notes = ReviewNote.objects.order_by("proposal__number", "number").values_list(
        "body", "kind", "status", "created_at"
    )
    return sha256_hex(canonical_json([contents, list(versions), list(notes)]))


@pytest.fixture(scope="module")
def blocker(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def bulk(blocker, tmp_path_factory):
    """Switch the connection to a seeded database of its own; tests leave it as it is."""
    with owners_clone("bulk", tmp_path_factory.mktemp("media")):
        assert "\n40 Proposal, " in "\n" + seed()
        yield


def page(username, address):
    client = Client()
    client.force_login(
        User.objects.get(username=f"massal.{username}"), backend="accounts.backends.UsernameOrEmailBackend"
    )
    return client.get(address)


def test_every_state_has_proposals_of_eight_agencies(bulk):
    assert set(Proposal.objects.values_list("state", flat=True)) == set(State.values)
    assert len(set(Proposal.objects.values_list("agency", flat=True))) == 8


def test_what_must_hold_holds(bulk):
    found = {finding.code: finding.wrong for finding in check_proposals(clock.real_now()) if finding.checked}

    assert found == {code: [] for code in ("I1", "I2", "I3", "I4", "I7", "I8", "I9")}


def test_last_version_is_what_the_rows_say(bulk):
    for proposal in with_content(Proposal.objects.filter(last_version_no__gt=0)):
        last = proposal.versions.get(version_no=proposal.last_version_no)
        assert last.content == canonical_json(take(proposal)), proposal.number


def test_what_was_handed_in_is_complete_and_some_drafts_are_not(bulk):
    table = DemandTable()
    lacking = {
        proposal.state
        for proposal in with_content(Proposal.objects.all())
        if not assess(proposal, table.of(proposal)).is_complete
    }

    assert lacking == {State.DRAFT}


def test_first_proposal_is_long_and_came_back(bulk):
    long = Proposal.objects.get(number=LONG)

    assert long.cost_items.count() == 500
    assert (long.state, long.round_number, long.last_version_no) == (State.IN_ASSISTANCE, 2, 2)
    assert CostItem.objects.exclude(proposal=long).count() > 39 * 10


@pytest.mark.parametrize(
    ("username", "address", "expected"),
    [
        ("telaah1", "/usulan/", "data-number"),
        ("telaah1", "/asistensi/", "data-number"),
        ("telaah1", f"/asistensi/{LONG}/", LONG),
        ("telaah1", f"/usulan/{LONG}/", LONG),
        ("telaah1", f"/usulan/{LONG}/banding/", "<ins>"),
        ("telaah1", f"/usulan/{LONG}/riwayat/", "mengirim ulang usulan"),
        ("bupati", "/dasbor/", "data-closes-at"),
        ("kepala-bappeda", "/paket/", "Paket 1"),
    ],
)
def test_pages_show_it(bulk, username, address, expected):
    response = page(username, address)

    assert response.status_code == 200
    assert expected in response.text


@pytest.mark.slow
def test_the_same_seed_gives_the_same_cycle_and_a_second_run_adds_to_it(bulk, tmp_path):
    first = everything()
    with owners_clone("again", tmp_path):
        seed()
        again = everything()
        seed("--seed", "2")
        numbers = list(Proposal.objects.order_by("number").values_list("number", flat=True))
        violations = [sentence for finding in check_proposals(clock.real_now()) for sentence in finding.wrong]

    assert again == first
    assert numbers == [f"2025-{number:04d}" for number in range(1, 81)]
    assert violations == []
