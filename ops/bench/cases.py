"""What is measured: each page with its reader, what must stand in the answer, the floor beside it and the goals.

Ratios and milliseconds of processor time are from the project's list of figures to reach; ``answer_goal`` is the time
until the last byte that a reader of the review desk should wait at most.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ops.bench.browser import Answer, Request, ask, sign_in
from ops.bench.site import Site
from ops.bench.targets import Target, Targets
from ops.testing.html_forms import Form, forms_of

ROW = 'data-number="20'
REASON = "Usulan tidak sesuai dengan prioritas pusat tahun ini dan lahannya belum siap."


@dataclass(frozen=True)
class Case:
    """One row of the report; ``requests`` yields them one by one, prepared outside the measured time."""

    name: str
    requests: Iterator[Request]
    status: int
    contains: str
    floor: str = ""
    ratio_goal: float | None = None
    cpu_goal: float | None = None
    answer_goal: float | None = None
    check: Callable[[Answer], bool] = field(default=lambda answer: True)


def always(request: Request) -> Iterator[Request]:
    while True:
        yield request


def floors(site: Site, cookie: str, number: str) -> dict[str, Case]:
    """The bare pages by name; a reader who is signed in with us is signed in there."""
    form = {"title": "Judul " * 8, "goal": "Tujuan " * 40}
    return {
        "list": Case("floor: 25 rows", always(Request("/list/", cookie)), 200, "<td>2025-"),
        "record": Case("floor: one record", always(Request(f"/record/{number}/", cookie)), 200, number),
        "form": Case("floor: form", always(Request(f"/form/{number}/", cookie)), 200, "<textarea"),
        "save": Case("floor: save", always(Request(f"/save/{number}/", cookie, form)), 200, "tersimpan"),
        "sums": Case("floor: sums by agency and state", always(Request("/sums/", cookie)), 200, "<td>"),
    }


def pages(site: Site, targets: Targets) -> list[Case]:
    """Every page that is measured, with the people who read it already signed in."""
    reviewer, leader = sign_in(site.port, "massal.telaah1"), sign_in(site.port, "massal.bupati")
    approver = sign_in(site.port, "massal.kepala-bappeda")
    long, usual, draft = targets.long, targets.usual, targets.draft
    long_reader, usual_reader = sign_in(site.port, long.reviewer), sign_in(site.port, usual.reviewer)
    operator, writer = sign_in(site.port, draft.operator), sign_in(site.port, targets.returned.reviewer)

    def get(path: str, cookie: str) -> Iterator[Request]:
        return always(Request(path, cookie))

    def about(target: Target, page: str = "") -> str:
        return f"/usulan/{target.number}/{page}"

    reading = about(usual)
    writing, budget = about(draft, "latar-belakang/"), about(draft, "rab/")
    desk, long_desk = f"/asistensi/{usual.number}/", f"/asistensi/{long.number}/"
    compared, minutes = about(long, "banding/"), about(targets.returned, "berita-acara/1.pdf")
    saves, decisions = autosaves(site, draft, operator), rejections(site, targets.to_reject, approver)
    return [
        Case("list", get("/usulan/", reviewer), 200, ROW, "list", 3),
        Case("list, filtered", get("/usulan/?status=asistensi", reviewer), 200, ROW, "list", 3),
        Case("list, searched", get("/usulan/?cari=jembatan+gantung", reviewer), 200, ROW, "list", 3),
        Case("reviewer queue", get("/asistensi/", reviewer), 200, ROW, "list", 3, answer_goal=150),
        Case("one proposal, read", get(reading, reviewer), 200, usual.number, "record", 4),
        Case("section form, background", get(writing, operator), 200, "<textarea", "form", 4),
        Case("section form, budget", get(budget, operator), 200, draft.number, "form", 4),
        Case("autosave of a text", saves, 200, '"version"', "save", 5, check=is_saved),
        Case("workspace", get(desk, usual_reader), 200, usual.number, "form", None, 25, 250),
        Case("workspace, 500 budget rows", get(long_desk, long_reader), 200, long.number, "form"),
        Case("decision page (reject)", get(f"{desk}tolak/", approver), 200, usual.number, "form", None, 27),
        Case("decision (reject)", decisions, 303, "", "save", 5, 27),
        Case("differences, 500 budget rows", get(compared, long_reader), 200, "<ins>", "record", answer_goal=300),
        Case("dashboard", get("/dasbor/", leader), 200, "data-closes-at", "sums", 2, 50),
        Case("Berita Acara as PDF", get(minutes, writer), 200, "%PDF", "record", answer_goal=1000),
    ]


def autosaves(site: Site, target: Target, cookie: str) -> Iterator[Request]:
    """Type on in one text box; every save has seen the version that the one before it left."""
    form = form_with(site, f"/usulan/{target.number}/latar-belakang/", cookie, "problem_statement")
    values = dict(form.values)
    version = int(values["seen_version"])
    while True:
        values |= {"seen_version": str(version), "problem_statement": f"Masalah yang ditulis ulang, kali ke-{version}."}
        yield Request(f"/usulan/{target.number}/latar-belakang/simpan/", cookie, dict(values))
        version += 1


def is_saved(answer: Answer) -> bool:
    return bool(json.loads(answer.text).get("version"))


def rejections(site: Site, targets: list[Target], cookie: str) -> Iterator[Request]:
    """Reject one proposal after the other, each as its decision page stands."""
    for target in targets:
        path = f"/asistensi/{target.number}/tolak/"
        values = form_with(site, path, cookie, "reason").values
        yield Request(path, cookie, {**values, "reason": REASON})


def form_with(site: Site, path: str, cookie: str, box: str) -> Form:
    """Find the form of a page that has a text box of this name."""
    answer = ask(site.port, Request(path, cookie))
    found = [form for form in forms_of(answer.text) if box in form.values]
    if not found:
        raise LookupError(f"{path} answered {answer.status} without a box {box}")
    return found[0]
