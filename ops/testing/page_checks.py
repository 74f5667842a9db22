"""What every page owes its readers, measured in the browser; each check returns sentences, none when all is well."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

PHONES = (360, 320)
LARGE_TEXT = 640  # the width of a window of 1280 whose text is twice as large
MOST_STOPS = 150
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
TEXT_TYPES = ("text/", "application/javascript", "application/json", "image/svg")

FRAME = """() => {
    const found = [], all = (selector) => [...document.querySelectorAll(selector)];
    const main = all("main"), heads = all("h1, h2, h3, h4, h5, h6");
    if (document.documentElement.lang !== "id") found.push("language " + document.documentElement.lang);
    if (main.length !== 1) found.push(main.length + " main elements");
    if (!document.title.endsWith("Titian Lebong")) found.push("title " + document.title);
    if (heads.filter((head) => head.tagName === "H1").length !== 1) found.push("not one h1");
    heads.map((head) => +head.tagName[1]).reduce((above, level) => {
        if (level > above + 1) found.push("a heading of level " + level + " under level " + above);
        return level;
    }, 1);
    const skip = document.querySelector("a");
    if (!skip || skip.getAttribute("href") !== "#isi") found.push("the first link does not skip to the content");
    for (const tag of document.querySelectorAll(".state-tag[data-state]"))
        if (!tag.textContent.trim() || !tag.querySelector("svg")) found.push("a state told without word and icon");
    for (const element of document.querySelectorAll("[style], [onclick], [onsubmit], script:not([src])"))
        found.push("inline code in " + element.outerHTML.slice(0, 80));
    for (const element of all("button, .btn, input, select, textarea")) {
        const box = element.getBoundingClientRect(), kind = element.type;
        const unseen = !box.height || getComputedStyle(element).visibility === "hidden" || kind === "hidden";
        const wanted = ["checkbox", "radio"].includes(kind) ? 24 : 44;
        if (!unseen && !element.closest(".visually-hidden, .btn-link.p-0") && box.height < wanted - 0.5)
            found.push("only " + Math.round(box.height) + " px high: " + element.outerHTML.slice(0, 80));
    }
    return found;
}"""
WIDTH = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
FOCUSED = """() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return { name: "", fault: "" };
    const name = focused.outerHTML.slice(0, 100), box = focused.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [above, below] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right <= left || below <= above) return { name, fault: "out of sight" };
    const [x, y] = [(left + right) / 2, above + Math.min((below - above) / 2, 20)];
    const top = document.elementFromPoint(x, y);
    const fine = top && (focused.contains(top) || top.contains(focused) || (focused.labels || []).length
        && [...focused.labels].some((label) => label.contains(top)));
    return { name, fault: fine ? "" : "covered by " + (top ? top.outerHTML.slice(0, 60) : "nothing") };
}"""
WIDEST = """() => {
    const limit = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width && box.right > limit + 0.5 && !element.closest(".table-scroll, .visually-hidden");
    });
    return wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 100));
}"""


def frame(page: Page) -> list[str]:
    """Language, title, headings, skip link, state tags, sizes of controls, no inline code."""
    page.wait_for_load_state()
    found: list[str] = page.evaluate(FRAME)
    return found


def overflow(page: Page) -> list[str]:
    """Whether the page is wider than a phone, or than a window whose text is twice as large; it stays so enlarged."""
    found = [_too_wide(page, width, "") for width in PHONES]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found.append(_too_wide(page, LARGE_TEXT, " with large text"))
    return [sentence for sentence in found if sentence]


def _too_wide(page: Page, width: int, how: str) -> str:
    page.wait_for_load_state()  # right after a click the new page may not even have its first element
    page.set_viewport_size({"width": width, "height": 740})
    needed, given = page.evaluate(WIDTH)
    return f"{needed} px wide at {given}{how}: {page.evaluate(WIDEST)}" if needed > given else ""


def covered(page: Page) -> list[str]:
    """Walk through a page by Tab: what has the focus must be in sight and under nothing."""
    page.wait_for_load_state()
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop: dict[str, str] = page.evaluate(FOCUSED)
        if not stop["name"]:
            break
        if stop["fault"]:
            found.append(f"{stop['fault']}: {stop['name']}")
    return found


def barriers(page: Page) -> list[str]:
    """What axe finds, of any impact."""
    page.wait_for_load_state()
    response: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{violation['impact']} {violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in response["violations"]
        for node in violation["nodes"][:2]
    ]


@dataclass
class Weight:
    """What a visit of a page costs over the wire, compressed as the server would, and the addresses of its parts."""

    requests: int
    size: int
    addresses: frozenset[str]


def weigh(page: Page, path: str, known: frozenset[str] = frozenset()) -> Weight:
    """Load a page in a window that has loaded nothing before but the parts that are known."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    parts = [answer for answer in answers if answer.url.startswith("http") and answer.status == 200]
    parts = [answer for answer in parts if answer.url not in known]
    return Weight(len(parts), sum(map(_compressed, parts)), frozenset(answer.url for answer in parts))


def _compressed(answer: Response) -> int:
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    return len(gzip.compress(body, 9)) if kind.startswith(TEXT_TYPES) else len(body)
