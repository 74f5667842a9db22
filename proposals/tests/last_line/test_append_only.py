"""What is on record stays: no role that serves has the right, and not even the owner of the tables changes a row."""

import psycopg2
import pytest
from django.db import connection

from lebong_proposals import clock
from notifications.models import DeliveryAttempt, OutboxMessage
from proposals.database_roles import APPEND_ONLY
from proposals.tests.last_line.world import refused
from proposals.workflow import Action

NO_RIGHT = "42501"
APPEND_ONLY_TABLE = "LB003"
CHANGES = ("UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE")


@pytest.fixture
def recorded(maker, make_proposal):
    """A row in every append-only table."""
    proposal = make_proposal(state="submitted")
    maker.act(Action.RECALL, proposal, maker.operator)
    DeliveryAttempt.objects.create(
        message=OutboxMessage.objects.first(),
        attempt_no=1,
        phase="begun",
        happened_at=clock.real_now(),
        worker="uji",
        lease_token="00000000-0000-4000-8000-000000000000",
    )


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_serving_role_has_no_right_to_change_the_record(db, table, change):
    with refused(sqlstate=NO_RIGHT):
        run(change.format(table=table))


@pytest.mark.django_db(transaction=True)
def test_owner_is_refused_by_triggers(recorded, owner_connection):
    refusals = {}
    for table in APPEND_ONLY:
        for change in CHANGES:
            with pytest.raises(psycopg2.Error) as caught, owner_connection.cursor() as cursor:
                cursor.execute(change.format(table=table))
            refusals[table, change] = caught.value.pgcode

    assert set(refusals.values()) == {APPEND_ONLY_TABLE}
