"""Number fields read what people type, keep it when it is refused, and name their limits."""

from decimal import Decimal

import pytest
from django import forms

from proposals.forms.fields import CoordinateField, MoneyField, QuantityField, WholeNumberField


class RowForm(forms.Form):
    price = MoneyField(label="Harga satuan", min_value=1, max_value=12_000_000, required=False)
    volume = QuantityField(label="Volume", required=False)
    people = WholeNumberField(label="Jumlah penerima manfaat", required=False)
    year = WholeNumberField(label="Tahun anggaran", min_value=2020, max_value=2100, grouped=False, required=False)
    latitude = CoordinateField(label="Lintang", min_value=-90, max_value=90, required=False)


def answer(name, value):
    """Return the cleaned value of one field, or its only sentence."""
    form = RowForm({name: value})
    if form.is_valid():
        return form.cleaned_data[name]
    (sentence,) = form.errors[name]
    return sentence


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("Rp 385.000", 385_000),
        ("385,000", 385_000),
        ("", None),
        (" \u00a0", None),
        ("385.000,50", "Tulis harga satuan dalam rupiah tanpa sen, misalnya 385.000."),
        ("1e9", "Tulis harga satuan dalam rupiah tanpa sen, misalnya 385.000."),
        ("-5", "Harga satuan harus 0 atau lebih."),
        ("0", "Harga satuan harus 1 atau lebih."),
        ("12.000.001", "Harga satuan paling besar Rp12.000.000."),
        ("9" * 19, "Harga satuan paling besar Rp1.000.000.000.000.000."),
        ("12 jt", "“12 jt” bukan angka. Tulis angkanya lengkap, misalnya 12.000.000."),
    ],
)
def test_money_field_gives_whole_rupiah_or_a_sentence(value, outcome):
    assert answer("price", value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("4,75", Decimal("4.75")),
        ("1.000,5", Decimal("1000.5")),
        ("0", Decimal(0)),
        ("dua", "Tulis volume dengan angka, misalnya 4,75."),
        ("1,2345", "Tulis volume dengan paling banyak tiga angka di belakang koma, misalnya 4,755."),
    ],
)
def test_quantity_field_gives_a_decimal_or_a_sentence(value, outcome):
    assert answer("volume", value) == outcome


@pytest.mark.parametrize(
    ("name", "value", "outcome"),
    [
        ("people", "1.250", 1_250),
        ("people", "1250", 1_250),
        ("people", "1,5", "Tulis jumlah penerima manfaat dengan angka bulat, misalnya 1200."),
        ("people", "banyak", "Tulis jumlah penerima manfaat dengan angka bulat, misalnya 1200."),
        ("people", "-3", "Jumlah penerima manfaat harus 0 atau lebih."),
        ("people", "1000000000", "Jumlah penerima manfaat paling besar 999.999.999."),
        ("people", "9" * 30, "Jumlah penerima manfaat paling besar 999.999.999."),
        ("year", "2026", 2026),
        ("year", "20255", "Tahun anggaran paling besar 2100."),
        ("year", "-1", "Tahun anggaran harus 2020 atau lebih."),
        ("year", "abcd", "Tulis tahun anggaran dengan angka bulat, misalnya 2026."),
    ],
)
def test_whole_number_field_gives_an_integer_or_a_sentence(name, value, outcome):
    assert answer(name, value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("-3,123456", Decimal("-3.123456")),
        ("-3.1234567", Decimal("-3.123457")),
        ("\u22123", Decimal("-3.000000")),
        ("91", "Lintang paling besar 90."),
        ("-91", "Lintang harus -90 atau lebih."),
        ("3.1.2", "Tulis lintang dengan angka desimal, misalnya -3,123456."),
        ("NaN", "Tulis lintang dengan angka desimal, misalnya -3,123456."),
        ("3,", "Tulis lintang dengan angka desimal, misalnya -3,123456."),
    ],
)
def test_coordinate_field_takes_comma_or_dot_and_the_south(value, outcome):
    assert answer("latitude", value) == outcome


def test_required_number_is_asked_for_by_name():
    with pytest.raises(forms.ValidationError) as refused:
        MoneyField(label="Total usulan").clean("")

    assert refused.value.messages == ["Isi total usulan."]


def test_soft_note_stands_beside_the_value_and_belongs_to_one_form():
    noted, plain = RowForm({"volume": "1.250"}), RowForm({"volume": "4,75"})

    assert noted.is_valid()
    assert plain.is_valid()
    assert noted.fields["volume"].note.startswith("“1.250” kami baca sebagai seribu dua ratus lima puluh.")
    assert plain.fields["volume"].note == ""


def test_stored_numbers_are_shown_grouped_and_typed_ones_as_typed():
    initial = {"price": 12_450_000, "volume": Decimal("1250.500"), "year": 2026, "latitude": Decimal("-3.100000")}
    stored, typed = RowForm(initial=initial), RowForm({"price": "12 jt"})

    assert [stored[name].value() for name in initial] == ["12.450.000", "1.250,5", "2026", "-3,1"]
    assert typed["price"].value() == "12 jt"


def test_writing_a_stored_number_in_another_way_is_no_change():
    form = RowForm(
        {"price": "12.450.000", "volume": "1250,5"}, initial={"price": 12_450_000, "volume": Decimal("1250.500")}
    )

    assert form.changed_data == []


def test_number_boxes_are_text_boxes_with_a_number_keyboard():
    boxes = {
        name: (field.widget.input_type, field.widget.attrs["inputmode"]) for name, field in RowForm().fields.items()
    }

    assert boxes == {
        "price": ("text", "numeric"),
        "volume": ("text", "decimal"),
        "people": ("text", "numeric"),
        "year": ("text", "numeric"),
        "latitude": ("text", "text"),
    }
