#!/usr/bin/env python
"""Run an administrative command, with the project's own environment when this Python has no Django."""

import importlib.util
import os
import sys
from pathlib import Path

PROJECT_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lebong_proposals.settings")
    if importlib.util.find_spec("django") is None:
        if not PROJECT_PYTHON.exists() or Path(sys.executable) == PROJECT_PYTHON:
            sys.exit("Django is not installed here. Run ./run once; it prepares .venv.")
        os.execv(PROJECT_PYTHON, [str(PROJECT_PYTHON), *sys.argv])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
