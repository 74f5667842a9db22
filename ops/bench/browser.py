"""A browser without a screen for measurements: one connection a request, as the workers close it after each."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from ops.launcher.messages import LauncherError
from ops.launcher.serving import DEMO_PASSWORD

# Any secret will do: what counts is that cookie and form agree.
SECRET = "k" * 32
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """What to ask for, as whom (a cookie), with which form."""

    path: str
    cookie: str = ""
    form: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Answer:
    """What came back and after how long; redirects are not followed."""

    status: int
    body: bytes
    milliseconds: float
    cookies: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


def ask(port: int, request: Request) -> Answer:
    """Send one request to 127.0.0.1 and read the whole answer."""
    headers = {"Cookie": f"csrf={SECRET}; {request.cookie}"}
    body = None
    if request.form is not None:
        body = urlencode({"csrfmiddlewaretoken": SECRET, **request.form})
        headers["Content-Type"] = FORM
    begun = time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET" if body is None else "POST", request.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        spent = 1000 * (time.perf_counter() - begun)
        return Answer(answer.status, content, spent, _cookies(answer))


def sign_in(port: int, username: str) -> str:
    """Sign somebody in with the demonstration's password and return the cookie."""
    answer = ask(port, Request("/masuk/", form={"username": username, "password": DEMO_PASSWORD}))
    found = [cookie for cookie in answer.cookies if cookie.startswith("sid=")]
    if not found:
        raise LauncherError(f"{username} could not sign in: status {answer.status}.")
    return found[0]


def _cookies(answer: HTTPResponse) -> tuple[str, ...]:
    return tuple(line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie", []))
