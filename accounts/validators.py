"""Rules for a new password, in the words of the interface."""

from __future__ import annotations

from difflib import SequenceMatcher

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LOCAL_WORDS = ("lebong", "bappeda", "titian", "usulan", "bengkulu")


class LengthValidator:
    """At least ``min_length`` characters; several words are welcome, no rule of composition."""

    def __init__(self, min_length: int = 12) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(
                f"Kata sandi paling sedikit {self.min_length} karakter. Sekarang {len(password)} karakter.",
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return f"Paling sedikit {self.min_length} karakter. Boleh berupa beberapa kata."


class GuessableValidator:
    """Refuses the commonest passwords, the account's own names and the regency's words with digits behind."""

    def validate(self, password: str, user: object = None) -> None:
        lowered = password.lower()
        common = lowered in CommonPasswordValidator().passwords
        local = lowered.strip("0123456789 .-_!") in LOCAL_WORDS
        own = [str(getattr(user, name, "") or "").lower() for name in ("username", "name", "email")]
        similar = any(value and SequenceMatcher(a=lowered, b=value).quick_ratio() >= 0.8 for value in own)
        if common or local or similar:
            raise ValidationError(
                "Kata sandi ini mudah ditebak. Pakai beberapa kata yang hanya Anda ketahui.", code="password_guessable"
            )

    def get_help_text(self) -> str:
        return ""
