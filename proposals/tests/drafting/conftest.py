from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from conftest import PASSWORD
from ops.testing.browser_steps import sign_in
from proposals.sections import Section

PATIENCE = 20_000  # milliseconds for one page of a busy machine


@pytest.fixture
def draft(make_proposal):
    """A draft with nothing but its title."""
    return make_proposal(complete=False)


@pytest.fixture
def desk(client_for, operator):
    """The operator's browser."""
    return client_for(operator)


@pytest.fixture
def opened(live_server, new_context, draft, operator, page_of):
    """``opened()``: the operator's page of files, in a window of its own."""
    operator.set_password(PASSWORD)
    operator.save(update_fields=["password"])

    def open_page(**context):
        page = new_context(base_url=live_server.url, **context).new_page()
        page.set_default_timeout(PATIENCE)
        sign_in(page, operator.username, PASSWORD)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto(page_of(draft, "attachments"))
        return page

    return open_page


@pytest.fixture
def at_most_queries():
    """Bound the statements of a request; savepoints are the test's own."""

    @contextmanager
    def bounded(limit):
        with CaptureQueriesContext(connection) as captured:
            yield
        statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        assert len(statements) <= limit, "\n".join(statements)
        assert max(map(statements.count, statements)) <= 2

    return bounded


@pytest.fixture
def page_of():
    """The address of a section's page."""
    return lambda proposal, section: reverse("proposal-section", args=[proposal.number, Section(section).slug])


def row_fields(*rows, **fields):
    """What a browser sends for a list of rows, and for other fields."""
    sent = {f"rows-{key}-{name}": value for key, row in enumerate(rows) for name, value in row.items()}
    return {"seen_version": "0", **sent, **fields}
