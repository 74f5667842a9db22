"""Processor time of whole process trees, from /proc (Linux only)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def milliseconds(roots: Iterable[int]) -> float:
    """What these processes, their living descendants and those that they have buried have used so far."""
    processes = _all()
    return 1000 / TICKS * sum(_ticks_of_tree(root, processes) for root in roots)


def _ticks_of_tree(root: int, processes: Mapping[int, tuple[int, int, int]]) -> int:
    if root not in processes:
        return 0
    _, own, buried = processes[root]
    return (
        own
        + buried
        + sum(_ticks_of_tree(pid, processes) for pid, (parent, _, _) in processes.items() if parent == root)
    )


def _all() -> dict[int, tuple[int, int, int]]:
    """Of every process: its parent, its own ticks, and those of its children that have ended."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name may hold blanks and brackets; what follows the last bracket does not.
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        found[int(path.parent.name)] = (
            int(fields[1]),
            int(fields[11]) + int(fields[12]),
            int(fields[13]) + int(fields[14]),
        )
    return found


def machine() -> str:
    """Processor, number of cores, memory."""
    models = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return f"{models[0] if models else 'processor unknown'}, {os.cpu_count()} cores, {memory / 2**20:.0f} GB"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
