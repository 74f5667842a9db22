"""Mail: what must be told to whom, queued with the change that causes it and sent from its row."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Pemberitahuan"

    def ready(self) -> None:
        from notifications import receivers

        receivers.connect()
