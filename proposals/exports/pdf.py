"""From a template and data to the bytes of a PDF: tagged, with our typeface, the same bytes for the same data.

Nothing a person typed becomes part of a template: the data go in as JSON and come out as text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from lebong_proposals.clock import wib_date
from lebong_proposals.webfont import source

FOLDER = Path(__file__).parent / "typst"
TYPESETTER = Path(__file__).parent / "typesetter.py"
PATIENCE = 20  # seconds; the longest paper takes about one
# Of the environment only what starts Python; the secrets in it are not for a process that reads what people typed.
NEEDED = ("PATH", "LD_LIBRARY_PATH")
# One for each core would reserve more memory on a large machine than the typesetter is allowed.
THREADS = {"RAYON_NUM_THREADS": "2"}
# Two at once keep two cores busy; more would only take memory.
_turn = BoundedSemaphore(2)


class PaperNotMade(RuntimeError):
    """The typesetter failed; its own words are the message."""


def render(template: str, data: Mapping[str, Any], at: date) -> bytes:
    """Set a template (a name in ``typst/``) with data that JSON can hold; ``at`` is the date of the document.

    Raises ``PaperNotMade``. Takes about 0.1 s, and up to a second for a budget of 500 rows.
    """
    job = {"folder": str(FOLDER), "template": template, "fonts": str(source().parent), "data": _dated(data, at)}
    with _turn:
        return _typeset(template, json.dumps(job).encode())


def _dated(data: Mapping[str, Any], at: date) -> dict[str, Any]:
    """Add the date, which would otherwise be the moment of printing and differ each time."""
    day = wib_date(at) if isinstance(at, datetime) else at
    return {**data, "dated": [day.year, day.month, day.day]}


def _typeset(template: str, job: bytes) -> bytes:
    command = [sys.executable, "-I", str(TYPESETTER)]
    environment = {name: os.environ[name] for name in NEEDED if name in os.environ} | THREADS
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by its full path
            command, input=job, capture_output=True, timeout=PATIENCE, env=environment, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise PaperNotMade(f"{template}: not finished after {PATIENCE} s") from late
    if done.returncode:
        raise PaperNotMade(f"{template}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout
