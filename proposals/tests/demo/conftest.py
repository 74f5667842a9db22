"""A database with the demo in it, seeded once by its owner, as ./run does."""

import os

import environ
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from ops.launcher.database_url import with_database
from ops.testing import databases

# The template's clock was moved to 10 November, which is on record; the demo begins six days earlier on a new database.
FORGET = """
    ALTER TABLE proposals_auditentry DISABLE TRIGGER USER;
    DELETE FROM proposals_auditentry;
    ALTER TABLE proposals_auditentry ENABLE TRIGGER USER;
"""


def _forget_the_clock_of_the_template(connection):
    with connection.cursor() as cursor:
        cursor.execute(FORGET)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Switch the connection to a seeded database of its own; tests only read it."""
    owner_url = os.environ["DATABASE_OWNER_URL"]
    connection = connections["default"]
    name = connection.settings_dict["NAME"] + "_demo"
    databases.create_clone(owner_url, os.environ["TEST_TEMPLATE"], name)
    before = dict(connection.settings_dict)
    with django_db_blocker.unblock(), override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        connection.close()
        owner = environ.Env.db_url_config(with_database(owner_url, name))
        connection.settings_dict.update({key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        _forget_the_clock_of_the_template(connection)
        call_command("seed_demo", "--as-of", "2025-11-10T08:00+07:00", verbosity=0)
        yield
        connection.close()
        connection.settings_dict.update(before)
    databases.drop(owner_url, name)
