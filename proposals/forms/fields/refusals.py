"""Why an entry was refused, in two or three words, for the line that says what an autosave left out."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from proposals.forms.fields.dates import IndonesianDateField
from proposals.forms.fields.numbers import TypedNumberField
from proposals.forms.fields.text import NipField, PhoneField

EMPTY = "belum diisi"
NOT_RIGHT = "belum benar"
BY_CODE = {
    "required": EMPTY,
    "characters": "karakter tidak diizinkan",
    "null_characters_not_allowed": "karakter tidak diizinkan",
    "max_length": "terlalu panjang",
    "min_length": "terlalu pendek",
    "min_value": "terlalu kecil",
    "max_value": "terlalu besar",
    "negative": "harus 0 atau lebih",
    "too_large": "terlalu besar",
    "decimals": "lebih dari tiga angka di belakang koma",
    "invalid_choice": "pilihan tidak dikenal",
}
BY_FIELD: tuple[tuple[type[forms.Field], str], ...] = (
    (TypedNumberField, "bukan angka"),
    (IndonesianDateField, "bukan tanggal"),
    (NipField, "bukan 18 angka"),
    (PhoneField, "bukan nomor telepon"),
)


def in_brief(field: forms.Field, refused: ValidationError) -> str:
    """Say what is wrong with an entry; ``EMPTY`` when nothing was entered."""
    code = refused.error_list[0].code or ""
    if code in BY_CODE:
        return BY_CODE[code]
    return next((words for kind, words in BY_FIELD if isinstance(field, kind)), NOT_RIGHT)
