"""What holds for every mail, checked on the pinned ones: ``ux.md`` 6.1 and A64."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from notifications.tests.pinned import GOLDEN

TEXTS = sorted(path for path in GOLDEN.glob("*.txt") if not path.name.startswith("reminder_subjects"))
PAGES = sorted(GOLDEN.glob("*.html"))
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def name(path):
    return path.stem


def test_every_mail_has_both_parts():
    assert [path.stem for path in TEXTS] == [path.stem for path in PAGES]
    assert len(PAGES) >= 20


@pytest.mark.parametrize("path", [*TEXTS, *PAGES], ids=lambda path: path.name)
def test_nothing_is_left_open_and_every_link_is_ours(path):
    content = path.read_text(encoding="utf-8")

    assert re.search(r"[{}]|\bNone\b|&amp;lt;", content) is None
    assert {address.split("/")[2] for address in ADDRESS.findall(content)} == {"titian.lebong.example"}


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_text_is_72_columns_wide_and_links_stand_alone(path):
    subject, *lines = path.read_text(encoding="utf-8").splitlines()

    assert len(subject.removeprefix("Subject: ")) <= 90
    assert [line for line in lines if len(line) > 72 and not ADDRESS.fullmatch(line)] == []
    assert [line for line in lines if "https://" in line and not ADDRESS.fullmatch(line)] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_html_loads_nothing_and_has_one_button(path):
    html = path.read_text(encoding="utf-8")

    assert len(html.encode()) <= 20_000
    assert re.findall(r"<(?:img|script|link|iframe|object|style)\b", html) == []
    assert html.count("<a ") == 1


@pytest.mark.slow
def test_html_is_accessible(page):
    found = {}
    for path in PAGES:
        page.set_content(path.read_text(encoding="utf-8"))
        results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        found[path.name] = [violation["id"] for violation in results.response["violations"]]

    assert {mail: faults for mail, faults in found.items() if faults} == {}
