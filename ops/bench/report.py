"""The page that `make bench` writes: machine, date, sizes, and every figure beside its floor and its goal."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import django

from ops.bench import cpu
from ops.bench.long_budget import KEYS, TIMES, Figure
from ops.bench.measure import Measured, Spread
from ops.bench.targets import Targets

HEAD = (
    "| page | processor ms (application + database) | spread | to floor | goal | answer ms | spread | goal | kB |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
)


@dataclass(frozen=True)
class Run:
    """The circumstances: when, how busy the machine was (load of one minute, before and after), how often."""

    date: str
    load: tuple[float, float]
    rounds: int
    requests: int


def page(
    run: Run,
    targets: Targets,
    floors: Mapping[str, Measured],
    pages: Sequence[Measured],
    budget: Sequence[Figure],
) -> str:
    """Write the report as Markdown."""
    proposals, costs, notes, entries = targets.counts
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; run it again rather than comparing with another machine's figures.",
        "",
        f"- {run.date}; {cpu.machine()}; Linux {platform.release()}",
        f"- Python {platform.python_version()}, Django {django.get_version()}, PostgreSQL {targets.server}; gunicorn",
        "  with 2 synchronous workers for the pages and 2 for the floor, DEBUG off, over loopback",
        f"- load average (1 minute) before {run.load[0]:.1f}, after {run.load[1]:.1f}",
        f"- data of `seed_bulk`: {proposals} proposals, {costs} budget rows, {notes} notes, {entries} audit entries",
        f"- {run.rounds} rounds of {run.requests} requests one after the other; medians, and the least and greatest of",
        "  the rounds; a page whose requests cannot be repeated has fewer. Processor time is from /proc, in ticks of",
        "  10 ms, of the workers and of the database together; answers are asked for without compression",
        "",
        *HEAD,
        *(_row(measured, floors) for measured in pages),
        "",
        "## A RAB of 500 rows",
        "",
        f"Each {TIMES} times over one connection, the key {KEYS} times; figures of the browser are in steps of 8 ms.",
        "",
        "| what | figure | goal |",
        "| --- | --- | --- |",
        *(f"| {figure.name} | {figure.value:.0f} {figure.unit} | {_goal(figure)} |" for figure in budget),
        "",
        "## The floor",
        "",
        "A bare Django page with the same session, the same user and one statement over the same tables, and for",
        "saving one update and one insert in a transaction (`ops/bench/floor.py`), measured in the same rounds.",
        "",
        *HEAD,
        *(_row(measured, {}) for measured in floors.values()),
        *_faults([*floors.values(), *pages]),
    ]
    return "\n".join(lines) + "\n"


def _row(measured: Measured, floors: Mapping[str, Measured]) -> str:
    case = measured.case
    if not measured.answers:
        return f"| {case.name} | not measured | | | | | | | |"
    used, answer = measured.cpu, measured.answer
    parts = f"{used.median:.1f} ({_median(measured.application)} + {_median(measured.database)})"
    floor = floors.get(case.floor)
    ratio = used.median / floor.cpu.median if floor and floor.cpu.median else None
    cells = [
        case.name,
        parts,
        _spread(used),
        f"{ratio:.1f}" if ratio else "",
        _goals(
            (case.ratio_goal, ratio, "at most {:.0f}x"),
            (case.cpu_goal, used.median, "at most {:.0f} ms"),
        ),
        f"{answer.median:.0f}",
        _spread(answer),
        _goals((case.answer_goal, answer.median, "under {:.0f} ms")),
        f"{measured.size / 1000:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _goals(*goals: tuple[float | None, float | None, str]) -> str:
    """Name each goal and whether it is met."""
    return "; ".join(
        f"{words.format(goal)}: {'met' if value <= goal else '**missed**'}"
        for goal, value, words in goals
        if goal is not None and value is not None
    )


def _goal(figure: Figure) -> str:
    return _goals((figure.goal, figure.value, f"at most {{:.0f}} {figure.unit}"))


def _spread(spread: Spread) -> str:
    return f"{spread.least:.1f}–{spread.greatest:.1f}"


def _median(values: list[float]) -> str:
    return f"{Spread.of(values).median:.1f}"


def _faults(measured: Sequence[Measured]) -> list[str]:
    found = sorted({wrong for one in measured for wrong in one.wrong})
    return ["", "## Answers that were not right", "", *(f"- {wrong}" for wrong in found)] if found else []
