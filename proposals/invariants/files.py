"""I7: whatever a row names lies in the store, with the size and hash that the row says, and nothing else for long."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from proposals.files.storage import stored_before, stored_path
from proposals.invariants.finding import Finding
from proposals.models import AssistancePaper, Attachment, Dispatch
from proposals.services.sweeping import KEPT_FOR, NAMED_BY

BLOCK = 1 << 20
# The sweeper comes once a day; it may be an hour or two late.
SWEPT_WITHIN = KEPT_FOR + timedelta(hours=26)


class Shelf:
    """Looks at stored files, each once however many rows name it."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, str]] = {}

    def problem(self, sha256: str, size: int | None = None) -> str:
        """Say what is wrong with a file; nothing when it is as it should be."""
        if sha256 not in self._seen:
            self._seen[sha256] = _look(sha256)
        found, problem = self._seen[sha256]
        if not problem and size is not None and found != size:
            return f"{found} bytes instead of {size}"
        return problem


def _look(sha256: str) -> tuple[int, str]:
    """Read a file whole: its size, and what is wrong with it."""
    digest, size = hashlib.sha256(), 0
    try:
        with stored_path(sha256).open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                size += len(block)
    except FileNotFoundError:
        return 0, "the file is not there"
    except (OSError, ValueError) as error:
        return 0, f"the file cannot be read ({error})"
    return size, "" if digest.hexdigest() == sha256 else "the file has other content"


def stored_files() -> Finding:
    """Check the files of every attachment, replaced ones too, the proofs of sending and the signed papers."""
    finding = Finding("I7", "every file that a row names is there, unchanged")
    shelf = Shelf()
    rows = Attachment.objects.select_related("proposal").only("filename", "size", "sha256", "proposal__number")
    for file in rows.iterator(500):
        problem = shelf.problem(file.sha256, file.size)
        finding.expect(not problem, f"{file.proposal.number}: {file.filename}: {problem}")
    for dispatch in Dispatch.objects.exclude(proof_sha256=""):
        problem = shelf.problem(dispatch.proof_sha256)
        finding.expect(not problem, f"package {dispatch.number}: {dispatch.proof_filename}: {problem}")
    for paper in AssistancePaper.objects.exclude(signed_sha256=""):
        problem = shelf.problem(paper.signed_sha256, paper.signed_size)
        finding.expect(not problem, f"{paper.number}: {paper.signed_filename}: {problem}")
    return finding


def unnamed_files(real_now: datetime) -> Finding:
    """Look for files that no row names and that the sweeper should have taken."""
    finding = Finding("I7", "what no row names is swept")
    named = {sha256 for model, field in NAMED_BY for sha256 in model._default_manager.values_list(field, flat=True)}
    for sha256 in stored_before(real_now - SWEPT_WITHIN):
        finding.expect(sha256 in named, f"file {sha256[:16]}… has lain there for two days, and no row names it")
    return finding
