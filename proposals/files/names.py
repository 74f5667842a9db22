"""File names: kept for people to read, never used as a path, made safe again for every download."""

from __future__ import annotations

import re
import unicodedata

from django.utils.http import content_disposition_header

LONGEST_NAME = 300
LONGEST_DOWNLOAD = 120
LONGEST_EXTENSION = 10
NAMELESS = "berkas"

DECEIVING = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
PATH_PARTS = re.compile(r".*[\\/]", re.DOTALL)
UNWELCOME = re.compile(r'[<>:"/\\|?*]')
# Names that Windows keeps for devices, whatever extension follows.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def display_name(filename: str) -> str:
    """Return the name as it is stored and shown: no folders, no invisible characters, at most 300 characters."""
    visible = DECEIVING.sub("", PATH_PARTS.sub("", filename[: 20 * LONGEST_NAME]))
    name = " ".join(unicodedata.normalize("NFC", visible).split()).rstrip(". ")
    return _shortened(name, LONGEST_NAME) or NAMELESS


def extension(name: str) -> str:
    """Return what follows the last dot, in lower case; empty when there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def safe_download_name(name: str) -> str:
    """Return a name that every system can save: no reserved characters or device names, at most 120 characters."""
    safe = UNWELCOME.sub("_", display_name(name)).lstrip(".")
    if DEVICES.match(safe):
        safe = f"_{safe}"
    return _shortened(safe, LONGEST_DOWNLOAD) or NAMELESS


def content_disposition(name: str) -> str:
    """Return the header that makes a browser save a file under this name (RFC 6266), never open it."""
    return content_disposition_header(True, safe_download_name(name)) or "attachment"


def _shortened(name: str, limit: int) -> str:
    """Cut the middle out of the stem and keep the extension."""
    if len(name) <= limit:
        return name
    ending = f".{extension(name)}" if len(extension(name)) <= LONGEST_EXTENSION and extension(name) else ""
    return name[: limit - len(ending)].rstrip(". ") + ending
