"""Is the process alive, can it serve; for monitors, without signing in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

_structure_checked = False


class HealthMiddleware:
    """Takes the cookies from a monitor's question: a session would bring the database into the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/healthz/"):
            request.COOKIES.clear()
        return self.get_response(request)


@require_safe
@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration; not Redis, not SMTP, whose loss must not take the site down."""
    global _structure_checked
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app_clock()")
        if not _structure_checked:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return JsonResponse({"status": "migrations pending"}, status=503)
            _structure_checked = True
    except DatabaseError:
        connection.close()
        response = JsonResponse({"status": "database away"}, status=503)
        response["Retry-After"] = "5"
        return response
    return JsonResponse({"status": "ok"})
