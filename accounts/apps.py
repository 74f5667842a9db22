"""The people and offices below both other applications."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from accounts import session_stamps  # noqa: F401 (its receiver stamps each new session)
