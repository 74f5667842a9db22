"""Text from forms and files: one form for equal names, nothing that breaks a store or deceives the eye."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.testing.stopwatch import computed_within
from proposals.text import REFUSAL, TextRefused, clean_line, clean_text


@pytest.mark.parametrize(
    ("value", "clean"),
    [
        ("Jalan Embong Panjang", "Jalan Embong Panjang"),
        ("  dua spasi \u00a0", "dua spasi"),
        ("baris satu\r\nbaris dua\rbaris tiga", "baris satu\nbaris dua\nbaris tiga"),
        ("paragraf\u2029baru", "paragraf\nbaru"),
        ("kolom\tdua", "kolom\tdua"),
        ("Cafe\u0301", "Café"),
        ("laporan\u202efdp.exe", "laporanfdp.exe"),
        ("\u2066terisolasi\u2069", "terisolasi"),
        ("\ufeffawal berkas", "awal berkas"),
        ("", ""),
        (" \u00a0\u3000\n", ""),
        ("\u200b\u200c\u200d\u2060\ufeff", ""),
        ("\u202e\u202c", ""),
        ("\u3164\u2800", ""),
        ("keluarga 👨\u200d👩\u200d👧", "keluarga 👨\u200d👩\u200d👧"),
        ("ᥐᥤ ꤰꥍꤺ ᯅᯖᯂ᯲", "ᥐᥤ ꤰꥍꤺ ᯅᯖᯂ᯲"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("{{7*7}} {% load %} ${7*7}", "{{7*7}} {% load %} ${7*7}"),
    ],
)
def test_text_is_normalised_and_otherwise_kept(value, clean):
    assert clean_text(value) == clean


@pytest.mark.parametrize(
    "character", ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\x9f", "\ud800", "\ufffe", "\uffff"]
)
def test_text_with_a_forbidden_character_is_refused_in_one_sentence(character):
    with pytest.raises(TextRefused) as refused:
        clean_text(f"Pembangunan{character}jalan")

    assert refused.value.sentence == REFUSAL
    assert REFUSAL == "Ada karakter yang tidak diizinkan. Hapus karakter itu lalu simpan lagi."


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Kepala\r\nBcc: x@y", "Kepala Bcc: x@y"),
        ("a\t\u00a0 b", "a b"),
        (" satu\u2028dua ", "satu dua"),
        ("\u200b", ""),
    ],
)
def test_line_holds_no_line_break(value, line):
    assert clean_line(value) == line


@given(st.text())
def test_cleaning_text_twice_changes_nothing(value):
    try:
        once = clean_text(value)
    except TextRefused:
        return
    assert clean_text(once) == once
    assert clean_line(clean_line(once)) == clean_line(once)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")))
def test_text_without_controls_is_never_refused(value):
    assert isinstance(clean_text(value), str)


@pytest.mark.parametrize(
    "value", [" " * 5_000_000, "a" + " " * 30_000 + "b", "a" + "\u200b" * 30_000 + "b", "\r" * 30_000]
)
def test_long_runs_of_blanks_take_no_time(value):
    """Trying every end of every run would take minutes."""
    with computed_within(0.25):
        clean_line(value)
