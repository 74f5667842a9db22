"""``manage.py tick``: what it says beforehand is what it does."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import Role
from conftest import person
from notifications.models import MessageState, OutboxMessage, PlannedSlot, ReminderRule, Tick
from proposals.models import AgencyCycle, Obligation

pytestmark = pytest.mark.usefixtures("unpaced")
AT = "2025-11-21T08:00+07:00"


def tick(*arguments: str) -> str:
    out = StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def regency(make_proposal, operator, agency_head, stranger, cycle):
    """Every required agency with an operator; one of them has sent, one is head of nothing owed."""
    for row in AgencyCycle.objects.filter(cycle=cycle, obligation=Obligation.REQUIRED).select_related("agency"):
        if row.agency.code not in ("dpupr", "dinkes"):
            person(f"operator.{row.agency.code}", row.agency, Role.OPERATOR)
    make_proposal(state="submitted")


def test_dry_run_names_exactly_the_messages_that_the_tick_makes(regency, sink):
    announced = {tuple(line.split("\t")) for line in tick("--at", AT, "--dry-run").splitlines()}

    tick("--at", AT)

    rows = OutboxMessage.objects.filter(rule__code="H-7").select_related("rule", "recipient")
    made = {(row.rule.code, ",".join(row.facts["agencies"]), row.recipient.username, row.to_addr) for row in rows}
    assert announced == made
    assert len(made) == 15
    assert {mail.recipients[0] for mail in sink.delivered} >= {address for *_, address in made}


def test_dry_run_writes_nothing(regency):
    OutboxMessage.objects.all().delete()

    tick("--at", AT, "--dry-run")

    assert not OutboxMessage.objects.exists()
    assert not PlannedSlot.objects.exists()
    assert not ReminderRule.objects.exists()
    assert not Tick.objects.exists()


def test_a_tick_leaves_its_mark_and_a_second_one_changes_nothing(operator, sink):
    tick("--at", AT)
    before = list(OutboxMessage.objects.values_list("id", "state"))

    tick("--at", AT)

    assert list(OutboxMessage.objects.values_list("id", "state")) == before
    assert [state for _, state in before] == [MessageState.ACCEPTED]
    assert set(Tick.objects.filter(last_ok__isnull=False).values_list("name", flat=True)) == {"plan", "dispatch"}


def test_another_moment_than_now_is_for_demonstrations_only(operator, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        tick("--at", AT)

    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("moment", ["besok", "2025-11-21T08:00"])
def test_a_moment_that_could_mean_two_things_is_refused(operator, moment):
    with pytest.raises(CommandError):
        tick("--at", moment, "--dry-run")
