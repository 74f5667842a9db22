"""What an SMTP answer means, line by line of the retry table."""

import pytest

from notifications.models import Outcome
from notifications.replies import Reply, reply_text


@pytest.mark.parametrize(
    "reply, outcome",
    [
        (Reply(250, "2.0.0 OK", data_started=True), Outcome.ACCEPTED),
        (Reply(None), Outcome.CHANNEL),
        (Reply(None, data_started=True), Outcome.UNKNOWN),
        (Reply(421, "4.3.2 closing"), Outcome.CHANNEL),
        (Reply(421, "4.3.2 closing", data_started=True), Outcome.CHANNEL),
        (Reply(450, "4.2.0 greylisted"), Outcome.TEMPORARY),
        (Reply(451, "4.7.1 later"), Outcome.TEMPORARY),
        (Reply(452, "4.3.1 no space"), Outcome.TEMPORARY),
        (Reply(552, "5.2.2 mailbox full"), Outcome.TEMPORARY),
        (Reply(550, "5.2.2 over quota"), Outcome.TEMPORARY),
        (Reply(550, "5.1.1 no such user"), Outcome.PERMANENT),
        (Reply(551, "not local"), Outcome.PERMANENT),
        (Reply(553, "5.1.3 bad address"), Outcome.PERMANENT),
        (Reply(554, "5.6.0 bad content"), Outcome.PERMANENT),
        (Reply(554, "5.7.1 relay denied"), Outcome.OURS),
        (Reply(530, "5.7.0 sign in first"), Outcome.OURS),
        (Reply(535, "5.7.8 wrong password"), Outcome.OURS),
    ],
)
def test_reply_has_the_outcome_of_the_retry_table(reply, outcome):
    assert reply.outcome is outcome


@pytest.mark.parametrize(
    "reply, condemned",
    [
        (Reply(550, "5.1.1 no such user"), True),
        (Reply(551, "not local"), True),
        (Reply(550, "5.2.1 disabled"), True),
        (Reply(550, "5.7.1 your message looks like spam"), False),
        (Reply(554, "5.6.0 bad content"), False),
        (Reply(450, "4.1.1 try later"), False),
        (Reply(250, "2.1.5 fine"), False),
    ],
)
def test_only_a_wrong_address_is_condemned(reply, condemned):
    assert reply.condemns_address is condemned


def test_reply_text_is_one_line_of_bounded_length():
    assert reply_text(b"5.1.1 no\r\nsuch user \xff") == "5.1.1 no such user \ufffd"
    assert len(reply_text("x" * 1000)) == 300
