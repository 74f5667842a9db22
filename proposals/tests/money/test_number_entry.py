"""What people type is read as the shared table says; the browser's twin is held to the same file."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.testing.stopwatch import computed_within
from proposals.money import (
    MAX_RUPIAH,
    NumberRefused,
    format_number,
    format_quantity,
    format_rupiah,
    parse_quantity,
    parse_rupiah,
)

CASES = json.loads((Path(__file__).parent / "number_cases.json").read_text(encoding="utf-8"))
PARSERS = {"rupiah": parse_rupiah, "quantity": parse_quantity}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}-{case['input'][:24]!r}" for case in CASES])
def test_number_entry_follows_the_shared_table(case):
    try:
        parsed = PARSERS[case["kind"]](case["input"])
    except NumberRefused as refused:
        answer = {"value": None, "refusal": refused.code, "note": ""}
    else:
        answer = {"value": Decimal(parsed.value), "refusal": "", "note": parsed.note}

    expected = {"value": Decimal(case["value"]) if case["value"] else None}
    assert answer == {**expected, "refusal": case["refusal"], "note": case["note"]}


def test_number_table_has_no_contradictory_rows():
    keys = [(case["kind"], case["input"]) for case in CASES]

    assert len(keys) == len(set(keys))
    assert len(keys) >= 80


@pytest.mark.parametrize(
    ("parse", "text", "sentence"),
    [
        (parse_rupiah, "1.000,50", "Tulis harga satuan dalam rupiah tanpa sen, misalnya 385.000."),
        (parse_rupiah, "-1", "Harga satuan harus 0 atau lebih."),
        (parse_rupiah, "12 jt", "“12 jt” bukan angka. Tulis angkanya lengkap, misalnya 12.000.000."),
        (parse_rupiah, "9" * 19, "Harga satuan paling besar Rp1.000.000.000.000.000."),
        (parse_quantity, "abc", "Tulis harga satuan dengan angka, misalnya 4,75."),
        (
            parse_quantity,
            "1,2345",
            "Tulis harga satuan dengan paling banyak tiga angka di belakang koma, misalnya 4,755.",
        ),
        (parse_quantity, "9" * 13, "Harga satuan paling besar 999.999.999.999,999."),
    ],
)
def test_number_refusal_names_the_field_and_says_what_to_write(parse, text, sentence):
    with pytest.raises(NumberRefused) as refused:
        parse(text, "harga satuan")

    assert refused.value.sentence == sentence


@given(st.integers(min_value=0, max_value=MAX_RUPIAH))
def test_rupiah_survives_being_written_and_read(value):
    assert parse_rupiah(format_rupiah(value)).value == value
    assert parse_rupiah(format_number(value)).value == value
    assert parse_rupiah(str(value)).value == value


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.999"), places=3))
def test_quantity_survives_being_written_and_read(value):
    assert parse_quantity(format_quantity(value)).value == value


@given(st.text(max_size=40))
def test_number_entry_answers_or_refuses_but_never_breaks(text):
    for parse in PARSERS.values():
        try:
            value = parse(text).value
        except NumberRefused:
            continue
        assert value >= 0


@pytest.mark.parametrize("text", ["9" * 5_000_000, "1.000" * 1_000_000, " " * 5_000_000, "x" * 5_000_000])
def test_number_entry_refuses_megabytes_at_once(text):
    with computed_within(0.05), pytest.raises(NumberRefused) as refused:
        parse_rupiah(text)

    assert len(refused.value.sentence) < 200
