"""The policy of the two pages that must work when nothing else does: 500 and 503 carry their style inside.

Everywhere else inline style is forbidden; here exactly one block is allowed, by the hash of its text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from django.template.loader import render_to_string

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@cache
def error_page_csp() -> str:
    """Give the Content-Security-Policy header of 500.html and 503.html: nothing but their own style block."""
    style = STYLE.search(render_to_string("includes/error_style.html"))
    if style is None:
        raise LookupError("includes/error_style.html has no style block")
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
