"""The way into a workbook: the sheet that is meant, its survey, and its cells out of a process of their own."""

from __future__ import annotations

import io
import json
import posixpath
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from proposals.files import archive
from proposals.files.refusal import Reason, Rejected
from proposals.imports.sheet_process import TOO_LARGE as TOO_LARGE_EXIT
from proposals.imports.sheet_survey import MAX_ROW, SheetBroken, Survey, survey

PROGRAM = Path(__file__).with_name("sheet_process.py")
PATIENCE = 10.0  # seconds; the process gives itself five of computing
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
LARGEST_MAP = 1024**2
LARGEST_SHEET = 30 * 1024**2
LONGEST_NAME = 200
# Its own word for it, and the ends that the limits of memory and time put to it: SIGABRT, SIGKILL, SIGXCPU.
TOO_LARGE = (TOO_LARGE_EXIT, -signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, what its XML tells, and its cells from A1 on, dates as lists of one text."""

    name: str
    survey: Survey
    cells: list[list[Any]]


def open_sheet(file: BinaryIO, preferred: str, most_rows: int = MAX_ROW) -> Sheet:
    """Read the sheet of this name, else the first that is shown; raise Rejected or SheetRefused.

    The file has passed ``proposals.files.inspect``.
    """
    opened = archive.open_archive(file)
    name, member = _find(file, opened, preferred)
    if member.file_size > LARGEST_SHEET:
        raise Rejected(Reason.TOO_LARGE_INSIDE)
    try:
        surveyed = survey(archive.inflate(file, member), most_rows)
    except SheetBroken:
        raise Rejected(Reason.BROKEN) from None
    file.seek(0)
    return Sheet(name, surveyed, _cells(file.read(), name))


def _find(file: BinaryIO, opened: zipfile.ZipFile, preferred: str) -> tuple[str, zipfile.ZipInfo]:
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _parsed(file, opened, RELATIONS).iter()
        if relation.get("Type", "").endswith("/worksheet")
    }
    shown: list[tuple[str, str]] = []
    for sheet in _parsed(file, opened, WORKBOOK).iter():
        target = targets.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""))
        if target and sheet.get("name") and sheet.get("state", "visible") == "visible":
            shown.append((sheet.get("name", ""), target))
    if not shown:
        raise Rejected(Reason.BROKEN)
    name, target = next((found for found in shown if found[0].strip().lower() == preferred.lower()), shown[0])
    path = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
    if path not in opened.namelist() or len(name) > LONGEST_NAME or "\0" in name:
        raise Rejected(Reason.BROKEN)
    return name, opened.getinfo(path)


def _parsed(file: BinaryIO, opened: zipfile.ZipFile, part: str) -> Element:
    """Parse one of the small parts that say what is where."""
    if part not in opened.namelist():
        raise Rejected(Reason.BROKEN)
    member = opened.getinfo(part)
    if member.file_size > LARGEST_MAP:
        raise Rejected(Reason.TOO_LARGE_INSIDE)
    try:
        root: Element = fromstring(b"".join(archive.inflate(file, member)), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        raise Rejected(Reason.BROKEN) from None
    return root


def _cells(content: bytes, sheet: str) -> list[list[Any]]:
    """Let another process read the cells; whatever becomes of it, this one goes on."""
    command = [sys.executable, "-I", str(PROGRAM), sheet]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the sheet's name is an argument, not a command
            command, input=content, capture_output=True, timeout=PATIENCE, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        raise Rejected(Reason.TOO_LARGE_INSIDE) from None
    if done.returncode:
        raise Rejected(Reason.TOO_LARGE_INSIDE if done.returncode in TOO_LARGE else Reason.BROKEN)
    rows: list[list[Any]] = json.load(io.BytesIO(done.stdout))
    return rows
