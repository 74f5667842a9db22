"""What a production process refuses to start with: a role that may do everything, or a clock that was moved."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

FACTS = """
    SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
           (SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = 'lebong_clock'::regclass),
           (SELECT shift <> interval '0' OR frozen_at IS NOT NULL FROM lebong_clock)
"""
logger = logging.getLogger(__name__)


def refuse_unsafe_start() -> None:
    """Raise ``ImproperlyConfigured`` with what to do; a demo may run with a moved clock (one query).

    While the database is away nothing can be asked; the process starts and answers 503 until it is back.
    """
    if settings.REQUIRE_TOTP:
        raise ImproperlyConfigured(
            "REQUIRE_TOTP asks for one-time codes, which this version cannot check yet; leave it empty."
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute(FACTS)
            is_superuser, is_owner, is_rehearsal = cursor.fetchone()
    except OperationalError:
        logger.warning("the database is away; its role and clock were not checked at start")
        return
    finally:
        connection.close()
    if is_superuser or is_owner:
        raise ImproperlyConfigured(
            "DATABASE_URL connects as a superuser or as the owner of the tables; "
            "use the serving role (app_rw), and DATABASE_OWNER_URL for migrations."
        )
    if is_rehearsal and not settings.DEMO:
        raise ImproperlyConfigured(
            "The clock of this database is a rehearsal's; run `manage.py rehearse --real` first."
        )
