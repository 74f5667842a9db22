"""The session as the script of a page sees it: who is signed in, for how long, and signing in again in place."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import services, session_stamps
from accounts.forms import SignInForm
from accounts.views import BACKEND
from proposals.views.sessions import SessionLimits

LOCKED_OUT = "Terlalu banyak percobaan. Coba lagi 15 menit lagi."


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """GET tells; POST with a password signs in, without one it prolongs the session."""
    if request.method == "POST" and "password" in request.POST and not request.user.is_authenticated:
        return _sign_in(request)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return HttpResponse(status=401, headers={"HX-Trigger": "sesi-berakhir"})
        session_stamps.touch(request.session, session_stamps.now(), always=True)
    return _state(request)


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, request.POST)
    if form.is_valid() and form.user is not None:
        login(request, form.user, backend=BACKEND)
        services.announce_sign_in(form.user)
        return _state(request)
    if getattr(request, "axes_locked_out", False):
        return JsonResponse({"message": LOCKED_OUT}, status=429)
    return JsonResponse({"message": next(iter(form.errors.values()))[0]}, status=422)


def _state(request: HttpRequest) -> JsonResponse:
    is_in = request.user.is_authenticated
    return JsonResponse(
        {
            "user": request.user.get_username() if is_in else "",
            "token": get_token(request),
            "seconds": SessionLimits(request).seconds_left() if is_in else 0,
        }
    )
