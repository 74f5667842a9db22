"""Answers to what went wrong outside any view: a missing page, a crash, an old form, a database that is away."""

from __future__ import annotations

import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from lebong_proposals.error_style import error_page_csp
from proposals.files.arriving import FileTooBig
from proposals.files.storage import DiskFull

RETRY_AFTER = "10"  # seconds
UPLOAD_AFTER = "10"  # seconds until a place for a body with files is likely to be free
DATABASE_FAULTS = (OperationalError, InterfaceError)
logger = logging.getLogger(__name__)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for a file or a form whose text is larger than the server takes."""
    if isinstance(exception, RequestDataTooBig):
        is_text = not isinstance(exception, FileTooBig)
        return render(request, "413.html", {"is_text": is_text, "back": _came_from(request)}, status=413)
    return render(request, "400.html", status=400)  # the host itself may be what is wrong: no way back is looked for


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session; the Back button still has what was typed."""
    return render(request, "400.html", {"back": _came_from(request)}, status=403)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither the database nor the static files; 503 when a middleware found no database.

    507 when an upload found no room on the disk before any view could say so.

    Django answers each layer's exception by itself, so that no middleware sees what another one raised.
    """
    error = sys.exception()
    if isinstance(error, DATABASE_FAULTS):
        return database_away(error)
    code = {"code": getattr(request, "request_id", "")}
    return _plain_page("507.html", 507, code) if isinstance(error, DiskFull) else _plain_page("500.html", 500, code)


def database_away(error: Exception) -> HttpResponse:
    """503 with ``Retry-After`` (seconds), and the broken connection dropped."""
    logger.error("database away: %s", type(error).__name__)
    connection.close()
    response = _plain_page("503.html", 503)
    response["Retry-After"] = RETRY_AFTER
    return response


def uploads_full(request: HttpRequest) -> HttpResponse:
    """429 with ``Retry-After`` (seconds): nothing was read or stored, and no query is spent on saying so."""
    response = _plain_page("429_uploads.html", 429, {"seconds": UPLOAD_AFTER, "back": _came_from(request)})
    response["Retry-After"] = UPLOAD_AFTER
    return response


def _came_from(request: HttpRequest) -> str:
    """The page of ours that sent the form: many an address only takes what is sent to it."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else ""


def _plain_page(template: str, status: int, context: dict[str, str] | None = None) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Content-Security-Policy"] = error_page_csp()
    return response
