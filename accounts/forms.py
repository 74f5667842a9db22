"""Sign-in and passwords, in the words of the interface."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from accounts.models import User

NO_MATCH = "Surel atau kata sandi tidak cocok. Periksa lagi, atau atur ulang kata sandi."
PASSWORD_LIMIT = 200  # characters; hashing a longer text only costs time


class SignInForm(forms.Form):
    """One message for a wrong name and a wrong password."""

    username = forms.CharField(
        label="Surel (email) dinas atau nama pengguna",
        max_length=254,
        error_messages={
            "required": "Isi surel (email) dinas atau nama pengguna.",
            "max_length": NO_MATCH,
            "null_characters_not_allowed": NO_MATCH,
        },
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Kata sandi",
        strip=False,
        max_length=PASSWORD_LIMIT,
        error_messages={
            "required": "Isi kata sandi.",
            "max_length": NO_MATCH,
            "null_characters_not_allowed": NO_MATCH,
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        user = authenticate(self.request, username=cleaned["username"].strip(), password=cleaned["password"])
        if user is None:
            raise forms.ValidationError(NO_MATCH, code="no_match")
        self.user = user
        return cleaned


class ForgottenPasswordForm(forms.Form):
    email = forms.EmailField(
        label="Surel (email) dinas",
        max_length=254,
        error_messages={
            "required": "Isi surel (email) dinas.",
            "invalid": "Tulis alamat surel lengkap, misalnya nama@lebongkab.go.id.",
            "max_length": "Tulis alamat surel lengkap, misalnya nama@lebongkab.go.id.",
            "null_characters_not_allowed": "Tulis alamat surel lengkap, misalnya nama@lebongkab.go.id.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed once; the page can show it."""

    new_password = forms.CharField(
        label="Kata sandi baru",
        strip=False,
        max_length=PASSWORD_LIMIT,
        help_text="Paling sedikit 12 karakter. Boleh berupa beberapa kata.",
        error_messages={
            "required": "Isi kata sandi baru.",
            "max_length": f"Kata sandi baru paling banyak {PASSWORD_LIMIT} karakter.",
            "null_characters_not_allowed": "Ada karakter yang tidak diizinkan. Tulis kata sandi lain.",
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User | None, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    """Asks for the present password as well."""

    current_password = forms.CharField(
        label="Kata sandi sekarang",
        strip=False,
        max_length=PASSWORD_LIMIT,
        error_messages={
            "required": "Isi kata sandi sekarang.",
            "max_length": "Kata sandi sekarang tidak cocok.",
            "null_characters_not_allowed": "Kata sandi sekarang tidak cocok.",
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current_password", "new_password"]

    def clean_current_password(self) -> str:
        password: str = self.cleaned_data["current_password"]
        if self.user is None or not self.user.check_password(password):
            raise forms.ValidationError("Kata sandi sekarang tidak cocok.", code="wrong")
        return password
