"""Sets one document as a PDF in a process of its own; the only file that knows the PDF library.

The library keeps what it has laid out for the documents that follow, some forty megabytes for each long table: a web
worker that set ten of them would hold half a gigabyte for good. A process that ends gives everything back, can be
bounded in memory and time, and has neither the site's connections nor its secrets.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, cast

import typst

MEMORY = 2 * 1024**3
# Archival and accessible: for a screen reader today, and for whoever opens it in thirty years.
STANDARDS: list[Any] = ["a-2a", "ua-1"]


def main() -> None:
    """Read a job (folder, template, fonts, data) from standard input and write the PDF to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(_typeset(json.load(sys.stdin.buffer)))


def _typeset(job: dict[str, Any]) -> bytes:
    compiler = typst.Compiler(root=job["folder"], font_paths=[job["fonts"]], ignore_system_fonts=True)
    template, data = f"{job['folder']}/{job['template']}.typ", {"data": json.dumps(job["data"])}
    try:
        return cast(bytes, compiler.compile(template, format="pdf", sys_inputs=data, pdf_standards=STANDARDS))
    except typst.TypstError:
        # The archival standard refuses what no typeface here has a shape for, such as an emoji in a typed text. Such a
        # paper is still tagged and still has to be printed; the shape is an empty box.
        return cast(bytes, compiler.compile(template, format="pdf", sys_inputs=data))


if __name__ == "__main__":
    main()
