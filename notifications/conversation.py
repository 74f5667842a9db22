"""One SMTP conversation, kept open for a batch: the only module that speaks to a mail server.

Django's backend opens the connection (TLS, sign-in, time limits); the commands are given one by one, because the caller
must put on record that the text begins to leave before it does.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from types import TracebackType

from django.core.mail.backends.smtp import EmailBackend

from notifications.replies import CLOSING, Reply, reply_text


class Conversation:
    """A connection that is opened when first needed; use it as a context manager."""

    def __init__(self) -> None:
        self._backend = EmailBackend()
        self._sent = 0

    def __enter__(self) -> Conversation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> Reply | None:
        """Connect and sign in unless that is done; the reply tells why it failed, None that it did not."""
        if self._backend.connection is not None:
            return None
        try:
            self._backend.open()
        except smtplib.SMTPResponseException as error:
            self.close()
            return Reply(error.smtp_code, reply_text(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Reply(None, reply_text(str(error)))
        self._sent = 0
        return None

    def send(self, sender: str, recipient: str, content: bytes, before_data: Callable[[], None]) -> Reply:
        """Hand over one message to one recipient; ``before_data`` runs when the server has accepted both addresses.

        A kept connection that the server has closed meanwhile is opened again once, as long as no text has left.
        """
        was_used = self._sent > 0
        reply = self._transact(sender, recipient, content, before_data)
        if was_used and reply.code is None and not reply.data_started and self.open() is None:
            reply = self._transact(sender, recipient, content, before_data)
        self._sent += 1
        return reply

    def close(self) -> None:
        """Say goodbye; a server that is gone already does not matter."""
        connection, self._backend.connection = self._backend.connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _transact(self, sender: str, recipient: str, content: bytes, before_data: Callable[[], None]) -> Reply:
        data_started = False
        if failed := self.open():
            return failed
        connection = self._connection
        try:
            for answer in (self._greet_and_mail(connection, sender), connection.rcpt(recipient)):
                if answer[0] not in (250, 251):
                    return self._answered(answer)
            before_data()
            data_started = True
            return self._answered(connection.data(content))
        except smtplib.SMTPDataError as error:
            return self._answered((error.smtp_code, error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Reply(None, reply_text(str(error)), data_started)

    @property
    def _connection(self) -> smtplib.SMTP:
        """The open connection."""
        connection = self._backend.connection
        if connection is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return connection

    def _greet_and_mail(self, connection: smtplib.SMTP, sender: str) -> tuple[int, bytes]:
        connection.ehlo_or_helo_if_needed()
        return connection.mail(sender, ["BODY=8BITMIME"] if connection.has_extn("8bitmime") else [])

    def _answered(self, answer: tuple[int, bytes | str]) -> Reply:
        """Turn an answer into a reply and leave the connection ready for the next message."""
        code, text = answer
        if code == CLOSING or (code >= 300 and not self._reset()):
            self.close()
        return Reply(code, reply_text(text))

    def _reset(self) -> bool:
        """Clear a refused transaction; False when the line is cut, which does not unsay the answer."""
        try:
            self._connection.rset()
        except (OSError, smtplib.SMTPException):
            return False
        return True
