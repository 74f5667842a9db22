"""Proposals: drafting, assistance, dispatch, and everything that is on the record."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "Usulan"

    def ready(self) -> None:
        from accounts.signals import account_event
        from proposals.account_record import record_account_event
        from proposals.database_roles import grant_after_migrate

        account_event.connect(record_account_event)

        # The only built-in signal in use; it runs once for each migrate, never for a row.
        post_migrate.connect(grant_after_migrate, sender=self)
