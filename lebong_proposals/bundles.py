"""One stylesheet and one script a page, made from the small files people edit: a weak line pays for every request.

The order is the order of loading. A page's own script (upload) stays a file of its own; the budget's are one.
"""

from __future__ import annotations

import re
from pathlib import Path

from lebong_proposals.generated_files import generated

BUNDLES: dict[str, tuple[str, ...]] = {
    "bundles/titian.css": (
        "css/tokens.css",
        "css/base.css",
        "css/components.css",
        "css/drafting.css",
        "css/upload.css",
        "css/print.css",
    ),
    "bundles/titian.js": (
        "js/countdown_words.js",
        "js/countdown.js",
        "js/submit_once.js",
        "js/reveal_password.js",
        "js/error_summary.js",
        "js/requests.js",
        "js/go_back.js",
        "js/unsaved.js",
        "js/session.js",
        "js/autosave.js",
        "js/print_page.js",
    ),
    "bundles/budget.js": (
        "js/number_entry.js",
        "js/budget_lines.js",
        "js/budget_block.js",
        "js/budget_paste.js",
        "js/budget.js",
    ),
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\s*\n\s*")


def bundle(name: str, sources: Path, cache: Path) -> Path:
    """Give one bundle's file, as current as its sources."""
    text = "\n".join((sources / part).read_text(encoding="utf-8") for part in BUNDLES[name])
    if name.endswith(".css"):
        text = INDENT.sub("\n", COMMENT.sub("", text)).strip() + "\n"
    content = text.encode()
    return generated(cache, content, Path(name).name, lambda: content)
