"""A real browser that notices what a person would not: another host, a script error, a blocked style."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PARTS_OF_A_PAGE = {"script", "stylesheet", "image", "font", "manifest"}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that ./test has found."""
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"], "args": LAUNCH_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as somebody in Lebong does."""
    return {
        **browser_context_args,
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "reduced_motion": "reduce",
    }


class FaultWatch:
    """Collects what goes wrong in one browser context without showing on the page."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        self.origins: set[str] = set()

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("console", self.console)
        context.on("weberror", self.error)

    def request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("http", "https"):
            return
        self.origins.add(f"{address.scheme}://{address.netloc}")
        if address.hostname not in ("127.0.0.1", "localhost") or len(self.origins) > 1:
            self.faults.append(f"request to another origin: {request.url}")

    def response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            self.faults.append(f"{response.status} for a part of the page: {response.url}")

    def console(self, message: ConsoleMessage) -> None:
        # A refused form (409, 422) is reported this way too; missing parts of the page are caught above.
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            self.faults.append(f"console: {message.text}")

    def error(self, error: WebError) -> None:
        self.faults.append(f"script error: {error.error}")


@pytest.fixture
def browser_faults() -> Iterator[list[str]]:
    """The faults seen so far: any that is left fails the test; one that was provoked is asserted and cleared."""
    faults: list[str] = []
    yield faults
    assert not faults, faults  # said in full: pytest does not rewrite the asserts of a plugin


@pytest.fixture
def new_context(browser_faults: list[str], new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """pytest-playwright's maker of contexts, each of them watched; `context` and `page` come from it."""

    def make(**arguments: Any) -> BrowserContext:
        context = new_context(**arguments)
        FaultWatch(browser_faults).watch(context)
        return context

    return make
