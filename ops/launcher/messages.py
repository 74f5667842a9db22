"""The launcher speaks to people in short English sentences, and fails in one of them."""

import sys
from pathlib import Path


class LauncherError(Exception):
    """A condition the person at the keyboard can act upon; the message is the whole explanation."""


def say(text: str = "") -> None:
    """Print one line at once, also when the output is a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Print one line to the error stream."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def last_lines(log: Path, count: int = 15) -> str:
    """Return the end of a log file, indented, without pip's remarks about package locations."""
    if not log.exists():
        return "  (nothing was written)"
    lines = log.read_text(errors="replace").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("WARNING: Location")]
    return "\n".join("  " + line for line in kept[-count:]) or "  (nothing was written)"
