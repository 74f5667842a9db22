"""A database of its own for commands that only the owner may run, such as seeding."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
from django.db import connections
from django.test import override_settings

from ops.launcher.database_url import with_database
from ops.testing import databases

# The template's clock was moved to 10 November, which is on record; a seeded past begins earlier, on a new database.
FORGET = """
    ALTER TABLE proposals_auditentry DISABLE TRIGGER USER;
    DELETE FROM proposals_auditentry;
    ALTER TABLE proposals_auditentry ENABLE TRIGGER USER;
"""


@contextmanager
def owners_clone(suffix: str, media: Path) -> Iterator[None]:
    """Be the owner of a fresh clone with an empty record, under DEMO; go back to the worker's own database after."""
    owner_url = os.environ["DATABASE_OWNER_URL"]
    connection = connections["default"]
    before = dict(connection.settings_dict)
    name = f"{before['NAME']}_{suffix}"
    databases.create_clone(owner_url, os.environ["TEST_TEMPLATE"], name)
    owner = environ.Env.db_url_config(with_database(owner_url, name))
    with override_settings(DEMO=True, MEDIA_ROOT=media):
        connection.close()
        connection.settings_dict.update({key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        try:
            with connection.cursor() as cursor:
                cursor.execute(FORGET)
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)
            databases.drop(owner_url, name)
