"""`python -m ops.bench --size 500`: seed, serve, measure in three rounds, write `docs/benchmarks.md`."""

from __future__ import annotations

import argparse
import os
import time

from ops.bench import long_budget
from ops.bench.browser import sign_in
from ops.bench.cases import floors, pages
from ops.bench.measure import Measured, Server, one_round, warm_up
from ops.bench.report import Run, page
from ops.bench.site import Site, seeded_site
from ops.bench.targets import find_targets
from ops.launcher.environment import PROJECT
from ops.launcher.messages import say

# The bare pages are over within a tick or two of the counter; more of them make the figure finer.
FLOOR_TIMES = 4
REPORT = PROJECT / "docs" / "benchmarks.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ops.bench", description=__doc__)
    parser.add_argument("--size", type=int, default=500, help="proposals to seed")
    parser.add_argument("--requests", type=int, default=20, help="requests in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="use the state of the last run of the same size")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with seeded_site(given.size, keep=given.keep) as site:
        text = measure(site, given.rounds, given.requests, load)
    REPORT.write_text(text)
    say(text)


def measure(site: Site, rounds: int, requests: int, load: float) -> str:
    """Measure every case in turn, as often as there are rounds, and write the report."""
    targets = find_targets(site.database_url)
    reader = sign_in(site.port, "massal.telaah1")
    bare = {name: Measured(case) for name, case in floors(site, reader, targets.usual.number).items()}
    ours = [Measured(case) for case in pages(site, targets)]
    pages_of, floor_of = Server(site.port, site.web, site.database), Server(site.floor_port, site.floor, site.database)
    everything = [*((floor_of, one) for one in bare.values()), *((pages_of, one) for one in ours)]
    for server, one in everything:
        one.wrong += warm_up(server, one.case)
    for number in range(1, rounds + 1):
        for server, one in everything:
            one_round(server, one, requests * (FLOOR_TIMES if server is floor_of else 1))
        say(f"Round {number} of {rounds} is done.")
    budget = long_budget.measure(site, targets.draft)
    run = Run(time.strftime("%Y-%m-%d %H:%M %Z"), (load, os.getloadavg()[0]), rounds, requests)
    return page(run, targets, bare, ours, budget)


if __name__ == "__main__":
    main()
