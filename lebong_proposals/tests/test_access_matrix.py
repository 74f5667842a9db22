"""Every address, every role, every state: the answers are those of the reviewed table, which no address escapes."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from accounts.models import User
from lebong_proposals.tests.access_world import NO_STATE, PERSONS, World, addresses, expected, table
from proposals.workflow import State

OPEN_TO_VISITORS = ("/healthz/", "/masuk/", "/sandi/lupa/", "/sandi/atur/", "/kotak-surat/", "/periksa-dokumen/")
BAPPEDA = ("reviewer", "other_reviewer", "approver", "leader", "admin")
REFUSED = 400


@pytest.fixture
def make_world(maker, client_for, request):
    """``make_world(states)``: everybody in front of a proposal in each of these states."""
    people = {person: client_for(request.getfixturevalue(person)) for person in PERSONS if person != "anonymous"}
    return lambda states: World(maker, people, states)


def answers(world, method, states, *, persons=PERSONS, among=None):
    """Ask every address (or those among some) as everybody; answers by address and state, in the persons' order."""
    return {
        (method, address.path, state): tuple(world.status(person, method, address, state) for person in persons)
        for address in addresses()
        for state in (states if address.is_of_a_proposal else (NO_STATE,))
        if among is None or (method, address.path, state) in among
    }


def reviewed(method, states):
    """The table's answers, with 405 where it has no line: then only visitors are led to the sign-in first."""
    rows = expected()
    found = {}
    for address in addresses():
        for state in states if address.is_of_a_proposal else (NO_STATE,):
            row = rows.get((method, address.path, state))
            visitor = 405 if address.path.startswith(OPEN_TO_VISITORS) else 302
            found[method, address.path, state] = (
                tuple(row.of(person) for person in PERSONS) if row else (visitor, *[405] * (len(PERSONS) - 1))
            )
    return found


def differing(found, wanted):
    return {key: (wanted[key], answer) for key, answer in found.items() if answer != wanted[key]}


def test_every_address_has_its_lines_in_the_table():
    needed = Counter()
    for address in addresses():
        assert address.name, f"{address.path} has no name"
        needed.update((address.path, state) for state in (State.values if address.is_of_a_proposal else (NO_STATE,)))
    lines = Counter((row.method, row.path, state) for row in table() for state in row.states)

    assert max(lines.values()) == 1
    assert {(path, state) for _, path, state in lines} == set(needed)
    assert {len(row.statuses) for row in table()} == {len(PERSONS)}


def test_table_keeps_proposals_from_strangers_and_visitors():
    """What the table itself may never say, so that nobody reviews a leak away."""
    of_proposals = [row for row in table() if row.states != (NO_STATE,)]

    assert {row.of("stranger") for row in of_proposals if not row.path.startswith("/paket/")} == {404}
    assert {row.of("stranger") for row in of_proposals if row.path.startswith("/paket/")} == {403}
    drafts = [row for row in of_proposals if State.DRAFT in row.states and not row.path.startswith("/paket/")]
    assert {row.of(person) for row in drafts for person in BAPPEDA} == {404}
    closed = [row for row in table() if not row.path.startswith(OPEN_TO_VISITORS)]
    assert {row.of("anonymous") for row in closed} == {302}


def test_pages_of_a_submitted_proposal(make_world):
    """One of each side in one state, papers left out: setting them takes long. The whole matrix has all."""
    states = (State.SUBMITTED,)
    persons = ["anonymous", "operator", "stranger", "reviewer"]
    rows = {key: row for key, row in expected().items() if not row.path.endswith(".pdf")}

    found = answers(make_world(states), "GET", states, persons=persons, among=rows)

    wanted = {key: tuple(rows[key].of(person) for person in persons) for key in found}
    assert len(found) > 40
    assert differing(found, wanted) == {}


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_whole_matrix(make_world, method):
    found = answers(make_world(State.values), method, State.values)

    assert differing(found, reviewed(method, State.values)) == {}


@pytest.mark.slow
def test_head_gives_what_get_gives(make_world):
    found = answers(make_world(State.values), "HEAD", State.values)

    table_of_get = reviewed("GET", State.values)
    other = {key: answer for key, answer in found.items() if answer != table_of_get["GET", *key[1:]]}
    assert other == {}


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_more_is_allowed_after_the_limit(make_world, clock_at, method):
    world = make_world(State.values)
    clock_at("2025-12-01T00:00+07:00")

    found = answers(world, method, State.values)

    before = reviewed(method, State.values)
    opened = {
        key: (PERSONS[place], before[key][place], status)
        for key, statuses in found.items()
        for place, status in enumerate(statuses)
        if (before[key][place] >= REFUSED and status < REFUSED) or status >= 500
    }
    assert opened == {}


def test_foreign_number_is_answered_like_one_that_does_not_exist(make_proposal, stranger, client_for):
    proposal = make_proposal(state="submitted")
    client = client_for(stranger)

    foreign, unknown = (client.get(reverse("proposal-detail", args=[n])) for n in (proposal.number, "2025-9876"))

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert without_moment(foreign, proposal.number) == without_moment(unknown, "2025-9876")


def without_moment(response, number):
    """A page without what differs in any two answers: the token, the moment, the time left, its own address."""
    text = re.sub(r'"X-CSRFToken":"[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'data-(?:at|session)="[^"]*"|<time[^>]*>[^<]*</time>', "", text).replace(number, "")


def test_disabled_account_is_a_visitor_at_once(make_world, operator):
    world = make_world((State.SUBMITTED,))
    User.objects.filter(pk=operator.pk).update(is_active=False)

    found = {
        address.path: world.status("operator", "GET", address, State.SUBMITTED)
        for address in addresses()
        if not address.path.startswith(OPEN_TO_VISITORS)
    }

    assert set(found.values()) == {302}


def test_password_chosen_by_somebody_else_opens_only_the_page_that_changes_it(make_world, operator):
    world = make_world((State.SUBMITTED,))
    User.objects.filter(pk=operator.pk).update(must_change_password=True)

    found = {address.name: world.status("operator", "GET", address, State.SUBMITTED) for address in addresses()}

    monitors = {"health-live", "health-ready"}  # they are answered without a session
    assert {name for name, status in found.items() if status == 200} == {"password-change", "time", *monitors}
