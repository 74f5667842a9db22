"""Signing in and out, and passwords."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm, SignInForm
from accounts.models import User

BACKEND = "accounts.backends.UsernameOrEmailBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Page "Masuk"."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next(request))
    form = SignInForm(request, _posted(request))
    if request.method == "POST" and form.is_valid() and form.user is not None:
        login(request, form.user, backend=BACKEND)
        services.announce_sign_in(form.user)
        return HttpResponseRedirect(_next(request))
    if getattr(request, "axes_locked_out", False):
        return locked_out(request)
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "accounts/login.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when nothing was filled in; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def _next(request: HttpRequest) -> str:
    """The address that the person wanted to see, if it is one of this site; a relative one would be anybody's guess."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if safe and "\\" not in wanted and "\n" not in wanted and "\r" not in wanted else reverse("home")


@login_not_required
def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """429 after ten failures of one name from one address."""
    return render(request, "429.html", {"minutes": 15}, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect("login")
    # Office computers are shared; what the browser kept of this person's typing goes with the session.
    response["Clear-Site-Data"] = '"storage"'
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Page "Lupa kata sandi": the same answer whether the address is known or not."""
    form = ForgottenPasswordForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        services.ask_password_reset(form.cleaned_data["email"])
        return render(request, "accounts/password_forgot_done.html")
    return render(request, "accounts/password_forgot.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@sensitive_post_parameters("new_password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_set(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Page "Buat kata sandi Anda", reached by the link of a mail."""
    user = _user_of_link(uidb64)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "accounts/password_set.html", {"validlink": False}, status=404)
    form = NewPasswordForm(user, _posted(request))
    if request.method == "POST" and form.is_valid():
        services.set_password(user, form.cleaned_data["new_password"])
        messages.success(request, "Kata sandi baru sudah disimpan. Silakan masuk.")
        return redirect("login")
    context = {"form": form, "validlink": True}
    return render(request, "accounts/password_set.html", context, status=422 if form.errors else 200)


def _user_of_link(uidb64: str) -> User | None:
    try:
        return User.objects.filter(pk=int(force_str(urlsafe_base64_decode(uidb64))), is_active=True).first()
    except (ValueError, OverflowError):
        return None


@never_cache
@sensitive_post_parameters("current_password", "new_password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """Page "Ganti kata sandi"; also the forced first one."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - LoginRequiredMiddleware let nobody else pass
    form = ChangePasswordForm(user, _posted(request))
    if request.method == "POST" and form.is_valid():
        services.set_password(user, form.cleaned_data["new_password"])
        update_session_auth_hash(request, user)
        messages.success(request, "Kata sandi baru sudah disimpan.")
        return redirect("home")
    return render(request, "accounts/password_change.html", {"form": form}, status=422 if form.errors else 200)
