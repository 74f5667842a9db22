"""The receipt as a paper: what was accepted, when by the server's clock, from whom, with the content's fingerprint."""

from __future__ import annotations

from proposals.dates import cutoff_text, plain_date, stamp
from proposals.exports.blocks import CELL, facts, person, prose, wrapped
from proposals.exports.budget_lines import in_words
from proposals.exports.letterhead import Frame, Paper, planning_letterhead
from proposals.fingerprint import short_fingerprint
from proposals.models import SubmittedVersion, Withdrawal
from proposals.money import format_rupiah
from proposals.number_format import format_size
from proposals.snapshot import Content, of_version

KIND = "Tanda Terima Usulan"


def receipt_paper(
    version: SubmittedVersion, withdrawal: Withdrawal | None = None, *, is_rehearsal: bool = False
) -> Paper:
    """Print a receipt; ``version`` should come with its proposal's cycle and regency.

    It depends on nothing that can change but the withdrawal, which the mail of the day does not know.
    """
    content = of_version(version)
    number = version.proposal.number
    frame = Frame(
        kind=KIND,
        title=content["identity"]["title"],
        number=number,
        fingerprint=version.content_sha256,
        letterhead=planning_letterhead(version.proposal.cycle.regency),
        mark="DITARIK" if withdrawal else "",
        is_rehearsal=is_rehearsal,
    )
    body = {
        "receipt_no": version.receipt_no,
        "accepted": stamp(version.accepted_at),
        "withdrawn": _withdrawn(withdrawal),
        "head": facts(_pairs(version, content)),
        "files": _files(content),
        "declaration": prose(version.declaration),
    }
    return frame.paper("receipt", receipt_name(number, version.version_no), body, version.accepted_at)


def receipt_name(number: str, version_no: int) -> str:
    """The name of the file, in the mail as on the page."""
    return f"Tanda-Terima-{number}-{version_no}.pdf"


def _pairs(version: SubmittedVersion, content: Content) -> list[tuple[str, str]]:
    identity, amount = content["identity"], version.requested_amount
    return [
        ("Judul usulan", identity["title"]),
        ("OPD", content["agency"]["name"]),
        ("Kementerian/lembaga tujuan", identity["ministry"]["label"]),
        ("Sumber dana yang dituju", identity["funding_source"]["label"]),
        ("Nilai usulan", f"{format_rupiah(amount)} {in_words(amount)}"),
        ("Batas pengajuan yang berlaku", cutoff_text(version.closes_at)),
        ("Surat usulan OPD", f"Nomor {version.letter_number}, {plain_date(version.letter_date)}"),
        ("Disetujui oleh", person(version.official_name, version.official_title, version.official_nip)),
        ("Dikirim oleh", version.submitted_by_name),
        ("Sidik isi", f"{short_fingerprint(version.content_sha256)} (selengkapnya di kaki halaman)"),
    ]


def _withdrawn(withdrawal: Withdrawal | None) -> str:
    if withdrawal is None:
        return ""
    return f"Usulan ini ditarik oleh {withdrawal.withdrawn_by.name} pada {stamp(withdrawal.withdrawn_at)}."


def _files(content: Content) -> list[list[str]]:
    rows = content["attachments"]["rows"]
    return [[row["label"], wrapped(row["filename"], CELL), format_size(row["size"])] for row in rows]
