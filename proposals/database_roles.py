"""Rights of the database roles that serve, granted anew after every migrate by the owner of the tables."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

APPEND_ONLY = (
    "proposals_auditentry",
    "proposals_submittedversion",
    "proposals_withdrawal",
    "proposals_submissionattempt",
    "notifications_deliveryattempt",
)
READ_ONLY = ("lebong_clock", "django_migrations")


def grant_after_migrate(*, using: str, **_: Any) -> None:
    """Grant the serving role what it needs and no more; roles that do not exist are left out."""
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname <> current_user")
        roles = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {row[0] for row in cursor.fetchall()}
        for statement in _statements(roles, tables):
            cursor.execute(statement)


def _statements(roles: set[str], tables: set[str]) -> list[str]:
    statements: list[str] = []
    serving, reading = settings.DATABASE_APP_ROLE, settings.DATABASE_READ_ROLE
    if serving in roles:
        statements += [
            f'GRANT USAGE ON SCHEMA public TO "{serving}"',
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{serving}"',
            f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{serving}"',
            *(f'REVOKE UPDATE, DELETE ON "{table}" FROM "{serving}"' for table in APPEND_ONLY if table in tables),
            *(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM "{serving}"' for table in READ_ONLY if table in tables),
        ]
    if reading in roles:
        statements += [
            f'GRANT USAGE ON SCHEMA public TO "{reading}"',
            f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{reading}"',
        ]
    return statements
