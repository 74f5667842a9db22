"""Standar satuan harga: a year's reference prices, replaced as a whole and on the record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from accounts.mandate import Mandate
from accounts.models import User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import ReferencePrice
from proposals.price_match import match_key
from proposals.services.refusals import ServiceRefused
from proposals.workflow import Refusal, Verdict

TABLE = "standar satuan harga"
BATCH = 2_000


class PricesRefused(ServiceRefused):
    """The change may not be made; ``reason`` is the sentence to show."""


@transaction.atomic
def replace_year(year: int, prices: Iterable[tuple[str, str, str, int]], *, actor: User, seen_count: int) -> int:
    """Let a year have these prices (code, description, unit, rupiah) and no others; return how many there were.

    ``seen_count`` is how many the page told that it would replace. Two replacements wait for each other (an advisory
    lock on the year). Raises ``PricesRefused``: not an admin, or replaced meanwhile.
    """
    mandate = Mandate(actor, clock.now())
    if Role.ADMIN not in mandate.roles:
        raise PricesRefused(Verdict("Hanya admin yang mengubah standar satuan harga.", Refusal.ROLE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{TABLE} {year}"])
    before = ReferencePrice.objects.filter(year=year).count()
    if before != seen_count:
        raise PricesRefused(Verdict("Standar satuan harga sudah diubah sejak Anda memeriksanya.", Refusal.STALE))
    rows = list(prices)
    load(year, rows)
    audit.record(
        audit.Verb.REFERENCE_CHANGED,
        actor=audit.Actor.of(actor, mandate.membership_as(frozenset({Role.ADMIN}))),
        at=clock.now(),
        facts={
            "table": TABLE,
            "what": "replaced",
            "row": str(year),
            "changes": {"count": [before, len(rows)]},
            "sha256": sha256_hex(canonical_json(rows)),
        },
    )
    return before


def load(year: int, prices: Iterable[tuple[str, str, str, int]]) -> None:
    """Put a year's prices in place of the stored ones; the caller has the transaction and the record."""
    ReferencePrice.objects.filter(year=year).delete()
    ReferencePrice.objects.bulk_create(
        (
            ReferencePrice(
                year=year,
                code=code,
                description=description,
                unit=unit,
                unit_price=price,
                match_key=match_key(description, unit),
            )
            for code, description, unit, price in prices
        ),
        batch_size=BATCH,
    )
