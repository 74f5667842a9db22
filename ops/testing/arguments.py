"""Which tests `./test` runs and how: the curated set unless somebody asks for something particular."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.launcher.environment import PROJECT

WORKERS = 2
TAKE_A_VALUE = {"-k", "-m", "-n", "-p", "-c", "-o", "-r", "-W", "--dist", "--maxfail", "--rootdir", "--durations"}


@dataclass(frozen=True)
class Plan:
    """The arguments of pytest and the number of its worker processes (0: none, all in one process)."""

    arguments: tuple[str, ...]
    workers: int

    @classmethod
    def of(cls, given: Sequence[str]) -> "Plan":
        """Read `./test`'s arguments: `--all` lifts the choice of tests, a path replaces it, the rest is pytest's."""
        rest = [argument for argument in given if argument != "--all"]
        everything = len(rest) < len(given)
        paths = any(map(_names_tests, ["", *rest], rest))
        added: list[str] = []
        if not (everything or paths or _has(rest, "-m")):
            added += ["-m", "not slow"]
        if _has(rest, "-n"):
            return cls((*added, *rest), _workers_asked(rest))
        if paths:
            return cls((*added, *rest), 0)
        return cls((*added, "-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder", *rest), WORKERS)


def _names_tests(before: str, argument: str) -> bool:
    """A path, or a path with a test's name behind it, that is not the value of an option."""
    if argument.startswith("-") or before in TAKE_A_VALUE:
        return False
    return (PROJECT / Path(argument.partition("::")[0])).exists()


def _has(arguments: Sequence[str], option: str) -> bool:
    return any(argument.startswith(option) and not argument.startswith("--") for argument in arguments)


def _workers_asked(arguments: Sequence[str]) -> int:
    joined = " ".join(arguments)
    number = joined.partition("-n")[2].strip(" =").split(" ")[0]
    return int(number) if number.isdigit() else WORKERS
