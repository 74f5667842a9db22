"""A real SMTP server on a free port that answers as it is told, for each recipient."""

from __future__ import annotations

import logging
import socket
from collections import defaultdict
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 2.0.0 OK"
# Every command of every conversation would drown what a failing test has to say.
logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass
class Delivered:
    """One message as it came over the wire."""

    recipients: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        return self.message.get_body((kind,)).get_content().replace("\r\n", "\n")


@dataclass
class Script:
    """What the server says: answers to be given once each, per recipient, before everything is accepted."""

    rcpt: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    data: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    # Recipients whose next message is taken, and the line cut before the answer.
    cut_after_data: list[str] = field(default_factory=list)
    connections: int = 0
    delivered: list[Delivered] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]):
        if self.rcpt[address]:
            return self.rcpt[address].pop(0)
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        if self.data[address]:
            return self.data[address].pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.delivered.append(Delivered(list(envelope.rcpt_tos), message))
        if address in self.cut_after_data:
            self.cut_after_data.remove(address)
            server.transport.abort()
        return OK

    def to(self, address: str) -> list[Delivered]:
        return [mail for mail in self.delivered if mail.recipients == [address]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Sink(Controller):
    """The server in its own thread; ``script`` tells it what to answer."""

    def __init__(self) -> None:
        self.script = Script()
        super().__init__(self.script, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
