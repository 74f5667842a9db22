"""Proposals: drafting, assistance, dispatch, and everything that is on the record."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "Usulan"

    def ready(self) -> None:
        from proposals.database_roles import grant_after_migrate

        # The only built-in signal in use: it runs once for each migrate, never for a row.
        post_migrate.connect(grant_after_migrate, sender=self)
