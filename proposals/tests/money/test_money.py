"""Rupiah as people read them, and the roundings that every total is made of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.money import (
    format_number,
    format_quantity,
    format_rupiah,
    row_amount,
    short_rupiah,
    spell_quantity,
    spell_rupiah,
    tax_amount,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "Rp0"),
        (850, "Rp850"),
        (12_450_000_000, "Rp12.450.000.000"),
        (-5_000, "\u2212Rp5.000"),
        (10**15, "Rp1.000.000.000.000.000"),
    ],
)
def test_rupiah_are_written_without_space_and_without_sen(value, text):
    assert format_rupiah(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "Rp0"),
        (999_999, "Rp999.999"),
        (1_000_000, "Rp1\u00a0juta"),
        (850_000_000, "Rp850\u00a0juta"),
        (995_000_000, "Rp995\u00a0juta"),
        (999_994_999, "Rp999,99\u00a0juta"),
        (999_995_000, "Rp1\u00a0miliar"),
        (12_450_000_000, "Rp12,45\u00a0miliar"),
        (12_454_999_999, "Rp12,45\u00a0miliar"),
        (12_455_000_000, "Rp12,46\u00a0miliar"),
        (999_995_000_000, "Rp1\u00a0triliun"),
        (1_234_500_000_000_000, "Rp1.234,5\u00a0triliun"),
        (-850_000_000, "\u2212Rp850\u00a0juta"),
    ],
)
def test_short_rupiah_names_its_unit_in_words(value, text):
    assert short_rupiah(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("2.750"), "2,75"),
        (Decimal("1250.5"), "1.250,5"),
        (Decimal("3.000"), "3"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("0.001"), "0,001"),
    ],
)
def test_quantity_has_a_decimal_comma_and_no_idle_zeros(value, text):
    assert format_quantity(value) == text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol rupiah"),
        (1_000, "seribu rupiah"),
        (1_100, "seribu seratus rupiah"),
        (2_047_000_000, "dua miliar empat puluh tujuh juta rupiah"),
        (10_674_500_000, "sepuluh miliar enam ratus tujuh puluh empat juta lima ratus ribu rupiah"),
        (10**15, "satu kuadriliun rupiah"),
    ],
)
def test_rupiah_are_spelled_in_indonesian(value, words):
    assert spell_rupiah(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("1.250"), "satu koma dua lima"),
        (Decimal("4.005"), "empat koma nol nol lima"),
        (Decimal(1250), "seribu dua ratus lima puluh"),
    ],
)
def test_quantity_is_spelled_digit_by_digit_after_the_comma(value, words):
    assert spell_quantity(value) == words


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        (Decimal("2.750"), 385_000, 1_058_750),
        (Decimal("0.001"), 500, 1),
        (Decimal("0.001"), 499, 0),
        (Decimal("1.5"), 3, 5),
        (Decimal("0"), 10**15, 0),
        (Decimal("999999999999.999"), 10**15, 999_999_999_999_999 * 10**12),
    ],
)
def test_row_amount_rounds_half_up_to_whole_rupiah(quantity, price, amount):
    assert row_amount(quantity, price) == amount


@pytest.mark.parametrize(
    ("base", "rate", "tax"),
    [
        (100_000, Decimal(11), 11_000),
        (5, Decimal(10), 1),
        (4, Decimal(10), 0),
        (1_000_001, Decimal("11"), 110_000),
        (200, Decimal("0.25"), 1),
    ],
)
def test_tax_amount_takes_per_cent_and_rounds_half_up(base, rate, tax):
    assert tax_amount(base, rate) == tax


@given(st.decimals(min_value=0, max_value=10**12, places=3), st.integers(min_value=0, max_value=10**15))
def test_row_amount_is_never_more_than_half_a_rupiah_away(quantity, price):
    thousandths = int(quantity * 1000)

    assert -500 < row_amount(quantity, price) * 1000 - thousandths * price <= 500


@given(st.integers(min_value=0, max_value=10**15))
def test_number_is_grouped_in_threes(value):
    first, *rest = format_number(value).split(".")

    assert 1 <= len(first) <= 3
    assert {len(group) for group in rest} <= {3}
