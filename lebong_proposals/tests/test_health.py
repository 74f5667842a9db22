"""What monitors ask; without the database see ``test_services_away``."""

import pytest

from lebong_proposals import health

LIVE, READY = "/healthz/live", "/healthz/ready"


@pytest.fixture
def freshly_started(monkeypatch):
    """A process that has not looked at the migrations yet; it looks once."""
    monkeypatch.setattr(health, "_structure_checked", False)


def test_live_asks_nobody(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(LIVE)

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_live_asks_nobody_for_somebody_who_is_signed_in_either(client_for, operator, django_assert_num_queries):
    browser = client_for(operator)

    with django_assert_num_queries(0):
        assert browser.get(LIVE).status_code == 200


def test_ready_with_all_migrations(client, db, freshly_started):
    response = client.get(READY)

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_asks_the_database_each_time_and_for_little(client, db, freshly_started, django_assert_num_queries):
    client.get(READY)

    with django_assert_num_queries(1):
        assert client.get(READY).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_not_ready_before_the_migrations(client, freshly_started, owner_connection):
    with owner_connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")

    response = client.get(READY)

    assert (response.status_code, response.json()) == (503, {"status": "migrations pending"})


@pytest.mark.parametrize("address", [LIVE, READY])
def test_monitor_needs_no_account_and_changes_nothing(client, db, address):
    assert client.get(address).cookies == {}
    assert client.post(address).status_code == 405
