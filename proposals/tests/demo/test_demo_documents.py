"""The demo's attachments are small, real and repeatable files."""

import io

from PIL import Image
from pypdf import PdfReader

from proposals.demo.content import demo_proposals
from proposals.demo.documents import make_file

SIPANG = demo_proposals()[1]


def text_of(file):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages)


def test_same_slot_gives_the_same_bytes():
    first = make_file(SIPANG, "land_evidence", number="2025-0002")
    again = make_file(SIPANG, "land_evidence", number="2025-0002")

    assert first == again


def test_later_edition_is_another_file():
    first = make_file(SIPANG, "land_evidence", number="2025-0002")
    later = make_file(SIPANG, "land_evidence", number="2025-0002", edition=2)

    assert (later.filename, later.content) != (first.filename, first.content)


def test_signed_budget_shows_the_total_as_first_written_and_then_as_revised():
    first = text_of(make_file(SIPANG, "signed_budget", number="2025-0002"))
    revised = text_of(make_file(SIPANG, "signed_budget", number="2025-0002", edition=2))

    assert "Rp2.182.704.000" in first
    assert "Rp2.047.950.000" in revised


def test_every_page_says_that_it_is_an_example():
    assert "Bukan dokumen resmi" in text_of(make_file(SIPANG, "request_letter", number="2025-0002"))


def test_documents_stay_on_one_page_and_small():
    for proposal in demo_proposals():
        for slot in proposal.sections.get("attachments", {}).get("slots", []):
            file = make_file(proposal, slot, number=f"2025-{proposal.order:04d}")
            assert len(file.content) < 60_000, file.filename
            if file.filename.endswith(".pdf"):
                assert len(PdfReader(io.BytesIO(file.content)).pages) == 1, file.filename


def test_photo_is_a_jpeg_of_its_own_for_each_proposal():
    photos = [make_file(proposal, "site_photos", number="2025-0001").content for proposal in demo_proposals()[:2]]

    assert Image.open(io.BytesIO(photos[0])).format == "JPEG"
    assert photos[0] != photos[1]
