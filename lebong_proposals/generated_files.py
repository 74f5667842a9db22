"""Files made from others and kept: each lies in a folder named after everything its bytes depend on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def generated(cache: Path, recipe: bytes, name: str, make: Callable[[], bytes]) -> Path:
    """Give the file of this recipe, making it only when it is not there yet.

    It is written beside its place and renamed: two processes may start at once, and nobody sees half a file.
    """
    target = cache / hashlib.sha256(recipe).hexdigest()[:16] / name
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(make())
    os.chmod(draft, 0o644)
    os.replace(draft, target)
    return target
