"""Takes the README's pictures from a running demonstration: `python -m ops.screenshots http://127.0.0.1:8000`."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ops.testing.browser import find_chromium
from ops.testing.browsing import LAUNCH_ARGUMENTS

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PASSWORD = "gladi-titian-2025"  # noqa: S105 - the demonstration's, as the README says


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it; ``height`` None takes the whole page."""

    name: str
    username: str
    path: str
    width: int = 1366
    height: int = 860


SHOTS = (
    Picture("opd-home-phone", "operator.disdikbud", "/beranda/", width=360, height=1100),
    Picture("budget", "operator.dpupr", "/usulan/2025-0006/rab/"),
    Picture("receipt", "operator.bpbd", "/usulan/2025-0005/tanda-terima/"),
    Picture("workspace", "telaah1.bappeda", "/asistensi/2025-0003/"),
    Picture("dashboard", "bupati", "/dasbor/", height=1000),
)


def main(address: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("CHROMIUM", find_chromium())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=LAUNCH_ARGUMENTS)
        for shot in SHOTS:
            take(browser, address, shot)
        browser.close()


def take(browser: Browser, address: str, shot: Picture) -> None:
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height}, locale="id-ID", timezone_id="Asia/Jakarta"
    )
    page = context.new_page()
    sign_in(page, address, shot.username)
    page.goto(address + shot.path)
    page.screenshot(path=str(PICTURES / f"{shot.name}.png"))
    context.close()
    print(f"{shot.name}.png")


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(address + "/masuk/")
    page.get_by_label("Surel (email) dinas atau nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
