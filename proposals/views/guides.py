"""What helps before anything is written: empty templates, and a proposal that is complete. No proposal is needed."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.context import current
from proposals.exports import docx, xlsx
from proposals.exports.budget_template import budget_template
from proposals.exports.terms_template import terms_template
from proposals.files.names import content_disposition
from proposals.presentation import summary
from proposals.sections import Section
from proposals.snapshot import Content

EXAMPLE = Path(settings.BASE_DIR) / "proposals/reference_data/example_proposal.toml"


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """Page "Contoh usulan yang lengkap", in the same words and tables as a real one."""
    content = _example()
    parts = [part for part in summary(content) if part.section is not Section.ATTACHMENTS]
    context = {"parts": parts, "title": content["identity"]["title"], "files": content["attachments"]["files"]}
    return render(request, "proposals/help/example.html", context)


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """The empty budget workbook, not yet of any proposal."""
    workbook = budget_template("[nomor]", "[judul usulan]", "[nama OPD]")
    return _download(workbook, "Templat RAB.xlsx", xlsx.CONTENT_TYPE)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """The empty KAK with its headings, in the regency's name."""
    found = current(request)
    if found is None:
        raise Http404
    return _download(terms_template(found.cycle.regency.name), "Templat KAK.docx", docx.CONTENT_TYPE)


@cache
def _example() -> Content:
    content: dict[str, Any] = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    for row in content["budget"]["rows"]:
        row.setdefault("unit_price", None)  # TOML has no word for nothing
    return content


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
