"""The words that differ between two texts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.testing.stopwatch import computed_within
from proposals.comparison import Kind, pieces, shortened
from proposals.tests.comparing.contents import patient

TEXTS = st.lists(st.sampled_from(["saluran", "irigasi", "bocor", ",", ".", " ", "\n", "2.750", "a", "é"])).map("".join)


def told(old, new):
    return [(piece.kind.value, piece.text) for piece in pieces(old, new)]


@patient
@given(TEXTS | st.text(), TEXTS | st.text())
def test_pieces_rebuild_both_texts(old, new):
    found = pieces(old, new)

    assert "".join(piece.text for piece in found if piece.kind is not Kind.ADDED) == old
    assert "".join(piece.text for piece in found if piece.kind is not Kind.REMOVED) == new


@patient
@given(TEXTS | st.text())
def test_equal_texts_have_no_change(text):
    assert {piece.kind for piece in pieces(text, text)} <= {Kind.SAME}


@patient
@given(TEXTS, TEXTS)
def test_pieces_are_joined_and_removals_come_first(old, new):
    kinds = [piece.kind for piece in pieces(old, new)]

    assert all(one != other for one, other in pairwise(kinds))
    assert (Kind.ADDED, Kind.REMOVED) not in pairwise(kinds)


def test_one_changed_word_is_one_change():
    assert told("Saluran bocor sejak 2019, panjang 1.250 m.", "Saluran bocor sejak 2021, panjang 1.250 m.") == [
        ("same", "Saluran bocor sejak "),
        ("removed", "2019"),
        ("added", "2021"),
        ("same", ", panjang 1.250 m."),
    ]


def test_new_paragraph_leaves_the_others_alone():
    assert told("Satu.\nDua.\n", "Satu.\nBaru sama sekali.\nDua.\n") == [
        ("same", "Satu.\n"),
        ("added", "Baru sama sekali.\n"),
        ("same", "Dua.\n"),
    ]


def test_texts_with_hardly_a_common_word_are_replaced_as_a_whole():
    old, new = "Warga meminta jalan dan jembatan diperbaiki", "Puskesmas kekurangan obat dan dokter gigi"

    assert told(old, new) == [("removed", old), ("added", new)]


def prose(number, seed):
    words = ("saluran", "irigasi", "bocor", "sawah", "petani", "desa", "panen", "pada", "dan", "di", "yang", "untuk")
    return " ".join(f"{words[(place * seed) % len(words)]}{place * seed % 97}" for place in range(number))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (prose(3_000, 7), prose(3_000, 11)),
        (prose(3_000, 7), prose(3_000, 7).replace("sawah", "kolam")),
        ("a b " * 5_000, "b a " * 5_000),
        ("\n" * 5_000 + "x", "\n" * 4_000 + "y\n"),
    ],
    ids=["other words", "some words", "one word over and over", "empty lines"],
)
def test_very_long_texts_stay_quick(old, new):
    with computed_within(0.5):
        found = pieces(old, new)

    assert "".join(piece.text for piece in found if piece.kind is not Kind.REMOVED) == new


def test_shortened_keeps_what_is_around_a_change():
    before, after = "awal " * 200, " akhir" * 200

    same, removed, added, rest = shortened(pieces(f"{before}lama{after}", f"{before}baru{after}"))

    assert (removed.text, added.text) == ("lama", "baru")
    assert same.text.startswith(" … awal")
    assert same.text.endswith("awal ")
    assert rest.text.endswith("akhir … ")
    assert len(same.text) + len(rest.text) < 250


def test_shortened_leaves_a_text_without_change_whole():
    text = "kata " * 500

    assert "".join(piece.text for piece in shortened(pieces(text, text))) == text
