"""Follow every link that a person can follow, without a browser: does it lead somewhere, and does its anchor exist?"""

from __future__ import annotations

import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client


class _Page(HTMLParser):
    """The links and the anchors of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors.add(given.get("id") or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")


DIGITS = re.compile(r"[0-9]+")
MOST_ALIKE = 8  # pages that differ in their numbers alone: one of each state there is, and a few more


def broken_links(client: Client, start: str, *, most: int = 400) -> list[str]:
    """Walk through the site from one page; returns what leads nowhere, with the page it stands on."""
    pages: dict[str, _Page | None] = {}
    broken: list[str] = []
    alike: Counter[str] = Counter()
    waiting = deque([("the start", start)])
    while waiting:
        source, link = waiting.popleft()
        address, anchor = urldefrag(link)
        if address not in pages:
            alike[shape := DIGITS.sub("0", address)] += 1
            if alike[shape] > MOST_ALIKE:
                continue
            if len(pages) == most:
                raise AssertionError(f"more than {most} pages: {list(pages)[-20:]}")
            pages[address], fault = _open(client, address)
            if fault:
                broken.append(f"{source} -> {link}: {fault}")
            elif page := pages[address]:
                inside = (urljoin(address, each) for each in page.links)
                waiting.extend((address, each) for each in inside if not urlsplit(each).scheme)
        page = pages[address]
        if anchor and page is not None and anchor not in page.anchors:
            broken.append(f"{source} -> {link}: no such anchor")
    return sorted(set(broken))


def _open(client: Client, address: str) -> tuple[_Page | None, str]:
    answer = client.get(address, follow=True)
    if answer.status_code != 200:
        return None, str(answer.status_code)
    if not answer["Content-Type"].startswith("text/html"):
        answer.close()
        return None, ""
    return _Page(answer.content.decode()), ""
