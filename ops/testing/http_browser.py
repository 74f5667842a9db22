"""A browser without a screen: plain HTTP to a real server, with the session of somebody who has signed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from django.test import Client

# Any secret will do: what counts is that cookie and form agree.
SECRET = "k" * 32
DECLARATION = {
    "official": "other",
    "official_name": "Kepala Dinas (contoh)",
    "official_title": "Kepala Dinas",
    "letter_number": "600/12/DPUPR/XI/2025",
    "letter_date": "10 11 2025",
}


@dataclass(frozen=True)
class Answer:
    """What came back; redirects are not followed."""

    status: int
    headers: Mapping[str, str]
    text: str


class HttpBrowser:
    """One connection for each request, so that several threads may share it."""

    def __init__(self, site: str, signed_in: Client | None = None, *, patience: float = 30) -> None:
        self.server = urlsplit(site).netloc
        self.patience = patience
        cookies = {name: morsel.value for name, morsel in signed_in.cookies.items()} if signed_in else {}
        self.cookies = "; ".join(f"{name}={value}" for name, value in {**cookies, "csrf": SECRET}.items())

    def get(self, path: str) -> Answer:
        return self._request("GET", path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        return self._request("POST", path, urlencode({"csrfmiddlewaretoken": SECRET, **form}))

    def declaration(self, number: str) -> dict[str, str]:
        """Open the check page of a proposal and fill in its declaration, key and version included."""
        page = self.get(f"/usulan/{number}/periksa/").text
        found = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("key", "seen_version")}
        return {**DECLARATION, **{name: match[1] for name, match in found.items() if match}}

    def _request(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": self.cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection(self.server, timeout=self.patience)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read().decode())
