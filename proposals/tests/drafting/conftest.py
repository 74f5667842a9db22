from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.sections import Section


@pytest.fixture
def draft(make_proposal):
    """A draft with nothing but its title."""
    return make_proposal(complete=False)


@pytest.fixture
def desk(client_for, operator):
    """The operator's browser."""
    return client_for(operator)


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
