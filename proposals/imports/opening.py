"""A workbook that somebody sent: its sheet, or the sentence that says what is wrong with the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from proposals.files.inspect import inspect
from proposals.files.kinds import Kind
from proposals.files.names import display_name
from proposals.files.refusal import FileRefused, Reason, Rejected
from proposals.imports.sheet_survey import MAX_ROW, SheetRefused
from proposals.imports.workbook import Sheet, open_sheet
from proposals.money import format_number

LARGEST_FILE = 5 * 1024**2
NOT_EXCEL = "Berkas {name} bukan berkas Excel. Unggah berkas .xlsx."
ADVICE = {
    Reason.NOT_ALLOWED: NOT_EXCEL,
    Reason.NOT_WHAT_IT_SAYS: NOT_EXCEL,
    Reason.UNSAFE: "Berkas {name} tidak dapat diterima karena berisi makro atau program. "
    "Simpan sebagai .xlsx tanpa makro lalu unggah lagi.",
    Reason.LINKED: "Berkas {name} tidak dapat diterima karena terhubung ke berkas lain. "
    "Putuskan hubungannya lalu unggah lagi.",
}


class WorkbookRefused(ValueError):
    """The file cannot be read; the sentence is its only argument."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sheet to read, its highest row, and the sentence for more rows than may be ("lebih dari 2.000")."""

    sheet: str
    too_many: Callable[[str], str]
    most_rows: int = MAX_ROW


def open_workbook(file: BinaryIO, filename: str, size: int, wanted: Wanted) -> Sheet:
    """Read the sheet of this name or the first one; raise WorkbookRefused."""
    name = display_name(filename)
    try:
        if inspect(file, filename, size, limit=LARGEST_FILE).kind is not Kind.XLSX:
            raise WorkbookRefused(NOT_EXCEL.format(name=name))
        return open_sheet(file, wanted.sheet, wanted.most_rows)
    except FileRefused as refused:
        advice = ADVICE.get(refused.reason)
        raise WorkbookRefused(advice.format(name=name) if advice else refused.sentence) from None
    except Rejected as rejected:
        raise WorkbookRefused(FileRefused(rejected.reason, name, **rejected.facts).sentence) from None
    except SheetRefused as refused:
        raise WorkbookRefused(_beyond(refused, name, wanted)) from None


def _beyond(refused: SheetRefused, name: str, wanted: Wanted) -> str:
    if not refused.place:
        return Reason.TOO_LARGE_INSIDE.format(name=name)
    if refused.filled > wanted.most_rows // 2:
        return wanted.too_many(f"lebih dari {format_number(refused.filled)}")
    return f"Sel {refused.place} terlalu jauh dari tabel. Hapus isi sel itu, lalu unggah lagi."
