"""How long people stay signed in, and what they are told when it ends (``ux.md`` 5.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts import session_stamps
from lebong_proposals import clock
from proposals.context import current

# From the morning of the day before the last one: a limit at midnight is 48 hours after it.
LAST_DAYS = timedelta(days=2)
NO_ACTIVITY = frozenset({"/waktu/", "/masuk/sesi/"})
ENDED = "Anda keluar karena tidak ada aktivitas. Isian yang sudah tersimpan aman."
KEPT = "Masuk lagi. Isian Anda kami simpan sementara di peramban ini."


class SessionLimits:
    """The limits of one request's session; the cycle is read only when somebody asks for the seconds."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def seconds_left(self) -> int:
        """Seconds until the session ends, at most; zero or less when it has ended."""
        at = session_stamps.now()
        session, longest = self.request.session, settings.SESSION_LONGEST_SECONDS
        return session_stamps.seconds_left(session, at, idle=self._idle(), longest=longest)

    def is_over(self) -> bool:
        """Whether it has ended; the cycle is read only after the shorter limit."""
        at = session_stamps.now()
        idle, longest = settings.SESSION_IDLE_SECONDS, settings.SESSION_LONGEST_SECONDS
        if session_stamps.seconds_left(self.request.session, at, idle=idle, longest=longest) > 0:
            return False
        return self.seconds_left() <= 0

    def _idle(self) -> int:
        found = current(self.request)
        at = clock.reading(self.request).at
        is_last = found is not None and found.cycle.closes_at - LAST_DAYS <= at < found.cycle.closes_at
        return int(settings.SESSION_IDLE_SECONDS) * (2 if is_last else 1)


class SessionLimitsMiddleware:
    """Ends sessions that were idle or open for too long, and notes that the others are used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_limits = limits = SessionLimits(request)  # type: ignore[attr-defined]
        request.session_ended = False  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            if limits.is_over():
                logout(request)
                request.session_ended = True  # type: ignore[attr-defined]
            elif request.path_info not in NO_ACTIVITY:
                session_stamps.touch(request.session, session_stamps.now())
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Leads visitors to the sign-in; a script gets 401 instead, or the sign-in page would end up inside a page."""

    def handle_no_permission(  # type: ignore[override]  # Django's stubs know no answer but the redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Trigger": "sesi-berakhir"})
        if request.method == "POST":
            messages.warning(request, KEPT)
        elif request.session_ended:  # type: ignore[attr-defined]
            messages.info(request, ENDED)
        response: HttpResponse = super().handle_no_permission(request, view_func)
        return response
