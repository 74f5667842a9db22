"""A rehearsed H-14 by real commands and processes: who is announced gets a mail, once, and time never runs back."""

import pytest

from accounts.roles import Role
from conftest import person
from notifications.channel import SMTP
from notifications.models import Channel
from ops.testing import processes
from proposals.models import AgencyCycle, Obligation
from proposals.services.cycles import declare_nil

pytestmark = pytest.mark.django_db(transaction=True)

FRIDAY = "2025-11-14T08:01+07:00"  # H-14 is Sunday the 16th; its reminder goes out on the working day before
THURSDAY = "2025-11-13T08:01+07:00"
RECEIPTS = 2  # of the agency that has handed everything in
FINISHED, UNFINISHED, NIL = "dpupr", "dinkes", "dinsos"


@pytest.fixture
def regency(maker, make_proposal, cycle, agency_head, stranger):
    """Everybody of every required agency: one has handed everything in, one has a draft, one declared NIHIL."""
    required = AgencyCycle.objects.filter(cycle=cycle, obligation=Obligation.REQUIRED).select_related("agency")
    people = {FINISHED: {"operator.uji", "kepala.uji"}, UNFINISHED: {"operator.lain"}}
    for row in required:
        code = row.agency.code
        if code not in people:
            people[code] = {f"operator.{code}", f"kepala.{code}"}
            person(f"operator.{code}", row.agency, Role.OPERATOR)
            person(f"kepala.{code}", row.agency, Role.AGENCY_HEAD)
    Channel.objects.create(name=SMTP, rate_per_second=None)
    make_proposal(state="submitted")
    row = required.get(agency__code=NIL)
    declare_nil(row, actor=row.agency.memberships.first().user, reason="Tidak ada kebutuhan.", official="Kepala Dinas")
    return {name for code, names in people.items() if code not in (FINISHED, NIL) for name in names}


@pytest.fixture
def run(surroundings):
    """Run a management command that must succeed, as a process of its own."""

    def manage(*arguments):
        done = processes.manage(surroundings, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return manage


def announced(run):
    rows = [line.split("\t") for line in run("tick", "--dry-run").splitlines()]
    assert {rule for rule, *_ in rows} == {"H-14"}
    return sorted(address for *_, address in rows)


def reminders(postbox):
    return [address for address, subject in postbox.received() if "16 hari lagi" in subject]


@pytest.mark.slow
def test_those_who_are_announced_get_one_mail_each_and_time_does_not_run_back(regency, run, surroundings, postbox):
    run("rehearse", "--at", FRIDAY)
    expected = announced(run)

    run("tick")
    run("tick")
    back = processes.manage(surroundings, "rehearse", "--at", THURSDAY)

    assert {address.removesuffix("@lebong.example") for address in expected} == regency
    assert reminders(postbox) == expected
    assert len(set(expected)) == len(expected)
    assert back.returncode == 1
    assert "The clock never goes back" in back.stderr


@pytest.mark.slow
def test_the_scheduler_sends_them_by_itself_within_a_minute(regency, run, surroundings, postbox, tmp_path):
    run("rehearse", "--at", FRIDAY)
    expected = announced(run)

    with processes.workers(surroundings, tmp_path, beat=True):
        postbox.wait_for(len(expected) + RECEIPTS, seconds=90)

    assert reminders(postbox) == expected
