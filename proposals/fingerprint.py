"""The fingerprint of a content: one text for equal content, whatever the order, time zone or number of zeros.

Receipts, submitted versions and the audit chain hash this text, and it is stored beside the hash, so that anybody
can compute it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

GROUP = 4
ALREADY_PLAIN = frozenset({str, int, bool, type(None)})


def canonical_json(content: object) -> str:
    """Write content as JSON with sorted keys and no blanks; the text is the same for equal content.

    Moments become UTC with microseconds, dates ISO, decimals plain without idle zeros, UUIDs lower case.
    Raises TypeError for floats, sets and anything else whose text is not stable, ValueError for naive moments.
    """
    return json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_hex(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def short_fingerprint(hexadecimal: str, groups: int = 4) -> str:
    """Shorten a fingerprint for reading aloud: "7F3A-91C2-0B1E-55D0-…"."""
    upper = hexadecimal.upper()
    shown = [upper[start : start + GROUP] for start in range(0, groups * GROUP, GROUP)]
    return "-".join([*shown, "…"])


def _plain(content: object) -> object:
    """Turn one value into what JSON knows, or raise TypeError."""
    if type(content) in ALREADY_PLAIN:  # most of any content; enums are of types of their own
        return content
    if isinstance(content, Enum):
        return _plain(content.value)
    if content is None or isinstance(content, str | int):
        return content
    if isinstance(content, Mapping):
        return {_key(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if isinstance(content, Decimal):
        return _decimal(content)
    if isinstance(content, datetime):
        return _moment(content)
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, UUID):
        return str(content)
    raise TypeError(f"{type(content).__name__} has no canonical form")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("keys of canonical content are text")
    return str(key)


def _decimal(value: Decimal) -> str:
    """Write a decimal plainly: 1.50 and 1.5 are one text, and so are 0, -0 and 0.000."""
    if not value.is_finite():
        raise ValueError("a canonical number is finite")
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "0") else plain


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
