"""The mails that the mail sink of this run has taken over SMTP, read from its Maildir."""

import mailbox
import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path


class Postbox:
    """Everybody's mail since `clear`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def clear(self) -> None:
        """Forget what earlier tests have sent."""
        if self.directory.is_dir():
            mailbox.Maildir(self.directory).clear()

    def mails(self) -> list[EmailMessage]:
        if not self.directory.is_dir():
            return []
        parser = BytesParser(policy=policy.default)
        # `new` only: the sink moves a message there when it is whole, and nobody reads it with a mail program.
        return [parser.parsebytes(path.read_bytes()) for path in sorted((self.directory / "new").iterdir())]

    def received(self) -> list[tuple[str, str]]:
        """Recipient and subject of every mail, sorted, so that twice shows as twice."""
        return sorted((recipient(mail), str(mail["Subject"])) for mail in self.mails())

    def wait_for(self, count: int, seconds: float = 30.0) -> list[tuple[str, str]]:
        """Wait until so many mails are there, then give them."""
        deadline = time.monotonic() + seconds
        while len(self.received()) < count:
            assert time.monotonic() < deadline, f"{count} mails were expected: {self.received()}"
            time.sleep(0.1)
        return self.received()


def recipient(mail: EmailMessage) -> str:
    """To whom the mail went over the wire, whatever its headers say."""
    return str(mail["X-RcptTo"])


def text(mail: EmailMessage) -> str:
    """The plain part with its line breaks undone, so that a sentence can be looked for."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())
