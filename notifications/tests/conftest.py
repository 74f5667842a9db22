"""What the tests of mail share: a mail server that can be told what to answer, and messages ready to be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from lebong_proposals import clock
from notifications.channel import SMTP
from notifications.models import Channel, Kind, OutboxMessage, Priority
from notifications.outbox import NewMessage, queue
from notifications.tests.sink import Script, Sink

pytest.register_assert_rewrite("notifications.tests.pinned")

# Monday of H-20, 08.00 WIB, where the demonstration begins.
MONDAY = datetime(2025, 11, 10, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(settings) -> None:
    settings.SITE_URL = "https://titian.lebong.example"


@pytest.fixture
def sink(settings) -> Iterator[Script]:
    server = Sink()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server.script
    server.stop()


@pytest.fixture
def unpaced(db) -> None:
    """Lift the channel's rate, which would make a test wait."""
    Channel.objects.update_or_create(name=SMTP, defaults={"rate_per_second": None})


@pytest.fixture
def monday(clock_at) -> datetime:
    clock_at(MONDAY.isoformat())
    return MONDAY


@pytest.fixture
def queued(db) -> Callable[..., OutboxMessage]:
    """``queued(user)``: a message that waits in the outbox, an account mail unless told otherwise."""
    numbers = iter(range(1000))

    def make(user, **changes) -> OutboxMessage:
        at = clock.now()
        values = {
            "kind": Kind.SENT,
            "dedupe_key": f"test:{next(numbers)}:{user.pk}",
            "recipient_id": user.pk,
            "to_addr": user.email,
            "priority": Priority.EVENT,
            "created_at": at,
            "expires_at": at + timedelta(days=7),
            "agency_id": user.memberships.first().agency_id,
            "facts": {
                "number": "2025-0042",
                "title": "Rehabilitasi Irigasi Air Sipang",
                "ministry": "Kementerian Pekerjaan Umum",
                "letter_number": "600/77/Bappeda/XI/2025",
                "letter_date": "2025-11-28",
            },
        }
        message = NewMessage(**values | changes)
        queue([message])
        return OutboxMessage.objects.get(dedupe_key=message.dedupe_key)

    return make
