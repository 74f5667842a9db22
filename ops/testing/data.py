"""The database of a test run: one clone of the template per worker, and a fresh one after each test that commits."""

import os
from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from psycopg2.extensions import connection as Connection

from ops.launcher.database_url import with_database
from ops.testing import databases


def _database_name() -> str:
    return "lebong_test_" + os.environ.get("PYTEST_XDIST_WORKER", "main")


def _replace_database() -> None:
    """Give this worker an untouched database; connections to the old one are closed by force."""
    connections["default"].close()
    databases.create_clone(os.environ["DATABASE_OWNER_URL"], os.environ["TEST_TEMPLATE"], _database_name())


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Clone the template for this worker and serve it as the role of the application."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        settings.DATABASES["default"]["NAME"] = _database_name()
        connections["default"].settings_dict["NAME"] = _database_name()
        _replace_database()
        # A committing test would be followed by TRUNCATE, which neither the role nor the append-only tables allow.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: _replace_database())
    yield
    with django_db_blocker.unblock():
        patch.undo()
        connections["default"].close()
        databases.drop(os.environ["DATABASE_OWNER_URL"], _database_name())


@pytest.fixture(scope="session")
def owner_url(django_db_setup: None) -> str:
    """The address of this worker's database for its owner."""
    return with_database(os.environ["DATABASE_OWNER_URL"], _database_name())


@pytest.fixture
def owner_connection(db: None, owner_url: str) -> Iterator[Connection]:
    """A connection of the database's owner, committing each statement; it does not see an open test transaction."""
    connection = psycopg2.connect(owner_url)
    connection.autocommit = True
    yield connection
    connection.close()
