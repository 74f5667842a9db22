"""Choices are asked for by name; what does not exist is not taken."""

import pytest
from django import forms

from proposals.forms.fields import ObjectField, OptionField, OptionsField
from proposals.models import District

CHOICES = [("physical", "Fisik"), ("service", "Jasa")]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (OptionField(label="Jenis pekerjaan", choices=CHOICES), "", "Pilih jenis pekerjaan."),
        (OptionField(label="Jenis pekerjaan", choices=CHOICES), "lain", "Pilih salah satu pilihan yang tersedia."),
        (OptionsField(label="Jenis pekerjaan", choices=CHOICES), [], "Pilih jenis pekerjaan."),
        (OptionsField(label="Jenis pekerjaan", choices=CHOICES), ["lain"], "Pilih salah satu pilihan yang tersedia."),
    ],
)
def test_choice_field_says_what_to_do(field, value, sentence):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)

    assert refused.value.messages == [sentence]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "Pilih kecamatan."),
        ("999999", "Pilih salah satu pilihan yang tersedia."),
        ("abc", "Pilih salah satu pilihan yang tersedia."),
        ("1\x00", "Pilih salah satu pilihan yang tersedia."),
    ],
)
def test_row_field_says_what_to_do(value, sentence):
    field = ObjectField(District.objects.all(), label="Kecamatan")

    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)

    assert refused.value.messages == [sentence]


def test_empty_option_asks_for_the_choice():
    assert ObjectField(District.objects.none(), label="Kecamatan").empty_label == "Pilih kecamatan"
    assert (
        ObjectField(District.objects.none(), label="Kecamatan", empty_label="Semua kecamatan").empty_label
        == "Semua kecamatan"
    )
