"""The RAB with as many rows as it may have: read out of Excel, opened, typed into on a slow computer, saved.

Requests come from the browser that types, over one connection; the key is measured in the browser itself, from the
press to the paint that shows it, with its processor slowed four times.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import APIResponse, BrowserContext, Page, sync_playwright
from xlsxwriter import Workbook

from ops.bench.browser import sign_in
from ops.bench.site import Site
from ops.bench.targets import Target
from ops.launcher.messages import LauncherError
from ops.testing.browser import find_chromium
from ops.testing.browsing import LAUNCH_ARGUMENTS
from ops.testing.html_forms import Form, forms_of

ROWS, TIMES, KEYS = 500, 15, 100
SLOWER = 4
BETWEEN_KEYS = 120  # milliseconds: somebody who types fast
HEADINGS = ("Uraian", "Volume", "Satuan", "Harga satuan")
# What took less is not reported by the browser; it counts as this much. Figures are in steps of 8 ms.
SHORTEST = 16
WATCH = """(shortest) => {
  window.keysToPaint = new Map();
  const longest = ({ interactionId: key, duration }) =>
    keysToPaint.set(key, Math.max(duration, keysToPaint.get(key) || 0));
  new PerformanceObserver((list) => list.getEntries().filter((entry) => entry.interactionId).forEach(longest))
    .observe({ type: "event", durationThreshold: shortest });
}"""


@dataclass(frozen=True)
class Figure:
    """One figure in its unit, with what it should be at most."""

    name: str
    value: float
    unit: str
    goal: float | None = None


def measure(site: Site, target: Target) -> list[Figure]:
    """Fill the RAB of a draft from a workbook and measure what its people do with it."""
    address = f"http://127.0.0.1:{site.port}/usulan/{target.number}/rab/"
    with _signed_in(site, target.operator) as context:
        imported = [_import(context, address) for _ in range(TIMES)]
        opened = [_timed(lambda: context.request.get(address)) for _ in range(TIMES)]
        size = len(opened[-1][1].body())
        saved = [_save(context, address, number) for number in range(TIMES)]
        keys = _type(context.new_page(), address)
    return [
        Figure("workbook of 500 rows, until its preview (median)", _median(imported), "ms", 2000),
        Figure("page (median)", _median([spent for spent, _ in opened]), "ms"),
        Figure("page, HTML without compression", size / 1000, "kB", 300),
        Figure("saving one changed row (median)", _median(saved), "ms", 400),
        Figure("from key to paint, processor slowed four times (95 %)", _percentile(keys, 95), "ms", 50),
    ]


@contextmanager
def _signed_in(site: Site, username: str) -> Iterator[BrowserContext]:
    name, _, value = sign_in(site.port, username).partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=LAUNCH_ARGUMENTS)
        context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{site.port}"}])
        yield context
        browser.close()


def _import(context: BrowserContext, address: str) -> float:
    """Read a workbook, see its preview, put its rows in the place of those that are there; time until the preview."""
    page = urljoin(address, "impor/")
    values = _form(context.request.get(page), "csrfmiddlewaretoken").values
    file = {"name": "rab.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": _workbook()}
    fields: dict[str, Any] = {**values, "aksi": "periksa-berkas", "file": file}
    spent, preview = _timed(lambda: context.request.post(page, multipart=fields))
    confirmed: dict[str, Any] = {**_form(preview, "baris").values, "cara": "ganti", "aksi": "masukkan"}
    _timed(lambda: context.request.post(urljoin(page, _form(preview, "baris").action), form=confirmed))
    return spent


def _workbook() -> bytes:
    file = io.BytesIO()
    book = Workbook(file)
    sheet = book.add_worksheet("RAB")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(1, ROWS + 1):
        text = f"Pekerjaan nomor {number}: pasangan batu kali dengan mortar tipe N untuk saluran primer"
        sheet.write_row(number, 0, [text, 12.5 + number, "m3", 1_250_000 + 250 * number])
    book.close()
    return file.getvalue()


def _save(context: BrowserContext, address: str, number: int) -> float:
    form = _form(context.request.get(address), "rows-0-quantity")
    values: dict[str, Any] = {**form.values, "rows-0-quantity": str(20 + number), "aksi": "simpan"}
    return _timed(lambda: context.request.post(address, form=values, max_redirects=0), 303)[0]


def _type(page: Page, address: str) -> list[float]:
    """Type numbers into a row in the middle of the page, and give how long each took to be seen."""
    page.goto(address)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    box = page.locator("input[name$='-unit_price']").nth(60)
    box.fill("1")
    page.evaluate(WATCH, SHORTEST)
    for number in range(KEYS):
        page.keyboard.press("Backspace" if number % 2 else "5")
        page.wait_for_timeout(BETWEEN_KEYS)
    page.wait_for_timeout(1000)
    seen: list[float] = page.evaluate("[...keysToPaint.values()]")
    return [*seen, *[SHORTEST] * (KEYS - len(seen))]


def _form(answer: APIResponse, box: str) -> Form:
    found = [form for form in forms_of(answer.text()) if box in form.values]
    if not found:
        raise LauncherError(f"{answer.url} answered {answer.status} without {box}.")
    return found[-1]


def _timed(request: Callable[[], APIResponse], status: int = 200) -> tuple[float, APIResponse]:
    begun = time.perf_counter()
    answer = request()
    answer.body()
    spent = 1000 * (time.perf_counter() - begun)
    if answer.status != status:
        raise LauncherError(f"{answer.url} answered {answer.status}.")
    return spent, answer


def _percentile(values: list[float], share: int) -> float:
    return sorted(values)[max(0, -(-len(values) * share // 100) - 1)]


def _median(values: list[float]) -> float:
    return _percentile(values, 50)
