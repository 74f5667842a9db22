"""Equal content has one canonical text and one fingerprint; what has no stable text is refused."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebong_proposals.clock import WIB
from proposals.fingerprint import canonical_json, sha256_hex, short_fingerprint


class Colour(Enum):
    RED = "merah"


def test_canonical_text_sorts_keys_and_writes_every_type_in_one_way():
    content = {
        "z": Decimal("2.750"),
        "amount": 10**15,
        "at": datetime(2025, 11, 27, 14, 6, 31, 5, tzinfo=WIB),
        "day": date(2025, 11, 30),
        "uuid": UUID("12345678-1234-5678-1234-56781234ABCD"),
        "title": "Jembatan “Ketahun” é",
        "rows": [{"b": None, "a": True}, ()],
        "state": Colour.RED,
    }

    assert canonical_json(content) == (
        '{"amount":1000000000000000,"at":"2025-11-27T07:06:31.000005+00:00","day":"2025-11-30",'
        '"rows":[{"a":true,"b":null},[]],"state":"merah","title":"Jembatan “Ketahun” é",'
        '"uuid":"12345678-1234-5678-1234-56781234abcd","z":"2.75"}'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Decimal("1.5"), Decimal("1.500")),
        (Decimal("0"), Decimal("-0.000")),
        (Decimal("1E+3"), Decimal("1000")),
        (datetime(2025, 11, 30, 23, 59, tzinfo=WIB), datetime(2025, 11, 30, 16, 59, tzinfo=UTC)),
        ((1, 2), [1, 2]),
    ],
)
def test_equal_content_has_one_text(one, other):
    assert canonical_json(one) == canonical_json(other)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (1.5, TypeError),
        ({1, 2}, TypeError),
        (b"bytes", TypeError),
        ({1: "angka sebagai kunci"}, TypeError),
        (Decimal("NaN"), ValueError),
        (datetime(2025, 11, 30), ValueError),  # noqa: DTZ001 - the naive moment is what is tested
    ],
)
def test_content_without_a_stable_text_is_refused(content, error):
    with pytest.raises(error):
        canonical_json(content)


def test_fingerprint_is_the_sha256_of_the_text():
    assert sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256_hex("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_short_fingerprint_is_read_in_groups_of_four():
    assert short_fingerprint("7f3a91c20b1e55d0" + "0" * 48) == "7F3A-91C2-0B1E-55D0-…"
    assert short_fingerprint("7f3a91c20b1e55d0" + "0" * 48, groups=2) == "7F3A-91C2-…"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_canonical_text_is_valid_json_and_its_own_canonical_form(content):
    text = canonical_json(content)

    assert json.loads(text) == content
    assert canonical_json(json.loads(text)) == text
