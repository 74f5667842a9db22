"""What is true of this regency and this year as data files, so that no rule in the code names either."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def load(subject: str) -> dict[str, Any]:
    """Read one file of reference data, for example ``load("agencies")["agency"]``; instants come back in UTC."""
    with (FOLDER / f"{subject}.toml").open("rb") as file:
        content = tomllib.load(file)
    return {key: value.astimezone(UTC) if isinstance(value, datetime) else value for key, value in content.items()}


def cycle_years() -> list[int]:
    """Name the years that have a cycle file."""
    return sorted(int(path.stem.removeprefix("cycle_")) for path in FOLDER.glob("cycle_*.toml"))
