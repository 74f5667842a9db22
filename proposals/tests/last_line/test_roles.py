"""The role that serves pages can serve pages: it owns nothing, disarms nothing, and does not set the clock."""

import pytest
from django.db import connection

from ops.launcher.roles import READER
from proposals.tests.last_line.world import refused

NO_RIGHT = "42501"


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE proposals_auditentry DISABLE TRIGGER ALL",
        "ALTER TABLE proposals_proposal DROP CONSTRAINT proposal_state_known",
        "DROP TRIGGER submitted_version_cutoff ON proposals_submittedversion",
        "CREATE OR REPLACE FUNCTION app_clock() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "CREATE TABLE own_table (id int)",
        "UPDATE lebong_clock SET shift = interval '1 day'",
        "INSERT INTO lebong_clock (one) VALUES (true)",
        "DELETE FROM lebong_clock",
        "TRUNCATE proposals_proposal CASCADE",
        "SET session_replication_role = replica",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY proposals_proposal TO PROGRAM 'cat'",
    ],
)
def test_serving_role_is_refused(db, statement):
    with connection.cursor() as cursor, refused(sqlstate=NO_RIGHT):
        cursor.execute(statement)


def test_serving_role_cannot_give_itself_a_right(db):
    """PostgreSQL refuses this with a warning only; what counts is that nothing was granted."""
    with connection.cursor() as cursor:
        cursor.execute("GRANT DELETE ON proposals_auditentry TO app_rw")
        cursor.execute("SELECT has_table_privilege('app_rw', 'proposals_auditentry', 'DELETE')")

        assert cursor.fetchone() == (False,)


def test_serving_role_is_neither_superuser_nor_owner(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        mighty = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        owned = cursor.fetchone()[0]

    assert (mighty, owned) == (False, 0)


def test_reading_role_may_read_everything_and_write_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(has_table_privilege(%s, c.oid, 'SELECT')),"
            " bool_or(has_table_privilege(%s, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))"
            " FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
            [READER, READER],
        )

        assert cursor.fetchone() == (True, False)
