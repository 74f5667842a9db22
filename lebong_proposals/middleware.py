"""What every answer carries, and what is answered while the database is away."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from lebong_proposals import errors

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request a short code, which error pages show and log lines carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid4().hex[:8]  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class SecurityHeadersMiddleware:
    """Adds the headers that Django has no setting for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path_info.startswith("/static/"):
            # no-cache, not no-store: the Back button must bring back what was typed.
            response.setdefault("Cache-Control", "private, no-cache")
        return response


class DatabaseAwayMiddleware:
    """Answers 503 with ``Retry-After`` when a view cannot reach PostgreSQL; ``errors.server_error`` does the rest."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catch it where a view raised it, before Django logs it as a crash."""
        return errors.database_away(exception) if isinstance(exception, errors.DATABASE_FAULTS) else None
