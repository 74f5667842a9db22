"""From a message and its facts to subject, text and HTML: every mail is rendered here, links start at SITE_URL.

Each kind has a folder of three templates; the words stand there. Text is wrapped at 72 columns, an address alone on its
line is never broken, and a subject is one line of at most 90 characters.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse

from proposals.deadlines import calendar
from proposals.models import Regency
from proposals.workdays import Calendar

COLUMNS = 72
SUBJECT_LIMIT = 90
LIST_ITEM = re.compile(r"(- |\d+\. )")
NOT_KEPT = "(tautan tidak disimpan)"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every mail of one run shares: the moment (application clock), the regency and its working days."""

    at: datetime
    regency: Regency
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered mail; ``secret`` is a link that must not stay in the database."""

    subject: str
    text: str
    html: str
    secret: str = ""

    def kept(self) -> Letter:
        """The same letter as it may be stored."""
        if not self.secret:
            return self
        return Letter(self.subject, self.text.replace(self.secret, NOT_KEPT), self.html.replace(self.secret, NOT_KEPT))


def surroundings(at: datetime) -> Surroundings:
    """Read what a run needs to word its mails (two queries)."""
    return Surroundings(at, Regency.objects.get(), calendar())


def link(route: str, *args: Any) -> str:
    """Give the full address of a page; never derived from a request, whose host can be forged."""
    return f"{settings.SITE_URL}{reverse(route, args=args)}"


def render(kind: str, facts: dict[str, Any], around: Surroundings) -> Letter:
    """Render the three templates of a kind; ``facts`` hold words, not raw values."""
    words = {**facts, "regency": around.regency, "contact": around.regency.contact}
    subject = one_line(_fill(f"notifications/{kind}/subject.txt", words, escape=False))
    words["subject"] = subject
    text = wrap(_fill(f"notifications/{kind}/body.txt", words, escape=False))
    html = _fill(f"notifications/{kind}/body.html", words, escape=True)
    return Letter(subject, text, html, secret=facts.get("secret", ""))


def one_line(text: str) -> str:
    """Make a subject of a template's output; what is too long ends in an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= SUBJECT_LIMIT else f"{line[: SUBJECT_LIMIT - 1].rstrip()}…"


def wrap(text: str) -> str:
    """Wrap paragraphs and list items, and leave at most one empty line between two."""
    lines: list[str] = []
    for raw in text.strip().splitlines():
        line = raw.strip()
        if line or (lines and lines[-1]):
            lines.extend(_wrapped(line))
    return "\n".join(lines) + "\n"


def _wrapped(line: str) -> list[str]:
    marker = LIST_ITEM.match(line)
    indent = " " * len(marker.group(0)) if marker else ""
    wrapped = textwrap.wrap(line, COLUMNS, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return wrapped or [""]


def _fill(template: str, words: dict[str, Any], *, escape: bool) -> str:
    # The backend's own render() escapes by the engine's setting; a plain-text part must not be escaped.
    filled: str = get_template(template).template.render(Context(words, autoescape=escape))  # type: ignore[attr-defined]
    return filled
