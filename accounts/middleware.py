"""Who the request's person may act as, and the forced first password."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.functional import SimpleLazyObject

from accounts.mandate import Mandate
from lebong_proposals import clock

OPEN_ROUTES = {"password-change", "logout", "time"}


class MandateMiddleware:
    """Offers ``request.mandate``, read when first asked for (two queries, the clock's included)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.mandate = SimpleLazyObject(lambda: Mandate(request.user, clock.reading(request).at))  # type: ignore[attr-defined,arg-type]
        return self.get_response(request)


class MustChangePasswordMiddleware:
    """Leads a person with a password that somebody else chose to the page that sets a new one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        must_change = user.is_authenticated and user.must_change_password
        if must_change and resolve(request.path_info).url_name not in OPEN_ROUTES:
            return redirect("password-change")
        return self.get_response(request)
