"""A database with the demo in it, seeded once by its owner, as ./run does."""

import pytest
from django.core.management import call_command

from ops.testing.owners_clone import owners_clone


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Switch the connection to a seeded database of its own; tests only read it."""
    with django_db_blocker.unblock(), owners_clone("demo", tmp_path_factory.mktemp("media")):
        call_command("seed_demo", "--as-of", "2025-11-10T08:00+07:00", verbosity=0)
        yield
