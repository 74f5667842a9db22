"""The corpus of strange words, numbers and dates, posted for real into every box of every form that people type in.

Each attempt is undone, so that one world serves them all. Whatever is refused keeps what was typed and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import transaction

from lebong_proposals.tests.test_bad_input import browsers, places, post_forms  # noqa: F401
from ops.testing.html_forms import forms_of
from proposals.models import AuditEntry, CostItem, Proposal
from proposals.sections import Section

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"
ZERO_WIDTH = "\u200b\u200d\ufeff"
WORDS = {
    "blank": " \u00a0\u3000",
    "nothing to see": ZERO_WIDTH,
    "vertical tab": "isi\x0b",
    "turned round": "isi\u202efdp.exe",
    "emoji and Batak": "🌾 ᯅᯖᯂ",
    "script": SCRIPT,
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{7*7}} {% load %} ${7*7}",
    "link": "javascript:alert(1)",
    "formula": "=cmd|'/c calc'!A1",
    "header": "isi\r\nBcc: x@y.example",
    "SQL": "' OR 1=1--",
    "pattern": "(a+)+$",
    "too long": "panjang " * 1_500,
}
NUMBERS = ("-1", "1e9", "NaN", "Infinity", "1,000,000", "9" * 19, "١٢٣", "１２３", "0x10", "1.000,555", "20255", "abcd")
DATES = ("31-02-2025", "2025-13-01", "0001-01-01", "9999-12-31", "2025-11-30T23:59:60", "besok", "00 00 0000")

CORPUS = {"words": tuple(WORDS.values()), "numbers": NUMBERS, "dates": DATES}
BOX_BY_BOX = {WORDS[name] for name in ("script", "emoji and Batak", "blank")}
REFUSED = {409, 422}
ANSWERS = {200, 302, 303} | REFUSED


def undone(browser, address, values):
    """Post, and take back whatever it did."""
    with transaction.atomic():
        answer = browser.post(address, values)
        changed = AuditEntry.objects.count()
        transaction.set_rollback(True)
    return answer, changed


def boxes_of(form) -> list[str]:
    return [box for box in form.text_boxes if "password" not in box]


def attempts(forms, corpus) -> Iterator[tuple]:
    """Each value in all boxes of a form at once; what a form might keep, also in each box by itself."""
    for browser, form, address in forms:
        boxes = boxes_of(form)
        for value in corpus if boxes else ():
            yield browser, address, form.values | dict.fromkeys(boxes, value), value
        for value in BOX_BY_BOX & set(corpus):
            for box in boxes:
                yield browser, address, form.values | {box: value}, value


def shown(answer) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize("family", ["words", "numbers", "dates"])
def test_strange_values_are_taken_as_they_are_or_refused_with_everything_kept(post_forms, family):  # noqa: F811
    before = AuditEntry.objects.count()
    tried, wrong = 0, []

    for browser, address, values, value in attempts(post_forms, CORPUS[family]):
        answer, after = undone(browser, address, values)
        tried += 1
        if answer.status_code not in ANSWERS or (answer.status_code in REFUSED and after != before):
            wrong.append((address, value[:20], answer.status_code))
        if answer.status_code == 422 and value.strip()[:200] not in shown(answer):
            wrong.append((address, value[:20], "lost"))
        if SCRIPT in answer.content.decode():
            wrong.append((address, value[:20], "markup"))

    assert wrong == []
    assert tried > 200


@pytest.fixture
def section_boxes(client_for, operator, make_proposal):
    """The operator's browser, a complete draft, and what each of its section pages would send."""
    draft, desk = make_proposal(), client_for(operator)
    found = {}
    for section in Section:
        if section is not Section.ATTACHMENTS:
            address = f"/usulan/{draft.number}/{section.slug}/"
            forms = forms_of(desk.get(address).content.decode())
            found[section] = (address, max(forms, key=lambda form: len(form.values)))
    return desk, draft, found


def test_what_is_stored_while_typing_is_stored_whole_or_named(section_boxes):
    desk, draft, found = section_boxes
    wrong = []

    for address, form in found.values():
        for value in (*WORDS.values(), *NUMBERS, *DATES, "\x00"):
            for boxes in (form.text_boxes, form.text_boxes[-1:]):
                answer, _ = undone(desk, address + "simpan/", form.values | dict.fromkeys(boxes, value))
                if answer.status_code != 200:
                    wrong.append((address, value[:20], answer.status_code))

    draft.refresh_from_db()
    assert wrong == []
    assert Proposal.objects.get(pk=draft.pk).version == draft.version


MONEY = [
    ("1.000.000", 1_000_000),
    ("Rp 1.000", 1_000),
    ("0", 0),
    ("1000000", 1_000_000),
    ("-1", None),
    ("1e9", None),
    ("NaN", None),
    ("1.000,50", None),
    ("1.5", None),
    ("9" * 19, None),
]


@pytest.mark.parametrize(("typed", "rupiah"), MONEY)
def test_an_amount_is_understood_or_refused_at_its_box(section_boxes, typed, rupiah):
    desk, draft, found = section_boxes
    address, form = found[Section.BUDGET]
    box = next(name for name in form.text_boxes if name.endswith("unit_price"))

    answer = desk.post(address, form.values | {box: typed})

    stored = CostItem.objects.filter(proposal=draft).order_by("position").values_list("unit_price", flat=True)[0]
    if rupiah is None:
        assert answer.status_code == 422
        assert typed in shown(answer)
        assert str(stored) not in typed
    else:
        assert (answer.status_code, stored) == (303, rupiah)


def test_bytes_that_are_no_text_are_refused(section_boxes):
    desk, _, found = section_boxes
    address, _ = found[Section.BACKGROUND]

    for body in (b"seen_version=1&objectives=%ff%fe", b"seen_version=1&objectives=%ed%a0%80"):
        answer = desk.post(address, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500


def test_requests_out_of_shape_are_refused(section_boxes):
    desk, draft, found = section_boxes
    address, form = found[Section.BACKGROUND]
    many = {f"x{number}": "1" for number in range(6_001)}

    assert desk.post(address, form.values | many).status_code == 400
    torn = desk.post(address, b"--x\r\nContent-Dis", content_type="multipart/form-data; boundary=x")
    assert torn.status_code < 500
    assert desk.post(address, json.dumps(form.values), content_type="application/json").status_code in (400, 409, 422)
    assert desk.get(address, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 200
    assert desk.get("/usulan/?" + "&".join(["status=draf"] * 2_000)).status_code in (200, 400)
    desk.cookies["sessionid"] = "x" * 8_000
    assert desk.get(address).status_code < 500
    draft.refresh_from_db()
    assert draft.objectives
