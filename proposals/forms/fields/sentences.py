"""The sentences of field errors (ux 2.0.4), each in one place: what to do, in the field's own name."""

from __future__ import annotations

from proposals.number_format import format_number

INVALID_CHOICE = "Pilih salah satu pilihan yang tersedia."
INVALID_DATE = "Tulis tanggal lengkap, misalnya 17 11 2025."
INVALID_TIME = "Tulis jam lengkap, misalnya 23.59."
INVALID_PHONE = "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."
NIP_ONLY_DIGITS = "Tulis NIP dengan 18 angka saja, tanpa huruf."
CHOOSE_FILE = "Pilih berkas yang akan diunggah."


def in_sentence(label: str) -> str:
    """Write a label as it stands in mid-sentence: "Judul usulan" is lowered, "NIP" and "OPD tujuan" stay."""
    text = label.strip()
    first_word = text.split(" ", 1)[0]
    return text if first_word.isupper() and len(first_word) > 1 else text[:1].lower() + text[1:]


def capitalised(label: str) -> str:
    """Write a label as it begins a sentence."""
    return label[:1].upper() + label[1:]


def fill_in(label: str) -> str:
    """Ask for a missing text or number."""
    return f"Isi {label}."


def choose(label: str) -> str:
    """Ask for a missing choice."""
    return f"Pilih {label}."


def too_long(label: str, limit: int, length: int) -> str:
    """Say how long a text may be and how long it is, in characters."""
    return f"{capitalised(label)} paling banyak {_characters(limit)}. Sekarang {_characters(length)}."


def too_short(label: str, limit: int, length: int) -> str:
    """Say how long a text must be and how long it is, in characters."""
    return f"{capitalised(label)} paling sedikit {_characters(limit)}. Sekarang {_characters(length)}."


def _characters(count: int) -> str:
    return f"{format_number(count)} karakter"


def forbidden(label: str) -> str:
    """Ask for a text without characters that cannot be kept."""
    return f"Hapus karakter yang tidak diizinkan dari {label}, lalu simpan lagi."


def whole_number(label: str, example: str) -> str:
    """Ask for a whole number; the example is one that the field would take."""
    return f"Tulis {label} dengan angka bulat, misalnya {example}."


def coordinate(label: str, example: str) -> str:
    """Ask for decimal degrees."""
    return f"Tulis {label} dengan angka desimal, misalnya {example}."


def too_small(label: str, limit: str) -> str:
    """Say the smallest value that is taken; the limit comes written out."""
    return f"{capitalised(label)} harus {limit} atau lebih."


def too_big(label: str, limit: str) -> str:
    """Say the largest value that is taken; the limit comes written out."""
    return f"{capitalised(label)} paling besar {limit}."


def taken(label: str) -> str:
    """Say that somebody has this value already."""
    return f"{capitalised(label)} ini sudah dipakai."


def nip_length(digits: int) -> str:
    """Say how many digits an NIP has and how many there are."""
    return f"NIP terdiri atas 18 angka. Sekarang {digits} angka."
