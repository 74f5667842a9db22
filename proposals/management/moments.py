"""A moment on the command line: ISO 8601, WIB when it names no zone."""

from __future__ import annotations

import argparse
from datetime import datetime

from lebong_proposals.clock import WIB


def moment(text: str) -> datetime:
    """Parse an argument such as ``2025-11-30T23:50+07:00``."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment like 2025-11-30T23:50+07:00") from error
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=WIB)
