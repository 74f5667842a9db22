"""Two writings of one good are one key; two goods are two."""

import pytest

from proposals.price_match import match_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Semen Portland, 50 kg", "sak"), ("SEMEN  PORTLAND 50 KG", "Sak")),
        (("Beton K-225", "m³"), ("beton k 225", "m3")),
        (("Cat tembok", "m²"), ("Cat tembok", "M2")),
        (("Cat tembok", "m^2"), ("Cat tembok", "meter persegi")),
        (("Galian tanah", "m 3"), ("Galian tanah.", "Meter Kubik")),
        (("Pasir\u00a0pasang", "m3"), ("Pasir pasang", "m3 ")),
    ],
)
def test_writings_of_one_good_have_one_key(one, other):
    assert match_key(*one) == match_key(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Galian tanah", "m2"), ("Galian tanah", "m3")),
        (("Semen 40 kg", "sak"), ("Semen 50 kg", "sak")),
        (("Pipa 0,5 m", "batang"), ("Pipa 5 m", "batang")),
        (("Besi 8 m", "2 buah"), ("Besi 8", "m 2 buah")),
        (("Papan m 23", "buah"), ("Papan m2 3", "buah")),
    ],
)
def test_different_goods_have_different_keys(one, other):
    assert match_key(*one) != match_key(*other)


def test_key_fits_its_column_however_letters_unfold():
    assert len(match_key("\ufdfa" * 300, "m3")) <= 340
