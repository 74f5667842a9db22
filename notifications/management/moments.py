"""Reading a moment from a command line."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime


def aware_moment(text: str) -> datetime:
    """Read an ISO moment; one without an offset could mean two things and is refused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a moment such as 2025-11-30T23:50+07:00") from error
    if moment.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} needs an offset such as +07:00")
    return moment
