"""One stylesheet and one script a page, made from the small files people edit: a weak line pays for every request.

The order is the order of loading. A page's own script stays a file of its own; the budget's are one, and those of the
attachments. All of them leave without their comments and blanks.
"""

from __future__ import annotations

import re
from pathlib import Path

from rjsmin import jsmin

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
        "js/count_ticked.js",
        "js/count_left.js",
    ),
    "bundles/upload.js": ("js/photo.js", "js/upload.js"),
    "bundles/budget.js": (
        "js/number_entry.js",
        "js/budget_lines.js",
        "js/budget_block.js",
        "js/budget_paste.js",
        "js/budget.js",
        "js/budget_keys.js",
    ),
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\s*\n\s*")


def page_scripts(sources: Path) -> list[str]:
    """Name the scripts that one kind of page loads beside the bundles."""
    bundled = {part for parts in BUNDLES.values() for part in parts}
    return [name for name in sorted(f"js/{file.name}" for file in sources.glob("js/*.js")) if name not in bundled]


def bundle(name: str, sources: Path, cache: Path) -> Path:
    """Give one bundle's or page script's file, as current as its sources."""
    text = "\n".join((sources / part).read_text(encoding="utf-8") for part in BUNDLES.get(name, (name,)))
    if name.endswith(".css"):
        text = INDENT.sub("\n", COMMENT.sub("", text))
    else:
        text = jsmin(text)
    content = f"{text.strip()}\n".encode()
    return generated(cache, content, Path(name).name, lambda: content)
