"""Whether the last line stands: the triggers of the database, and what the serving role may not do."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from proposals.database_roles import APPEND_ONLY, READ_ONLY
from proposals.invariants.finding import Finding

# Beside the two that make a table append-only.
OTHER_TRIGGERS = (
    ("proposals_submittedversion", "submitted_version_cutoff"),
    ("proposals_proposal", "proposal_state_guard"),
)
# Of a trigger on a table: its name, that it fires, that it is for UPDATE and DELETE, that it is for TRUNCATE.
TRIGGERS = """
    SELECT relname, tgname, tgfoid::regproc::text, tgenabled IN ('O', 'A'),
           tgtype & 24 = 24, tgtype & 32 = 32
      FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
     WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
"""


RIGHTS = """
    SELECT tablename, privilege
      FROM unnest(%s::text[]) AS tablename, unnest(%s::text[]) AS privilege
     WHERE has_table_privilege(%s, format('public.%%I', tablename), privilege)
"""


def check_guards(finding: Finding) -> None:
    """Look at triggers, and at the rights of the role that serves (four queries)."""
    _check_triggers(finding)
    role = settings.DATABASE_APP_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
    finding.require(found is not None, f"there is no role {role} to serve with")
    if found is None:
        return
    finding.require(not found[0], f"{role} is a superuser, whom no right stops")
    _check_rights(finding, role, APPEND_ONLY, ("UPDATE", "DELETE", "TRUNCATE"))
    _check_rights(finding, role, READ_ONLY, ("INSERT", "UPDATE", "DELETE", "TRUNCATE"))


def _check_triggers(finding: Finding) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        rows = cursor.fetchall()
    firing = {(table, name) for table, name, _, is_on, _, _ in rows if is_on}
    for table, name in OTHER_TRIGGERS:
        finding.require((table, name) in firing, f"{table}: trigger {name} is missing or off")
    for place, what in ((4, "UPDATE and DELETE"), (5, "TRUNCATE")):
        guarded = {row[0] for row in rows if row[3] and row[place] and row[2] == "refuse_change"}
        for table in APPEND_ONLY:
            finding.require(table in guarded, f"{table}: no trigger refuses {what}")


def _check_rights(finding: Finding, role: str, tables: Sequence[str], forbidden: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [list(tables), list(forbidden), role])
        granted = cursor.fetchall()
    for table, right in granted:
        finding.fail(f"{role} may {right} {table}")
