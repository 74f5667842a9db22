"""Word documents: the same content gives the same bytes, whenever and wherever it is written."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentType

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP archive knows
WRITTEN_AT = datetime(2025, 1, 1)  # noqa: DTZ001 (python-docx takes naive UTC)


def new_document(title: str, author: str) -> DocumentType:
    """Begin an Indonesian document in A4 with fixed properties."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "id-ID"
    properties.comments = ""
    properties.created = properties.modified = WRITTEN_AT
    properties.last_modified_by = author
    return document


def written(document: DocumentType) -> bytes:
    """Give the bytes of a document, its parts sorted and without times of their own."""
    raw, target = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts.read(name))
    return target.getvalue()
