"""A mail server that delivers nothing: it writes every message into one Maildir, for demonstrations and tests.

By hand: `python -m ops.launcher.mail_sink --port 2525 --maildir var/mail`.
"""

import argparse
import asyncio
import contextlib
import signal
import socket
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP

LARGEST_MESSAGE = 40 * 1024 * 1024


async def serve(listener: socket.socket, maildir: Path) -> None:
    """Accept mail on `listener` until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    handler = Mailbox(maildir)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", data_size_limit=LARGEST_MESSAGE, enable_SMTPUTF8=True, loop=loop),
        sock=listener,
    )
    await stop.wait()
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--port", type=int, help="listen on this port of 127.0.0.1")
    where.add_argument("--fd", type=int, help="listen on this inherited socket")
    parser.add_argument("--maildir", type=Path, required=True)
    options = parser.parse_args()
    listener = (
        socket.socket(fileno=options.fd) if options.port is None else socket.create_server(("127.0.0.1", options.port))
    )
    with contextlib.closing(listener):
        asyncio.run(serve(listener, options.maildir))


if __name__ == "__main__":
    main()
