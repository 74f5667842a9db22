"""The program that reads one sheet of a workbook in a process of its own, within limits that only it can break.

It stands alone and imports nothing of the project: the workbook comes by standard input, the rows leave as JSON.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

MEMORY = 96 * 1024**2
SECONDS = 5
COLUMNS = 100
LONGEST_CELL = 1_000
LONGEST_OUTPUT = 8_000_000
TOO_LARGE = 3


def limit() -> None:
    """Bound memory and time; write no core and no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def plain(value: Any) -> Any:
    """Give a cell as JSON holds it; a date or time as a list of one text."""
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    if isinstance(value, bool | int | float):
        return value
    return [str(value)]


def main() -> None:
    """Read the sheet named in the arguments, from its first row and column."""
    limit()
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    rows = workbook.get_sheet_by_name(sys.argv[1]).to_python(skip_empty_area=False)
    answer = json.dumps([[plain(cell) for cell in row[:COLUMNS]] for row in rows])
    if len(answer) > LONGEST_OUTPUT:
        sys.exit(TOO_LARGE)
    sys.stdout.write(answer)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(TOO_LARGE)
