"""The five kinds of file that are taken, and the familiar ones that are refused with better advice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from proposals.files.scanning import Scan

OFFICE = "application/vnd.openxmlformats-officedocument."


class Kind(StrEnum):
    """A kind of file; the value is the word people see."""

    PDF = "PDF"
    JPG = "JPG"
    PNG = "PNG"
    XLSX = "XLSX"
    DOCX = "DOCX"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is, by its structure; the content type is ours, never the sender's."""

    kind: Kind
    content_type: str
    scan: Scan = Scan.OFF


EXTENSIONS = {"pdf": Kind.PDF, "jpg": Kind.JPG, "jpeg": Kind.JPG, "png": Kind.PNG, "xlsx": Kind.XLSX, "docx": Kind.DOCX}
CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.XLSX: f"{OFFICE}spreadsheetml.sheet",
    Kind.DOCX: f"{OFFICE}wordprocessingml.document",
}
LEGACY_EXTENSIONS = {"xls": ".xlsx", "doc": ".docx"}
MACRO_EXTENSIONS = frozenset({"xlsm", "xlsb", "xltm", "xlam", "docm", "dotm"})
