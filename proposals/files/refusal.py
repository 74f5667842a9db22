"""Why a file is not taken, in sentences that say what to do with it (ux 2.0.4)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from proposals.number_format import format_quantity

SHOWN_NAME = 80
ALLOWED = "Unggah PDF, JPG, PNG, XLSX, atau DOCX."


class Reason(StrEnum):
    """The kinds of refusal; tests and audit rows name them, people read the sentence."""

    EMPTY = "Berkas {name} kosong. Pilih berkas lain."
    TOO_LARGE = "Berkas {name} berukuran {size}. Batasnya {limit}."
    NOT_ALLOWED = f"Berkas {{name}} bukan jenis berkas yang dapat diterima. {ALLOWED}"
    NOT_WHAT_IT_SAYS = f"Berkas {{name}} bukan {{kind}}. {ALLOWED}"
    LEGACY = "Berkas {name} memakai format lama. Simpan sebagai {extension} lalu unggah lagi."
    BROKEN = "Berkas {name} rusak atau terpotong. Buka, simpan ulang, lalu unggah lagi."
    LOCKED = "Berkas {name} dilindungi kata sandi. Simpan tanpa kata sandi lalu unggah lagi."
    UNSAFE = "Berkas {name} tidak dapat diterima karena berisi makro atau program. Simpan sebagai PDF lalu unggah lagi."
    LINKED = (
        "Berkas {name} tidak dapat diterima karena terhubung ke berkas lain. "
        "Putuskan hubungannya atau simpan sebagai PDF, lalu unggah lagi."
    )
    TOO_LARGE_INSIDE = "Berkas {name} terlalu besar saat dibuka. Buang bagian yang tidak diperlukan lalu unggah lagi."
    TOO_MANY_PIXELS = "Gambar {name} terlalu besar, yaitu {width} × {height} piksel. Perkecil lalu unggah lagi."


class FileRefused(ValueError):
    """The file is not taken; `reason` is for programs, `sentence` for the person who chose it."""

    def __init__(self, reason: Reason, name: str, **facts: str) -> None:
        """Build the sentence; a very long name is shortened in it."""
        shown = name if len(name) <= SHOWN_NAME else f"{name[: SHOWN_NAME // 2]}…{name[-SHOWN_NAME // 3 :]}"
        self.reason = reason
        self.sentence = reason.value.format(name=shown, **facts)
        super().__init__(self.sentence)


class Rejected(Exception):
    """What a check of one format raises; `inspect` adds the name of the file."""

    def __init__(self, reason: Reason, **facts: str) -> None:
        """Keep the reason and the facts its sentence needs."""
        self.reason, self.facts = reason, facts
        super().__init__(reason.name)


def size_text(size: int) -> str:
    """Write bytes in megabytes, rounded up, so that a file just over a limit does not look like the limit."""
    tenths = -(-size * 10 // 1024**2)
    return f"{format_quantity(Decimal(tenths) / 10)} MB"
