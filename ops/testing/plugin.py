"""pytest plugin: databases cloned from the template, the owner's connection, the rehearsal clock, the guarded browser.

`./test` loads it through PYTEST_PLUGINS, before Django reads its settings, so that each worker of a parallel run
gets its own broker, mail sink and media directory as well as its own database.
"""

import gc
import json
import os
import re

from ops.testing.browsing import browser_context_args, browser_faults, browser_type_launch_args, new_context
from ops.testing.clock import clock_at
from ops.testing.data import django_db_setup, owner_connection, owner_url

__all__ = [
    "browser_context_args",
    "browser_faults",
    "browser_type_launch_args",
    "clock_at",
    "django_db_setup",
    "new_context",
    "owner_connection",
    "owner_url",
]


def worker_number() -> int:
    """The position of this process among the workers of pytest-xdist; 0 when there are none."""
    return int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)


def use_own_services() -> None:
    """Point the settings, which Django has not read yet, at the services reserved for this worker."""
    reserved = json.loads(os.environ.get("TEST_WORKER_SETTINGS", "[{}]"))
    os.environ.update(reserved[worker_number() % len(reserved)])


def pytest_collection_finish() -> None:
    """Leave what was imported out of the garbage collector's rounds, which took a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


use_own_services()
