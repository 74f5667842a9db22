"""What `make bench` reports: medians, ratios, goals and wrong answers, and processor time that is really counted."""

import os
import time

from ops.bench import cpu
from ops.bench.browser import Answer, Request
from ops.bench.cases import Case, always
from ops.bench.long_budget import Figure
from ops.bench.measure import Measured, _faults
from ops.bench.report import Run, page
from ops.bench.targets import Target, Targets

TARGET = Target("2025-0001", 1, "telaah", "operator", 24, 9)
TARGETS = Targets(TARGET, TARGET, TARGET, TARGET, [], (500, 12_000, 3_000, 2_000), "18.6")
RUN = Run("2025-11-10 08:00 WIB", (0.5, 1.5), 3, 20)


def measured(name, cpus, answers, **goals):
    case = Case(name, always(Request("/")), 200, "ada", **goals)
    return Measured(case, application=[one - 1 for one in cpus], database=[1.0] * len(cpus), answers=answers)


def row_of(text, name):
    return next(line for line in text.splitlines() if line.startswith(f"| {name} "))


def test_row_names_medians_spread_ratio_and_what_became_of_the_goals():
    floor = measured("floor: 25 rows", [10.0, 10.0, 11.0], [12.0, 12.0, 12.0])
    queue = measured("queue", [50.0, 20.0, 25.0], [160.0, 140.0, 300.0], floor="list", ratio_goal=3, answer_goal=150)

    row = row_of(page(RUN, TARGETS, {"list": floor}, [queue], []), "queue")

    assert "25.0 (24.0 + 1.0) | 20.0–50.0 | 2.5 | at most 3x: met" in row
    assert "160 | 140.0–300.0 | under 150 ms: **missed**" in row


def test_page_without_requests_is_reported_as_not_measured():
    assert "not measured" in row_of(page(RUN, TARGETS, {}, [measured("decision", [], [])], []), "decision")


def test_wrong_answers_stand_at_the_end():
    case = Case("list", always(Request("/")), 200, "ada")
    right, wrong = Answer(200, b"ada", 1, ()), Answer(200, b"kosong", 1, ())
    one = measured("list", [1.0], [1.0])
    one.wrong = _faults(case, [right, wrong])

    assert len(one.wrong) == 1
    assert page(RUN, TARGETS, {}, [one], []).rstrip().endswith(one.wrong[0])


def test_figures_of_the_long_budget_stand_beside_their_goals():
    figures = [Figure("saving", 401.0, "ms", 400), Figure("opening", 80.4, "ms")]

    text = page(RUN, TARGETS, {}, [], figures)

    assert row_of(text, "saving") == "| saving | 401 ms | at most 400 ms: **missed** |"
    assert row_of(text, "opening") == "| opening | 80 ms |  |"


def test_processor_time_of_this_process_grows_while_it_works():
    before = cpu.milliseconds([os.getpid()])
    until = time.process_time() + 0.1
    while time.process_time() < until:
        sum(range(1000))

    assert cpu.milliseconds([os.getpid()]) - before >= 80
