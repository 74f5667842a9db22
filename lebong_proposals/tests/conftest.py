"""What the tests of the whole site share: windows of real people on a real server over this worker's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from conftest import PASSWORD
from ops.testing import processes
from ops.testing.browser_steps import sign_in
from ops.testing.postbox import Postbox

PATIENCE = 15_000  # milliseconds for one page of a busy machine


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of a server over the test's own database, which is a fresh clone for each test."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], site: str) -> Callable[..., Page]:
    """``window(user)``: a browser of somebody's own, signed in by the form; without anybody, a visitor's."""

    def open_window(user: User | None = None, **context: object) -> Page:
        page = new_context(base_url=site, **context).new_page()
        page.set_default_timeout(PATIENCE)
        if user is not None:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
            sign_in(page, user.username, PASSWORD)
        return page

    return open_window


@pytest.fixture
def surroundings(transactional_db: None, owner_url: str) -> dict[str, str]:
    """The environment of a process beside this test: its database, its broker, its mail sink."""
    return processes.environment_of(owner_url)


@pytest.fixture
def postbox(settings) -> Postbox:
    """What the mail sink takes during this test."""
    box = Postbox(settings.MAILDIR)
    box.clear()
    return box


@pytest.fixture
def workers(surroundings: dict[str, str], postbox: Postbox, tmp_path: Path) -> Iterator[None]:
    """The workers of ``./run`` over this test's database, told of each change by the real broker."""
    with processes.workers(surroundings, tmp_path / "logs"):
        yield
