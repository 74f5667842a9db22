"""Follow every link that a person can follow, without a browser: does it lead somewhere, and does its anchor exist?"""

from __future__ import annotations

from collections import deque
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


def broken_links(client: Client, start: str, *, most: int = 400) -> list[str]:
    """Walk through the site from one page; returns what leads nowhere, with the page it stands on."""
    pages: dict[str, _Page | None] = {}
    broken: list[str] = []
    waiting = deque([("the start", start)])
    while waiting:
        source, link = waiting.popleft()
        address, anchor = urldefrag(link)
        if address not in pages:
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
