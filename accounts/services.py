"""What changes an account, each in one transaction with its announcement."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.signals import account_event


def announce_sign_in(user: User) -> None:
    """Put a successful sign-in on the record."""
    with transaction.atomic():
        account_event.send(sender=User, verb="signed_in", user=user, facts={})


def set_password(user: User, password: str) -> None:
    """Store a new password; every other session of the account ends with it."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.set_password(password)
        locked.must_change_password = False
        locked.save(update_fields=["password", "must_change_password"])
        account_event.send(sender=User, verb="password_changed", user=locked, facts={})
    user.password = locked.password
    user.must_change_password = False


def ask_password_reset(email: str) -> None:
    """Announce the wish for a reset link when the address belongs to an active account; say nothing either way."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        return
    with transaction.atomic():
        account_event.send(sender=User, verb="password_reset", user=user, facts={})
