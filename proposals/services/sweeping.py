"""Stored files that no row names: what an upload left that was killed before its row was committed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from proposals.files.storage import remove_leftovers, remove_stored, stored_before
from proposals.models import AssistancePaper, Attachment, Dispatch

# Far longer than any request lasts: a file this old that no row names will not be named by one.
KEPT_FOR = timedelta(hours=24)
AT_ONCE = 500
# Every column that names a stored file.
NAMED_BY = ((Attachment, "sha256"), (Dispatch, "proof_sha256"), (AssistancePaper, "signed_sha256"))


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were looked at and removed."""

    examined: int
    unreferenced: int
    leftovers: int


def sweep(now: datetime) -> Swept:
    """Remove what has waited for a row or for its rename for 24 real hours; a file that a row names always stays."""
    before = now - KEPT_FOR
    examined = removed = 0
    for hashes in _batches(stored_before(before)):
        examined += len(hashes)
        removed += sum(remove_stored(sha256, before) for sha256 in hashes - _named(hashes))
    return Swept(examined, removed, remove_leftovers(before))


def _named(hashes: set[str]) -> set[str]:
    """Which of these any row names, replaced and removed attachments included (one query for each table)."""
    named: set[str] = set()
    for model, field in NAMED_BY:
        named.update(model._default_manager.filter(**{f"{field}__in": hashes}).values_list(field, flat=True))
    return named


def _batches(hashes: Iterator[str]) -> Iterator[set[str]]:
    while batch := set(islice(hashes, AT_ONCE)):
        yield batch
