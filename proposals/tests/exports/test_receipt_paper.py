"""The receipt as PDF: what it says, that it never changes, who may save it."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.exports.receipt import receipt_paper
from proposals.models import SubmittedVersion
from proposals.sections import Section
from proposals.tests.exports.paper_reader import PaperReader
from proposals.workflow import Action

LARGEST = 200 * 1000


def receipt_pdf(proposal, number=1):
    return reverse("receipt-pdf", args=[proposal.number, number])


@pytest.fixture(scope="module", autouse=True)
def submitted(scene):
    scene.clock_at("2025-11-27T14:06:31+07:00")
    return scene.make("submitted", title="Rehabilitasi Jaringan Irigasi Air Kotok")


@pytest.fixture
def proposal(db, submitted):
    return again(submitted)


@pytest.fixture
def mine(client_for, operator):
    return client_for(operator)


def test_receipt_says_what_was_accepted_when_and_from_whom(mine, proposal, operator):
    paper = PaperReader(mine.get(receipt_pdf(proposal)).content)

    version = proposal.versions.get()
    for words in (
        "PEMERINTAH KABUPATEN LEBONG",
        f"{proposal.number}/1",
        "Kamis, 27 November 2025, pukul 14.06.31 WIB",
        "Rehabilitasi Jaringan Irigasi Air Kotok",
        "Rp261.000.000 (dua ratus enam puluh satu juta rupiah)",
        "Kementerian Pekerjaan Umum",
        "Minggu, 30 November 2025, pukul 23.59 WIB",
        "Nomor 600/12/DPUPR/XI/2025, 10 November 2025",
        operator.name,
        "RAB bertanda tangan berkas.pdf",
        version.declaration,
        version.content_sha256,
        "Halaman 1 dari 1",
    ):
        assert words in paper.text


@pytest.mark.slow
def test_receipt_is_small_tagged_and_archival(mine, proposal):
    paper = PaperReader(mine.get(receipt_pdf(proposal)).content)

    assert len(paper.content) < LARGEST
    assert paper.is_tagged
    assert paper.standards == {"PDF/A-2a", "PDF/UA-1"}
    assert paper.reader.metadata.title == f"Tanda Terima Usulan {proposal.number}: {proposal.title}"


@pytest.mark.slow
def test_receipt_stays_the_same_to_the_byte(mine, proposal, maker, clock_at):
    first = mine.get(receipt_pdf(proposal)).content
    clock_at("2025-11-28T09:00:00+07:00")
    maker.take(proposal)
    maker.give_back(proposal)
    maker.save(proposal, Section.IDENTITY, {"title": "Judul baru"})

    assert mine.get(receipt_pdf(proposal)).content == first


def test_receipt_is_a_file_to_save_and_nothing_else(mine, proposal):
    answer = mine.get(receipt_pdf(proposal))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="Tanda-Terima-{proposal.number}-1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(len(answer.content))


@pytest.mark.slow
@pytest.mark.parametrize("who", ["agency_head", "reviewer", "approver", "admin", "leader"])
def test_everybody_who_may_see_the_receipt_may_save_it(who, request, client_for, proposal):
    assert client_for(request.getfixturevalue(who)).get(receipt_pdf(proposal)).status_code == 200


def test_stranger_and_visitor_get_no_receipt(client, client_for, stranger, proposal):
    assert client_for(stranger).get(receipt_pdf(proposal)).status_code == 404
    assert client.get(receipt_pdf(proposal)).status_code == 302


def test_receipt_that_was_never_given_is_not_found(mine, proposal, make_proposal):
    assert mine.get(receipt_pdf(proposal, 2)).status_code == 404
    assert mine.get(receipt_pdf(make_proposal())).status_code == 404


@pytest.mark.slow
def test_withdrawn_receipt_says_so_on_the_page_s_paper_but_not_in_the_mail_of_the_day(mine, proposal, maker, operator):
    maker.act(Action.RECALL, proposal, maker.operator, note="Keliru.")

    paper = PaperReader(mine.get(receipt_pdf(proposal)).content)
    version = SubmittedVersion.objects.select_related("proposal__cycle__regency").get()

    assert f"Usulan ini ditarik oleh {operator.name} pada Kamis, 27 November 2025, pukul 14.06.31 WIB." in paper.text
    assert "ditarik" not in PaperReader(receipt_paper(version).content).text


def test_page_offers_the_paper_first_and_printing_beside_it(mine, proposal):
    page = mine.get(reverse("receipt", args=[proposal.number])).text

    assert f'<a class="btn btn-primary btn-wide" href="{receipt_pdf(proposal)}">Unduh tanda terima (PDF)</a>' in page
    assert "data-print hidden>Cetak</button>" in page


def test_receipt_stays_within_its_queries(mine, proposal, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        mine.get(receipt_pdf(proposal))


@pytest.mark.slow
def test_paper_of_a_rehearsal_says_so(mine, proposal):
    real = receipt_paper(SubmittedVersion.objects.select_related("proposal__cycle__regency").get())

    assert "Gladi, bukan pengajuan sungguhan." in PaperReader(mine.get(receipt_pdf(proposal)).content).text
    assert "Gladi" not in PaperReader(real.content).text
