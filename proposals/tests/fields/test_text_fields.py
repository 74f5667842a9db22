"""Text fields clean, measure and refuse in the sentences of ux 2.0.4; what was typed stays on the form."""

import pytest
from django import forms

from ops.testing.stopwatch import computed_within
from proposals.forms.fields import CleanCharField, LongTextField, NipField, PhoneField

FORBIDDEN = "Hapus karakter yang tidak diizinkan dari nama penanggung jawab, lalu simpan lagi."


class PersonForm(forms.Form):
    name = CleanCharField(label="Nama penanggung jawab", max_length=20, min_length=3)
    opd = CleanCharField(label="OPD tujuan", required=False)
    story = LongTextField(label="Masalah yang dihadapi", max_length=3_000, required=False)
    nip = NipField(label="NIP", required=False)
    phone = PhoneField(label="Nomor WhatsApp", required=False)


def answer(name, value):
    """Return the cleaned value of one field, or its only sentence."""
    form = PersonForm({"name": "Sri Wahyuni", name: value})
    if form.is_valid():
        return form.cleaned_data[name]
    assert list(form.errors) == [name]
    (sentence,) = form.errors[name]
    return sentence


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("Sri Wahyuni", "Sri Wahyuni"),
        ("  Sri\u00a0 Wahyuni\r\n", "Sri Wahyuni"),
        ("Andre\u0301", "André"),
        ("ᯅᯖᯂ 🌾🌾", "ᯅᯖᯂ 🌾🌾"),
        ("<b>Sri</b>", "<b>Sri</b>"),
        ("Sri\u202eWahyuni", "SriWahyuni"),
        ("", "Isi nama penanggung jawab."),
        (" \u00a0\u3000", "Isi nama penanggung jawab."),
        ("\u200b\u200d\ufeff", "Isi nama penanggung jawab."),
        ("Sri\x00", FORBIDDEN),
        ("Sri\x0b\x1f", FORBIDDEN),
        ("Sri\ud800", FORBIDDEN),
        ("x" * 21, "Nama penanggung jawab paling banyak 20 karakter. Sekarang 21 karakter."),
        ("e\u0301" * 20, "é" * 20),
        ("xy", "Nama penanggung jawab paling sedikit 3 karakter. Sekarang 2 karakter."),
    ],
)
def test_line_field_cleans_or_says_what_to_do(value, outcome):
    assert answer("name", value) == outcome


def test_label_that_begins_with_an_acronym_is_not_lowered():
    form = PersonForm({"name": "Sri", "opd": "x" * 201})

    assert form.errors["opd"] == ["OPD tujuan paling banyak 200 karakter. Sekarang 201 karakter."]


def test_label_that_begins_with_a_proper_name_can_say_so():
    field = CleanCharField(label="Asta Cita", spoken_label="Asta Cita yang paling sesuai")

    with pytest.raises(forms.ValidationError) as refused:
        field.clean("")

    assert refused.value.messages == ["Isi Asta Cita yang paling sesuai."]


def test_message_given_by_the_form_wins():
    field = CleanCharField(label="Uraian", error_messages={"required": "Isi uraian baris 3."})

    with pytest.raises(forms.ValidationError) as refused:
        field.clean("")

    assert refused.value.messages == ["Isi uraian baris 3."]


def test_long_text_keeps_paragraphs_and_counts_in_thousands_with_dots():
    assert answer("story", "satu\r\n\r\ndua\u2028tiga ") == "satu\n\ndua\ntiga"
    assert (
        answer("story", "x" * 3_001) == "Masalah yang dihadapi paling banyak 3.000 karakter. Sekarang 3.001 karakter."
    )


@pytest.mark.parametrize(
    "megabytes", ["x" * 5_000_000, "\x00" * 5_000_000, "e\u0301" * 2_500_000, "\u202e" * 5_000_000]
)
def test_five_megabytes_of_text_are_refused_at_once(megabytes):
    field = LongTextField(label="Tujuan")

    with computed_within(0.05), pytest.raises(forms.ValidationError) as refused:
        field.clean(megabytes)

    assert refused.value.messages == ["Tujuan paling banyak 10.000 karakter. Sekarang 5.000.000 karakter."]


def test_text_box_does_not_cut_pasted_text_and_says_its_limit_to_the_counter():
    attributes = PersonForm()["story"].field.widget.attrs

    assert attributes["data-max-length"] == "3000"
    assert "maxlength" not in attributes


def test_refused_text_stays_on_the_form_as_typed():
    form = PersonForm({"name": "x" * 30})

    assert not form.is_valid()
    assert form["name"].value() == "x" * 30


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("198503122010011004", "198503122010011004"),
        ("19850312 201001 1 004", "198503122010011004"),
        ("19850312-201001-1-004", "198503122010011004"),
        ("", ""),
        ("1985031220100110", "NIP terdiri atas 18 angka. Sekarang 16 angka."),
        ("1985031220100110041", "NIP terdiri atas 18 angka. Sekarang 19 angka."),
        ("NIP198503122010011004", "Tulis NIP dengan 18 angka saja, tanpa huruf."),
        ("１９８５０３１２２０１００１１００４", "198503122010011004"),
    ],
)
def test_nip_has_eighteen_digits(value, outcome):
    assert answer("nip", value) == outcome


def test_stored_nip_is_shown_in_groups_and_typed_one_as_typed():
    assert PersonForm(initial={"nip": "198503122010011004"})["nip"].value() == "19850312 201001 1 004"
    assert PersonForm({"nip": "1985-0312"})["nip"].value() == "1985-0312"


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("0812-3456-7890", "081234567890"),
        ("+62 (812) 3456 7890", "+6281234567890"),
        ("0738 21234", "073821234"),
        ("12345", "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."),
        ("hubungi saya", "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."),
        ("0812+34567890", "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."),
        ("0" * 16, "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."),
    ],
)
def test_phone_number_is_stored_without_blanks(value, outcome):
    assert answer("phone", value) == outcome
