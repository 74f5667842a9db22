"""What can be asked of `./run`, checked before anything is started."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ops.launcher.messages import LauncherError

WIB = timezone(timedelta(hours=7))
DEMONSTRATION_START = "2025-11-10T08:00:00+07:00"
REAL = "real"


@dataclass(frozen=True)
class Options:
    """The answered questions: where to listen, what time it should be, what to keep."""

    port: int
    as_of: str | None
    fresh: bool
    confirmed: bool
    empty: bool


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line; a wrong value is explained in one sentence."""
    parser = argparse.ArgumentParser(
        prog="./run", description="Prepare everything for the first use, then serve until Ctrl-C."
    )
    parser.add_argument("--port", type=int, help="port on 127.0.0.1 (also PORT); 8000, else the next free one")
    parser.add_argument(
        "--as-of",
        metavar="TIME",
        help=f"the rehearsal clock of a new database: an ISO time, or 'real'; {DEMONSTRATION_START} if not given",
    )
    parser.add_argument("--fresh", action="store_true", help="throw the local state away first, after asking")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--empty", action="store_true", help="a new database gets reference data but no demo proposals")
    given = parser.parse_args(arguments)
    return Options(
        port=_port(given.port),
        as_of=_moment(given.as_of) if given.as_of else None,
        fresh=given.fresh,
        confirmed=given.yes,
        empty=given.empty,
    )


def _port(given: int | None) -> int:
    text = os.environ.get("PORT") or "8000"
    if given is None and not text.isdigit():
        raise LauncherError(f"PORT must be a number, not {text!r}.")
    port = int(text) if given is None else given
    if not 0 <= port <= 65535:
        raise LauncherError(f"A port lies between 0 and 65535; {port} does not.")
    return port


def _moment(text: str) -> str:
    """Return the moment as ISO text with its offset; without one it is meant in WIB."""
    if text == REAL:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise LauncherError(f"--as-of takes an ISO time like {DEMONSTRATION_START}, or 'real'; not {text!r}.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=WIB)).isoformat()
